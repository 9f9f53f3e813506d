/**
 * What goes wrong around the bot: `npm run faults:bot`. Each fault at each call that a judgement makes of GitHub and of git: it ends as without
 * the fault, or red and with words, or nothing is green until the fault is over; then all is mended. After that the machine: the database is
 * gone for a while, the disk is full, the clock is wrong.
 *
 * Left out: a call that one situation has been tried with, in the next ones; and what lasts and looks to the bot as something else that lasts.
 */
import { ABOUT_SIGNS, describeTotals, describeWrong, type Tried, tableOf } from '../faults/table.ts';
import { tryAll } from '../faults/try-all.ts';
import { fillDisk } from './faults/fill-disk.ts';
import { loseDatabase } from './faults/lose-database.ts';
import { cellsOfSituation } from './faults/matrix.ts';
import { moveClock } from './faults/move-clock.ts';
import { SITUATIONS } from './faults/situations.ts';
import { tryFault } from './faults/try-fault.ts';
import { openWorlds } from './faults/worlds.ts';

const SIGNS = { right: '✓', told: 't', red: 'r', held: 'h', left: 'l', wrong: 'W' };
const LEGEND = [
  '✓ right, as without the fault · t right verdict, and words about what the pull request does not show · r red, and words · W WRONG',
  'h nothing is green while it lasts, and the bot tries on · l nothing is green, until the next sweep or push',
  'Once the fault is over all of them are right.',
].join('\n');

/** A judgement that fails waits for its next try most of its time. */
const AT_ONCE = 6;

const started = performance.now();
const wrong = [...(await tryMatrix()), ...(await tellStories())];
console.log(`\n${Math.round((performance.now() - started) / 1000)} s`);
for (const line of wrong) console.log(`\n${line}`);
process.exitCode = wrong.length === 0 ? 0 : 1;

/** @returns what went wrong, as do the stories */
async function tryMatrix(): Promise<readonly string[]> {
  await using worlds = await openWorlds();
  const all: Tried[] = [];
  console.log(`${LEGEND}\n${ABOUT_SIGNS}`);
  for (const situation of SITUATIONS) {
    const cells = await worlds.use({}, (world) => cellsOfSituation(situation, world));
    const tried = await tryAll(cells, { atOnce: AT_ONCE, tryOne: (cell) => tryFault(cell, worlds) });
    console.log(`\n${situation.name}\n\n${tableOf(tried, SIGNS)}`);
    all.push(...tried);
  }
  console.log(`\n${describeTotals(all)}`);
  return describeWrong(all);
}

async function tellStories(): Promise<readonly string[]> {
  const stories = [
    () => loseDatabase({ seconds: 10 }),
    () => fillDisk(),
    () => moveClock({ hours: 1 }),
    () => moveClock({ hours: -1 }),
  ];
  const found: string[] = [];
  for (const tell of stories) {
    const { told, wrong } = await tell();
    console.log(`\n${told}`);
    found.push(...wrong.map((each) => `WRONG: ${each}`));
  }
  return found;
}
