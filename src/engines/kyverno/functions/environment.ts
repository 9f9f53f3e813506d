import type { JmespathFunction } from '../../../languages/jmespath/functions.ts';
import type { Instant } from '../../../model/engine.ts';

/** What Kyverno's functions may know beside their arguments. A run's Context is one. */
export interface KyvernoEnvironment {
  readonly now: Instant;
  readonly random: () => number;
}

/** A family of functions, by name. */
export type KyvernoFunctions = Readonly<Record<string, JmespathFunction<KyvernoEnvironment>>>;
