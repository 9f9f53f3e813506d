import type { Judgement } from '../store/judgement.ts';

/** How long each step of a judgement takes, also of one that is broken off. */
export interface Stopwatch {
  /** Ends the step before. */
  begin(step: 'judge' | 'publish'): void;
  /** In milliseconds, up to now. */
  steps(): Judgement['steps'];
}

/** To read is the first step. */
export function startStopwatch(clock: () => number): Stopwatch {
  const begun = [{ step: 'read', at: clock() }];
  return {
    begin(step) {
      begun.push({ step, at: clock() });
    },
    steps() {
      const ends = [...begun.slice(1).map(({ at }) => at), clock()];
      return Object.fromEntries(begun.map(({ step, at }, index) => [step, (ends[index] ?? at) - at]));
    },
  };
}
