import { type Call, callsOf } from './calls.ts';
import { FAULT_KINDS } from './fault-kinds.ts';
import { type Situation, setUp } from './situations.ts';
import type { Cell } from './try-fault.ts';

/** Every fault that can happen to a call of a run that would have none, once and again and again. */
export async function cellsOf(situation: Situation): Promise<readonly Cell[]> {
  const calls = await recordCalls(situation);
  return FAULT_KINDS.flatMap((fault) =>
    calls
      .filter((call) => fault.at(call))
      .flatMap((call) => {
        const once: Cell = { situation, call, fault, persistence: 'once' };
        return 'meanwhile' in fault ? [once] : [once, { ...once, persistence: 'always' }];
      }),
  );
}

async function recordCalls(situation: Situation): Promise<readonly Call[]> {
  await using stage = await setUp(situation);
  const before = stage.github.requests.length;
  await stage.run();
  return callsOf(stage.github.requests.slice(before));
}
