import { setTimeout as sleep } from 'node:timers/promises';
import type { SweepDependencies } from './dependencies.ts';
import type { Scope, Sweep } from './sweep.ts';
import { sweepDeliveries } from './sweep-deliveries.ts';
import { sweepIfDue } from './sweep-if-due.ts';
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
