/**
 * The fault matrix: `npm run faults`. Each fault at each call that a run of the Action makes of GitHub, in four situations. A run ends as
 * without the fault, or red and with words: never green and wrong, never with a comment twice, never without an end.
 */
import { ABOUT_SIGNS, describeTotals, describeWrong, type Tried, tableOf } from '../faults/table.ts';
import { tryAll } from '../faults/try-all.ts';
import { cellsOfSituation } from './faults/matrix.ts';
import { SITUATIONS } from './faults/situations.ts';
import { tryFault } from './faults/try-fault.ts';

const SIGNS = { right: '✓', told: 't', red: 'r', wrong: 'W' };
const LEGEND =
  '✓ right, as without the fault · t right verdict, and words about what the pull request does not show · r red, and words · W WRONG';

/** A run waits for timers most of its time, so a few go side by side. */
const AT_ONCE = 4;

const started = performance.now();
const all: Tried[] = [];
console.log(`${LEGEND}\n${ABOUT_SIGNS}`);
for (const situation of SITUATIONS) {
  const tried = await tryAll(await cellsOfSituation(situation), { atOnce: AT_ONCE, tryOne: tryFault });
  console.log(`\n${situation.name}\n\n${tableOf(tried, SIGNS)}`);
  all.push(...tried);
}
const wrong = describeWrong(all);
console.log(`\n${describeTotals(all)} in ${Math.round((performance.now() - started) / 1000)} s`);
for (const line of wrong) console.log(`\n${line}`);
process.exitCode = wrong.length === 0 ? 0 : 1;
