import type { SweepDependencies } from './dependencies.ts';

export interface Sweep {
  readonly name: string;
  readonly everyMs: number;
  /** @returns `owed` where something could not be done and may be soon: then it is done again with that scope */
  run(dependencies: SweepDependencies, signal: AbortSignal, scope: Scope): Promise<'done' | 'owed'>;
}

/** `owed`: only what could not be done before. */
export type Scope = 'all' | 'owed';
