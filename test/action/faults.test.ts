import { describe, expect, it } from 'vitest';
import { sampleOf } from '../faults/matrix.ts';
import { cellsOfSituation } from './faults/matrix.ts';
import { SITUATIONS } from './faults/situations.ts';
import { type ActionCell, type Ending, tryFault } from './faults/try-fault.ts';

/** The whole matrix is `npm run faults`. */
const CELLS = (await Promise.all(SITUATIONS.map(cellsOfSituation))).flat();

describe.concurrent('a run that meets a fault', { timeout: 60_000 }, () => {
  it.each<
    [situation: string, fault: string, call: string, persistence: ActionCell['persistence'], ending: Ending['kind']]
  >([
    // Posted all the same: it is looked for, and not posted twice.
    ['blocking, for the first time', '502 after all was done', 'POST .*reviews', 'always', 'right'],
    ['blocking, for the first time', 'connection cut after all was done', 'mutation', 'once', 'right'],
    ['blocking, for the first time', 'half of the answer', 'POST .*reviews', 'always', 'right'],
    // What is read in part is no ground for a verdict.
    ['clean', 'a truncated tree', 'trees', 'once', 'red'],
    ['clean', '404', 'trees', 'once', 'red'],
    ['clean', '409', 'trees', 'once', 'red'],
    ['clean', 'another JSON', 'compare', 'once', 'red'],
    ['blocking, for the first time', 'another JSON', 'trees', 'always', 'red'],
    ['clean', '200: the first field is null: FORBIDDEN', 'query pullRequest', 'once', 'red'],
    ['blocking, for the first time', 'an archive of nothing', 'download', 'always', 'right'],
    ['blocking, for the first time', 'an archive of something else', 'download', 'always', 'right'],
    // A token that only reads is told of; one that may not even read what stands is a failure.
    ['clean by now', '403: resource not accessible', 'mutation', 'always', 'told'],
    ['clean by now', '403: resource not accessible', 'query Conversation', 'always', 'red'],
    ['clean by now', '200: FORBIDDEN', 'query Conversation', 'always', 'red'],
    // What is over within a minute is waited for.
    ['clean by now', '403: secondary limit, 1 s', 'mutation', 'once', 'right'],
    ['clean by now', '403: primary limit, an hour', 'mutation', 'once', 'red'],
    // Nothing stands that is about a commit that is no longer the head.
    ['blocking again', 'the head moves', 'POST .*reviews', 'once', 'right'],
    ['clean', 'the head moves', 'query Conversation', 'once', 'right'],
  ])('%s: %s at %s, %s: it ends %s', async (situation, fault, call, persistence, kind) => {
    const cell = CELLS.find(
      (each) =>
        each.situation.name.startsWith(situation) &&
        each.fault.name === fault &&
        new RegExp(call).test(each.call.name) &&
        each.persistence === persistence,
    );
    if (cell === undefined) throw new Error('the matrix has no such cell');
    expect(await tryFault(cell)).toMatchObject({ kind });
  });

  it.each(sampleOf(CELLS))(
    'ends right, or red with words: $situation.name, $fault.name at $call.name',
    async (cell) => {
      expect(await tryFault(cell)).not.toMatchObject({ kind: 'wrong' });
    },
  );
});
