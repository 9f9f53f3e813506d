import { setTimeout as sleep } from 'node:timers/promises';
import { claimSweep } from './claim-sweep.ts';
import type { SweepDependencies } from './dependencies.ts';
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

interface Sweep {
  readonly name: string;
  readonly everyMs: number;
  run(dependencies: SweepDependencies, signal: AbortSignal): Promise<void>;
}

const MINUTE_MS = 60_000;

/** Looks each few minutes whether it is time: a sweep that failed is made up for soon. */
async function repeat(sweep: Sweep, dependencies: SweepDependencies, signal: AbortSignal): Promise<void> {
  let isOwed = true;
  while (!signal.aborted) {
    isOwed = !(await sweepIfDue(sweep, isOwed, dependencies, signal));
    await sleep(5 * MINUTE_MS, undefined, { signal, ref: false }).catch(() => {});
  }
}

/** @returns false where it has to be done again, whoever else does so */
async function sweepIfDue(
  { name, everyMs, run }: Sweep,
  isOwed: boolean,
  dependencies: SweepDependencies,
  signal: AbortSignal,
): Promise<boolean> {
  const { database, now, log } = dependencies;
  try {
    const isClaimed = await claimSweep(database, name, everyMs, new Date(now()));
    if (isClaimed || isOwed) await run(dependencies, signal);
    return true;
  } catch (error) {
    log.warn(`the sweep of ${name} failed and is tried again in a few minutes`, { error });
    return false;
  }
}
