import type { TraceStep } from '../../../model/engine.ts';

/** A step while the trace is made. */
export interface Step {
  readonly text: string;
  /** `open`: only a cluster knows. `broken`: the policy's own expression is to blame. `note`: nothing was asked, or the rule is not about this. */
  readonly outcome: 'yes' | 'no' | 'open' | 'broken' | 'note';
  readonly steps: readonly Step[];
  /** The innermost step that made the outcome; undefined where it is this one. */
  readonly decider: Step | undefined;
}

export function leaf(text: string, outcome: Step['outcome']): Step {
  return { text, outcome, steps: [], decider: undefined };
}

/** A step whose outcome is known, and the one of its steps that made it: none where it took them all. */
export function branch(text: string, outcome: Step['outcome'], steps: readonly Step[], deciding?: Step): Step {
  return { text, outcome, steps, decider: deciding && deciderOf(deciding) };
}

export function deciderOf(step: Step): Step {
  return step.decider ?? step;
}

/** The first step with an outcome, of those outcomes that count before the others. */
export function firstOf(steps: readonly Step[], ...outcomes: readonly Step['outcome'][]): Step | undefined {
  for (const wanted of outcomes) {
    const found = steps.find(({ outcome }) => outcome === wanted);
    if (found) return found;
  }
  return undefined;
}

/** The first step with any of the outcomes: what is asked in an order, until something decides. */
export function firstOfEither(steps: readonly Step[], ...outcomes: readonly Step['outcome'][]): Step | undefined {
  return steps.find(({ outcome }) => outcomes.includes(outcome));
}

/** More steps within one step than anybody reads. */
const MAX_STEPS = 12;

/** The trace of a step. The one that decided is marked, and is shown however many others there are. */
export function traceOf(step: Step, decider: Step): TraceStep {
  const { text, outcome, steps } = step;
  return {
    text,
    outcome: outcome === 'broken' ? 'no' : outcome === 'open' ? 'note' : outcome,
    ...(steps.length > 0 && { steps: shortened(steps, decider) }),
    ...(step === decider && { decides: true }),
  };
}

function shortened(steps: readonly Step[], decider: Step): readonly TraceStep[] {
  if (steps.length <= MAX_STEPS) return steps.map((step) => traceOf(step, decider));
  const isShown = (step: Step, index: number) => index < MAX_STEPS - 1 || holds(step, decider);
  const shown = steps.filter(isShown);
  const left: TraceStep = { text: `… and ${steps.length - shown.length} more`, outcome: 'note' };
  return [...shown.map((step) => traceOf(step, decider)), left];
}

function holds(step: Step, wanted: Step): boolean {
  return step === wanted || step.steps.some((inner) => holds(inner, wanted));
}
