import fc from 'fast-check';
import { expect, test } from 'vitest';
import { playHistory } from './histories/play-history.ts';
import { histories } from './histories/steps.ts';
import { emptyTally } from './histories/tally.ts';

test('whatever happens to a pull request, our comments are those of a fresh run, and no other is touched', async () => {
  const tally = emptyTally();

  await fc.assert(
    fc.asyncProperty(histories, (history) => playHistory(history, tally)),
    // A failing one is shrunk for so long only: `npm run histories -- --seed 1` plays the same ones, and shrinks on.
    { seed: 1, numRuns: 8, interruptAfterTimeLimit: 50_000 },
  );

  // A sample in which nothing happened would show nothing.
  const { posted, edited, removed } = tally;
  expect(Math.min(posted, edited, removed)).toBeGreaterThan(0);
}, 60_000);
