import type { Call } from './calls.ts';
import { FAULT_KINDS, type FaultKind } from './fault-kinds.ts';

/** One cell of a matrix of faults: what is looked at, and what goes wrong at which of its calls. */
export interface Cell<Situation> {
  readonly situation: Situation;
  readonly call: Call;
  readonly fault: FaultKind;
  /** Whether the fault strikes that one call, or each later one of that name, too. */
  readonly persistence: 'once' | 'always';
}

/** Every fault that can happen to a call, once and again and again. */
export function cellsOf<Situation>(situation: Situation, calls: readonly Call[]): readonly Cell<Situation>[] {
  return FAULT_KINDS.flatMap((fault) =>
    calls
      .filter((call) => fault.at(call))
      .flatMap((call) => {
        const once: Cell<Situation> = { situation, call, fault, persistence: 'once' };
        return 'meanwhile' in fault ? [once] : [once, { ...once, persistence: 'always' }];
      }),
  );
}

/** Each fault once, at a call and in a situation that are others for the next one. */
export function sampleOf<Some extends Cell<unknown>>(cells: readonly Some[]): readonly Some[] {
  return FAULT_KINDS.flatMap((fault, index) => {
    const ofFault = cells.filter((cell) => cell.fault === fault);
    return ofFault[(index * 13) % ofFault.length] ?? [];
  });
}
