import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cellsOfSituation } from './faults/matrix.ts';
import { SITUATIONS } from './faults/situations.ts';
import { type BotCell, type Ending, tryFault } from './faults/try-fault.ts';
import { openWorlds, type Worlds } from './faults/worlds.ts';

/** The whole matrix, and what goes wrong with the machine, is `npm run faults:bot`. */
let worlds: Worlds;
let cells: readonly BotCell[];

beforeAll(async () => {
  worlds = await openWorlds();
  const [blocking] = SITUATIONS;
  if (blocking === undefined) throw new Error('there is a first situation');
  cells = await worlds.use({}, (world) => cellsOfSituation(blocking, world));
}, 60_000);
afterAll(() => worlds[Symbol.asyncDispose]());

describe.concurrent('a judgement that meets a fault', { timeout: 60_000 }, () => {
  it.each<[fault: string, call: string, persistence: BotCell['persistence'], ending: Ending['kind']]>([
    // Posted all the same: it is looked for, and not posted twice.
    ['502 after all was done', 'POST .*reviews', 'always', 'right'],
    // The API has the same files.
    ['connection cut before anything was done', 'git: objects', 'always', 'right'],
    ['403: resource not accessible', 'POST .*reviews', 'always', 'told'],
    ['500', 'compare', 'always', 'red'],
    // Not even a red check can be written: the queue holds on to it.
    ['500', 'POST .*check-runs', 'always', 'held'],
    // Nothing is judged where there is no configuration; GitHub is asked twice.
    ['404', 'contents', 'always', 'left'],
    ['the head moves', 'POST .*reviews', 'once', 'right'],
  ])('%s at %s, %s: it ends %s', async (fault, call, persistence, kind) => {
    const cell = cells.find(
      (each) => each.fault.name === fault && new RegExp(call).test(each.call.name) && each.persistence === persistence,
    );
    if (cell === undefined) throw new Error('the matrix has no such cell');
    expect(await tryFault(cell, worlds)).toMatchObject({ kind });
  });
});
