/**
 * The fault matrix: `npm run faults`. Each fault at each call that a run of the Action makes of GitHub, in four situations. A run ends as
 * without the fault, or red and with words: never green and wrong, never with a comment twice, never without an end.
 */
import { cellsOf } from './faults/matrix.ts';
import { SITUATIONS } from './faults/situations.ts';
import { LEGEND, type Tried, tableOf } from './faults/table.ts';
import { type Cell, tryFault } from './faults/try-fault.ts';

async function main(): Promise<number> {
  const started = performance.now();
  const all: Tried[] = [];
  console.log(LEGEND);
  for (const situation of SITUATIONS) {
    const tried = await tryAll(await cellsOf(situation));
    console.log(`\n${situation.name}\n\n${tableOf(tried)}`);
    all.push(...tried);
  }
  const wrong = all.filter(({ ending }) => ending.kind === 'wrong');
  console.log(`\n${describeTotals(all)} in ${Math.round((performance.now() - started) / 1000)} s`);
  for (const { situation, fault, call, persistence, ending } of wrong) {
    console.log(
      `\nWRONG: ${situation.name}: ${fault.name}, ${persistence}, at ${call.name} ${call.nth}: ${wordsOf(ending)}`,
    );
  }
  return wrong.length === 0 ? 0 : 1;
}

/** A run waits for timers most of its time, so a few go side by side. */
const AT_ONCE = 4;

async function tryAll(cells: readonly Cell[]): Promise<readonly Tried[]> {
  const waiting = cells.entries();
  const tried: Tried[] = [];
  const tryNext = async () => {
    for (const [, cell] of waiting) {
      tried.push({ ...cell, ending: await tryFault(cell) });
      if (process.stderr.isTTY) process.stderr.write(`\r${tried.length}/${cells.length}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, tryNext));
  return tried;
}

function describeTotals(tried: readonly Tried[]): string {
  const counts = Object.entries(Object.groupBy(tried, ({ ending }) => ending.kind)).map(
    ([kind, some]) => `${kind} ${some.length}`,
  );
  return `${tried.length} runs: ${counts.join(', ')}`;
}

function wordsOf(ending: Tried['ending']): string {
  return ending.kind === 'right' ? '' : ending.words;
}

process.exitCode = await main();
