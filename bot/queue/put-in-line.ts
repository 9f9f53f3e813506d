import type { Db, PgBoss } from 'pg-boss';
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
    const place = placeOf(queued.job);
    const lookAgain = async () => (await findWaiting(transaction, [queued.job])).get(place);
    const previous = inOrder[index - 1];
    let waiting = previous && placeOf(previous.job) === place ? await lookAgain() : found.get(place);
    // Once more where another process was quicker: it began with the one that waited, or put one there.
    while (!(await putOne(boss, transaction, queued, waiting))) waiting = await lookAgain();
  }
}

function putOne(
  boss: PgBoss,
  transaction: Queryable,
  queued: QueuedJob,
  waiting: Waiting | undefined,
): Promise<boolean> {
  return waiting ? takePlace(boss, transaction, queued, waiting) : standAtEnd(boss, transaction, queued);
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
  { job, priority }: QueuedJob,
  { id, entry, priority: place, isRetry, tries }: Waiting,
): Promise<boolean> {
  const isMoreUrgent = priority === 'normal' && entry.priority === 'low';
  const data: Entry = {
    job: storableJob(withDuty(job, entry.job)),
    priority: isMoreUrgent ? priority : entry.priority,
    since: isMoreUrgent ? dateIn(0) : entry.since,
  };
  const { updated } = await boss.update(laneOf(job.kind), data, {
    id,
    priority: isMoreUrgent ? priorityOf(await takeTurn(transaction, job, priority)) : place,
    // What waits for another try has a new reason to be tried: at once, and as often as if it were new.
    ...(isRetry && priority === 'normal' && { startAfter: 0, retryLimit: tries + RETRIES }),
    // It was to wait because nobody waited for it.
    ...(isMoreUrgent && { startAfter: 0 }),
    db: within(transaction),
  });
  return updated > 0;
}

/** Whoever takes the place of one that waits does what that one would have done: what somebody asked for, or more of a walk. */
function withDuty(job: Job, waiting: Job): Job {
  if (job.kind === 'judge-pull-request' && waiting.kind === 'judge-pull-request')
    return waiting.reason === ASKED ? { ...job, reason: ASKED } : job;
  if (job.kind === 'judge-owner' && waiting.kind === 'judge-owner')
    return compareText(waiting.after, job.after) < 0 ? { ...job, after: waiting.after } : job;
  return job;
}

async function standAtEnd(
  boss: PgBoss,
  transaction: Queryable,
  { job, priority, inSeconds = 0 }: QueuedJob,
): Promise<boolean> {
  const data: Entry = { job: storableJob(job), priority, since: dateIn(inSeconds) };
  const id = await boss.send(laneOf(job.kind), data, {
    singletonKey: keyOf(job),
    group: { id: keyOf(job) },
    priority: priorityOf(await takeTurn(transaction, job, priority)),
    startAfter: inSeconds,
    db: within(transaction),
  });
  return id !== null;
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
