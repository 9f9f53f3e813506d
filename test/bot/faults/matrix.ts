import { type Call, callsOf } from '../../faults/calls.ts';
import { cellsOf } from '../../faults/matrix.ts';
import { type Situation, setUp } from './situations.ts';
import type { BotCell } from './try-fault.ts';
import type { World } from './world.ts';

/** Every fault that can happen to a call of a judgement that would have none; of those that are alike where they last, one lasts. */
export async function cellsOfSituation(situation: Situation, world: World): Promise<readonly BotCell[]> {
  const cells = cellsOf(situation, await recordCalls(situation, world));
  return cells.filter(
    ({ fault, persistence }) =>
      (persistence === 'once' || !ALIKE_WHERE_THEY_LAST.has(fault.name)) &&
      // Whatever happens to a pull request takes it out of the merge queue.
      !(situation.inMergeQueue && 'meanwhile' in fault),
  );
}

/** A server that fails is one, and so are a limit and a thing that is not there, however they are told. The Action is tried with all of them. */
const ALIKE_WHERE_THEY_LAST: ReadonlySet<string> = new Set([
  '502, a page of HTML',
  '503, a page of HTML',
  'connection cut after all was done',
  'an answer that breaks off',
  'an empty answer',
  'no answer',
  '409',
  '410',
  '403: primary limit, 1 s',
  '403: secondary limit, 1 s',
  '429: secondary limit, 1 s',
  '429: secondary limit, an hour',
  '429: secondary limit, who knows',
  '200: RATE_LIMITED',
  '200: it took too long',
]);

async function recordCalls(situation: Situation, world: World): Promise<readonly Call[]> {
  await using stage = await setUp(world, situation);
  stage.begin();
  await world.settled();
  const { calls = /./, withoutGit } = situation;
  return callsOf(stage.requests(), withoutGit ? [] : stage.gitRequests()).filter(({ name, nth }) =>
    calls.test(`${name} ${nth}`),
  );
}
