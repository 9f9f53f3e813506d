import type { Db, JobWithMetadata, PgBoss } from 'pg-boss';
import { compareText } from '../../src/base/compare-text.ts';
import type { Queryable } from '../database/database.ts';
import { storableText } from '../database/storable-text.ts';
import type { Entry } from './entry.ts';
import { ASKED, type Job, keyOf } from './job.ts';
import { laneOf, RETRIES } from './lanes.ts';
import type { QueuedJob } from './queue.ts';
import { priorityOf, takeTurn } from './turns.ts';

/** Queues jobs. One whose key waits already takes that one's place, and keeps its turn. */
export async function putInLine(boss: PgBoss, transaction: Queryable, jobs: readonly QueuedJob[]): Promise<void> {
  // In one order: else two transactions with the same jobs might wait for each other.
  const inOrder = jobs.toSorted((left, right) => compareText(keyOf(left.job), keyOf(right.job)));
  const found = await findWaiting(
    transaction,
    inOrder.map(({ job }) => job),
  );
  for (const [index, queued] of inOrder.entries()) {
    const previous = inOrder[index - 1];
    const hasChanged = previous && placeOf(previous.job) === placeOf(queued.job);
    const waiting = hasChanged ? await lookFor(queued.job, transaction) : found.get(placeOf(queued.job));
    await put(boss, transaction, newcomer(queued), waiting);
  }
}

/**
 * Queues again a job that was begun and cannot be done now: as urgent as it was, with its turn and with the tries that it had left. Where a newer
 * one of its key waits, that one does it as well.
 */
export async function putBack(
  boss: PgBoss,
  transaction: Queryable,
  { data: entry, priority: place, retryLimit, retryCount }: Begun,
  inSeconds: number,
): Promise<void> {
  const back: Comer = { entry, inSeconds, kept: { place, retryLimit: retryLimit - retryCount } };
  await put(boss, transaction, back, await lookFor(entry.job, transaction));
}

export type Begun = Pick<JobWithMetadata<Entry>, 'data' | 'priority' | 'retryLimit' | 'retryCount'>;

interface Comer {
  readonly entry: Entry;
  readonly inSeconds: number;
  /** What it has from before it was put back. */
  readonly kept?: { readonly place: number; readonly retryLimit: number };
}

function newcomer({ job, priority, inSeconds = 0 }: QueuedJob): Comer {
  return { entry: { job: noteAsking(storableJob(job)), priority, since: dateIn(inSeconds) }, inSeconds };
}

function noteAsking(job: Job): Job {
  return job.kind === 'judge-pull-request' && job.reason === ASKED ? { ...job, askedAt: dateIn(0) } : job;
}

async function put(boss: PgBoss, transaction: Queryable, comer: Comer, found: Waiting | undefined): Promise<void> {
  let waiting = found;
  // Once more where another process was quicker: it began with the one that waited, or put one there.
  while (!(await putOne(boss, transaction, comer, waiting))) waiting = await lookFor(comer.entry.job, transaction);
}

function putOne(boss: PgBoss, transaction: Queryable, comer: Comer, waiting: Waiting | undefined): Promise<boolean> {
  return waiting ? takePlace(boss, transaction, comer, waiting) : standAtEnd(boss, transaction, comer);
}

function placeOf(job: Job): string {
  return `${laneOf(job.kind)} ${keyOf(job)}`;
}

interface Waiting {
  readonly id: string;
  readonly entry: Entry;
  readonly priority: number;
  readonly isRetry: boolean;
  readonly tries: number;
}

async function lookFor(job: Job, transaction: Queryable): Promise<Waiting | undefined> {
  return (await findWaiting(transaction, [job])).get(placeOf(job));
}

/**
 * What waits already, by its place. Until the end of the transaction nobody else takes its place: two who had both read the same would forget
 * what the other one was asked for. All lock in one order.
 */
async function findWaiting(transaction: Queryable, jobs: readonly Job[]): Promise<ReadonlyMap<string, Waiting>> {
  if (jobs.length === 0) return new Map();
  const rows = await transaction.query<Waiting & { readonly place: string }>(
    `select id, name || ' ' || singleton_key as place, data as entry, priority, state = 'retry' as "isRetry",
      retry_count as tries
    from pgboss.job where name = any($1) and singleton_key = any($2) and state < 'active'
    order by name, singleton_key, created_on for update`,
    [[...new Set(jobs.map(({ kind }) => laneOf(kind)))], jobs.map(keyOf)],
  );
  return new Map(rows.map((row) => [row.place, row]));
}

async function takePlace(
  boss: PgBoss,
  transaction: Queryable,
  { entry, inSeconds, kept }: Comer,
  { id, entry: present, priority: place, isRetry, tries }: Waiting,
): Promise<boolean> {
  const { job, priority, since } = entry;
  const isMoreUrgent = priority === 'normal' && present.priority === 'low';
  const data: Entry = {
    job: withDuty(job, present.job),
    priority: isMoreUrgent ? priority : present.priority,
    since: isMoreUrgent ? since : present.since,
  };
  const { updated } = await boss.update(laneOf(job.kind), data, {
    id,
    priority: isMoreUrgent ? (kept?.place ?? (await takeNewPlace(transaction, entry))) : place,
    // What waits for another try has a new reason to be tried: at once, and as often as if it were new.
    ...(isRetry && priority === 'normal' && { startAfter: inSeconds, retryLimit: tries + RETRIES }),
    // It was to wait because nobody waited for it.
    ...(isMoreUrgent && { startAfter: inSeconds }),
    db: within(transaction),
  });
  return updated > 0;
}

/** Whoever takes the place of one that waits does what that one would have done: what somebody asked for, or more of a walk. */
function withDuty(job: Job, waiting: Job): Job {
  if (job.kind === 'judge-pull-request' && waiting.kind === 'judge-pull-request') {
    const { reason, askedAt = '' } = waiting;
    const isAskedBefore = reason !== ASKED || (job.reason === ASKED && (job.askedAt ?? '') >= askedAt);
    return isAskedBefore ? job : { ...job, reason, askedAt };
  }
  if (job.kind === 'judge-owner' && waiting.kind === 'judge-owner')
    return compareText(waiting.after, job.after) < 0 ? { ...job, after: waiting.after } : job;
  return job;
}

async function standAtEnd(boss: PgBoss, transaction: Queryable, { entry, inSeconds, kept }: Comer): Promise<boolean> {
  const { job } = entry;
  const id = await boss.send(laneOf(job.kind), entry, {
    singletonKey: keyOf(job),
    group: { id: keyOf(job) },
    priority: kept?.place ?? (await takeNewPlace(transaction, entry)),
    startAfter: inSeconds,
    ...(kept && { retryLimit: kept.retryLimit }),
    db: within(transaction),
  });
  return id !== null;
}

async function takeNewPlace(transaction: Queryable, { job, priority }: Entry): Promise<number> {
  return priorityOf(await takeTurn(transaction, job, priority));
}

function dateIn(seconds: number): string {
  return new Date(Date.now() + seconds * 1000).toISOString();
}

/** Whatever somebody wrote into a comment or called a branch. */
function storableJob(job: Job): Job {
  return JSON.parse(JSON.stringify(job), (_, value) => (typeof value === 'string' ? storableText(value) : value));
}

/** pg-boss's statements as part of a transaction of ours. It asks for nothing else in there: on PGlite's one connection that would never end. */
function within(transaction: Queryable): Db {
  return { executeSql: async (text, values) => ({ rows: [...(await transaction.query(text, values))] }) };
}
