import { type Call, callsOf } from '../../faults/calls.ts';
import { cellsOf } from '../../faults/matrix.ts';
import { type Situation, setUp } from './situations.ts';
import type { ActionCell } from './try-fault.ts';

/** Every fault that can happen to a call of a run that would have none. */
export async function cellsOfSituation(situation: Situation): Promise<readonly ActionCell[]> {
  return cellsOf(situation, await recordCalls(situation));
}

async function recordCalls(situation: Situation): Promise<readonly Call[]> {
  await using stage = await setUp(situation);
  const before = stage.github.requests.length;
  await stage.run();
  return callsOf(stage.github.requests.slice(before));
}
