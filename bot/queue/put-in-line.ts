import type { Db, PgBoss } from 'pg-boss';
import { compareText } from '../../src/base/compare-text.ts';
import type { Queryable } from '../database/database.ts';
import { storableText } from '../database/storable-text.ts';
import type { Entry } from './entry.ts';
import { type Job, keyOf } from './job.ts';
import { type Lane, laneOf, RETRIES } from './lanes.ts';
import type { QueuedJob } from './queue.ts';
import { priorityOf, takeTurn } from './turns.ts';

/** Queues jobs. One whose key waits already takes that one's place, and keeps its turn. */
export async function putInLine(boss: PgBoss, transaction: Queryable, jobs: readonly QueuedJob[]): Promise<void> {
  // In one order: else two transactions with the same jobs might wait for each other.
  for (const queued of jobs.toSorted((left, right) => compareText(keyOf(left.job), keyOf(right.job))))
    await putOne(boss, transaction, queued);
}

async function putOne(boss: PgBoss, transaction: Queryable, { job, priority }: QueuedJob): Promise<void> {
  const lane = laneOf(job.kind);
  const key = keyOf(job);
  const waiting = await findWaiting(transaction, lane, key);
  const isMoreUrgent = priority === 'normal' && waiting?.entry.priority !== 'normal';
  const keepsPlace = waiting && !isMoreUrgent;
  const entry: Entry = {
    job: storableJob(job),
    priority: keepsPlace ? waiting.entry.priority : priority,
    since: waiting?.entry.since ?? new Date().toISOString(),
  };
  await boss.upsert(lane, entry, {
    singletonKey: key,
    group: { id: key },
    priority: keepsPlace ? waiting.priority : priorityOf(await takeTurn(transaction, job, priority)),
    // What waits for another try has a new reason to be tried: at once, and as often as if it were new.
    ...(waiting?.isRetry && priority === 'normal' && { startAfter: 0, retryLimit: waiting.tries + RETRIES }),
    db: within(transaction),
  });
}

interface Waiting {
  readonly entry: Entry;
  readonly priority: number;
  readonly isRetry: boolean;
  readonly tries: number;
}

async function findWaiting(transaction: Queryable, lane: Lane, key: string): Promise<Waiting | undefined> {
  // The newest, which is the one that pg-boss will update.
  const [waiting] = await transaction.query<Waiting>(
    `select data as entry, priority, state = 'retry' as "isRetry", retry_count as tries
    from pgboss.job where name = $1 and singleton_key = $2 and state < 'active' order by created_on desc limit 1`,
    [lane, key],
  );
  return waiting;
}

/** Whatever somebody wrote into a comment or called a branch. */
function storableJob(job: Job): Job {
  return JSON.parse(JSON.stringify(job), (_, value) => (typeof value === 'string' ? storableText(value) : value));
}

/** pg-boss's statements as part of a transaction of ours. It asks for nothing else in there: on PGlite's one connection that would never end. */
function within(transaction: Queryable): Db {
  return { executeSql: async (text, values) => ({ rows: [...(await transaction.query(text, values))] }) };
}
