import { claimSweep } from './claim-sweep.ts';
import type { SweepDependencies } from './dependencies.ts';
import type { Scope, Sweep } from './sweep.ts';

/**
 * Sweeps where it is this process's turn, or where it has something to make up for.
 *
 * @param due what that is
 * @returns what it is then
 */
export async function sweepIfDue(
  { name, everyMs, run }: Sweep,
  due: Scope | 'nothing',
  dependencies: SweepDependencies,
  signal: AbortSignal,
): Promise<Scope | 'nothing'> {
  const { database, now, log } = dependencies;
  let scope = due;
  try {
    if (await claimSweep(database, name, everyMs, new Date(now()))) scope = 'all';
    if (scope === 'nothing') return 'nothing';
    const outcome = await run(dependencies, signal, scope);
    return outcome === 'owed' ? 'owed' : 'nothing';
  } catch (error) {
    log.warn(`the sweep of ${name} failed and is tried again in a few minutes`, { error });
    return scope;
  }
}
