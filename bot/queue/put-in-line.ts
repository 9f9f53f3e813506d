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
  for (const queued of jobs.toSorted((left, right) => compareText(keyOf(left.job), keyOf(right.job)))) {
    // Once more where another process was quicker: it began with the one that waited, or put one there.
    while (!(await putOne(boss, transaction, queued)));
  }
}

async function putOne(boss: PgBoss, transaction: Queryable, queued: QueuedJob): Promise<boolean> {
  const waiting = await findWaiting(transaction, queued.job);
  return waiting ? takePlace(boss, transaction, queued, waiting) : standAtEnd(boss, transaction, queued);
}

interface Waiting {
  readonly id: string;
  readonly entry: Entry;
  readonly priority: number;
  readonly isRetry: boolean;
  readonly tries: number;
}

async function findWaiting(transaction: Queryable, job: Job): Promise<Waiting | undefined> {
  const [waiting] = await transaction.query<Waiting>(
    `select id, data as entry, priority, state = 'retry' as "isRetry", retry_count as tries
    from pgboss.job where name = $1 and singleton_key = $2 and state < 'active' order by created_on desc limit 1`,
    [laneOf(job.kind), keyOf(job)],
  );
  return waiting;
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
    since: entry.since,
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
  const data: Entry = { job: storableJob(job), priority, since: new Date().toISOString() };
  const id = await boss.send(laneOf(job.kind), data, {
    singletonKey: keyOf(job),
    group: { id: keyOf(job) },
    priority: priorityOf(await takeTurn(transaction, job, priority)),
    startAfter: inSeconds,
    db: within(transaction),
  });
  return id !== null;
}

/** Whatever somebody wrote into a comment or called a branch. */
function storableJob(job: Job): Job {
  return JSON.parse(JSON.stringify(job), (_, value) => (typeof value === 'string' ? storableText(value) : value));
}

/** pg-boss's statements as part of a transaction of ours. It asks for nothing else in there: on PGlite's one connection that would never end. */
function within(transaction: Queryable): Db {
  return { executeSql: async (text, values) => ({ rows: [...(await transaction.query(text, values))] }) };
}
