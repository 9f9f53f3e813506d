/**
 * Plays random histories of pull requests on the twin of GitHub, and prints what the runs did:
 * `npm run histories -- [--count 200] [--seed 1]`
 * A history that fails is shrunk and printed, and ends it all.
 */
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { playHistory } from './histories/play-history.ts';
import { histories } from './histories/steps.ts';
import { emptyTally } from './histories/tally.ts';

const { values } = parseArgs({
  options: { count: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' } },
});

const tally = emptyTally();
const started = performance.now();
const result = await fc.check(
  fc.asyncProperty(histories, (history) => playHistory(history, tally)),
  { seed: Number(values.seed), numRuns: Number(values.count) },
);
const seconds = ((performance.now() - started) / 1000).toFixed(0);
if (result.failed) console.error(await fc.asyncDefaultReportMessage(result), result.errorInstance);
console.table({ ...tally, failures: result.failed ? 1 : 0, seconds });
process.exitCode = result.failed ? 1 : 0;
