import { setTimeout as sleep } from 'node:timers/promises';
import { claimSweep } from './claim-sweep.ts';
import type { SweepDependencies } from './dependencies.ts';
import type { Scope, Sweep } from './sweep.ts';
import { sweepDeliveries } from './sweep-deliveries.ts';
import { createPullRequestSweep } from './sweep-pull-requests.ts';

/**
 * Finds what a lost delivery or a crash left behind: now, for a process that starts may be one that was killed, and again and again.
 *
 * @returns what stops it
 */
export function startSweeps(dependencies: SweepDependencies): () => Promise<void> {
  const stopping = new AbortController();
  const sweeps: readonly Sweep[] = [
    { name: 'deliveries', everyMs: 5 * MINUTE_MS, run: sweepDeliveries },
    { name: 'pull requests', everyMs: 60 * MINUTE_MS, run: createPullRequestSweep() },
  ];
  const sweeping = sweeps.map((sweep) => repeat(sweep, dependencies, stopping.signal));
  return async () => {
    stopping.abort();
    await Promise.all(sweeping);
  };
}

const MINUTE_MS = 60_000;

/** Looks each few minutes whether it is time: a sweep that failed is made up for soon. */
async function repeat(sweep: Sweep, dependencies: SweepDependencies, signal: AbortSignal): Promise<void> {
  let due: Scope | 'nothing' = 'all';
  while (!signal.aborted) {
    due = await sweepIfDue(sweep, due, dependencies, signal);
    await sleep(5 * MINUTE_MS, undefined, { signal, ref: false }).catch(() => {});
  }
}

/** @returns what has to be made up for, whoever else sweeps */
async function sweepIfDue(
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
