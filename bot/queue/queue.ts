import type { Queryable } from '../database/database.ts';
import type { Job, JobKind, Priority } from './job.ts';

/** A delivery of GitHub's, as it is remembered: without its payload. */
export interface Delivery {
  /** GitHub's GUID, which a redelivery bears as well. */
  readonly id: string;
  readonly event: string;
  readonly action: string | undefined;
  readonly installation: number | undefined;
  readonly repository: string | undefined;
}

export interface QueuedJob {
  readonly job: Job;
  readonly priority: Priority;
  /** How long it has to wait first; not at all where not said. */
  readonly inSeconds?: number;
}

export type Outcome =
  | { readonly outcome: 'done' }
  /** Not a failure: it cannot be now, so it is tried again then and no try is spent. */
  | { readonly outcome: 'later'; readonly seconds: number; readonly reason: string }
  /** Another try would be in vain; whoever waits for it has been told. */
  | { readonly outcome: 'given-up'; readonly reason: string };

export const DONE: Outcome = { outcome: 'done' };

export interface Work {
  /** Throws for what another try might mend. */
  run(job: Job, signal: AbortSignal): Promise<Outcome>;
  /** After the last try: whatever happens, it must not end in silence. */
  giveUp(job: Job, reason: string): Promise<void>;
}

/** What is to be done, remembered in the database. */
export interface Queue {
  /**
   * Remembers a delivery and queues its jobs in one transaction. A delivery that is known already changes nothing.
   *
   * @param remember what else is remembered of it, in the same transaction
   */
  ingest(
    delivery: Delivery,
    jobs: readonly QueuedJob[],
    remember?: (transaction: Queryable) => Promise<void>,
  ): Promise<'new' | 'known'>;
  enqueue(jobs: readonly QueuedJob[]): Promise<void>;
  /** Starts to work. At most one job of a key at a time. */
  work(work: Work): Promise<void>;
  /** Whether nothing waits and nothing is at work: for tests and for draining. */
  isIdle(): Promise<boolean>;
  figures(): Promise<QueueFigures>;
  /** Takes no more jobs, and waits for those at work; what is not done by then goes back. Deliveries are remembered still. */
  drain(milliseconds: number): Promise<void>;
  /** Drains it, and takes in nothing more. */
  stop(milliseconds: number): Promise<void>;
}

export interface QueueFigures {
  readonly waiting: { readonly [kind in JobKind]?: number };
  /** How many of those that wait have been tried, and are tried again. */
  readonly retrying: number;
  readonly active: number;
  /** Tried in vain for the last time: being given up, until whoever waits for them has been told. */
  readonly dead: number;
  /** Of the job that waits longest, in seconds. */
  readonly oldestSeconds: number;
}
