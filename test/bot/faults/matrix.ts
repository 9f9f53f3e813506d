import { type Call, callsOf } from '../../faults/calls.ts';
import { cellsOf } from '../../faults/matrix.ts';
import { type Situation, setUp } from './situations.ts';
import type { BotCell } from './try-fault.ts';
import type { World } from './world.ts';

/** Every fault that can happen to a call of a judgement that would have none. */
export async function cellsOfSituation(situation: Situation, world: World): Promise<readonly BotCell[]> {
  return cellsOf(situation, await recordCalls(situation, world));
}

async function recordCalls(situation: Situation, world: World): Promise<readonly Call[]> {
  await using stage = await setUp(world, situation);
  stage.begin();
  await world.settled();
  const { calls = /./, withoutGit } = situation;
  return callsOf(stage.requests(), withoutGit ? [] : stage.gitRequests()).filter(({ name }) => calls.test(name));
}
