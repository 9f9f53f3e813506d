import { type Clock, type ConstructorOptions, fromPglite, PgBoss, systemClock } from 'pg-boss';
import { assertNever } from '../../src/base/assert-never.ts';
import type { Database, Queryable } from '../database/database.ts';
import { gather } from './gather.ts';
import { DEAD, DEAD_SETTINGS, LANE_SETTINGS, LANES, laneOf } from './lanes.ts';
import { putInLine } from './put-in-line.ts';
import type { Queue, QueuedJob } from './queue.ts';
import { readFigures } from './read-figures.ts';
import { releaseFromFuture } from './release-from-future.ts';
import { type Arrival, rememberArrivals } from './remember-arrivals.ts';
import { startWorkers, type Workers } from './start-workers.ts';

export interface QueueOptions {
  /** What went wrong beneath the jobs, and is tried again: a lost connection, for example. */
  readonly report: (trouble: string) => void;
}

/** Of deliveries, on PGlite's one connection: what is one transaction keeps all others waiting, and fails as a whole. */
const MOST_AT_ONCE = 50;

/** The queue that lies in the database, beside what the bot remembers. On PGlite there is one at a time. */
export async function openQueue(database: Database, { report }: QueueOptions): Promise<Queue> {
  const boss = await startBoss(database, report);
  let workers: Workers | undefined;
  let watch: NodeJS.Timeout | undefined;
  const wakeFor = (jobs: readonly QueuedJob[]) => {
    if (usesNotify(database)) return;
    for (const { job } of jobs) workers?.wake(laneOf(job.kind));
  };
  const takeIn = async (arrivals: readonly Arrival[]): Promise<readonly ('new' | 'known')[]> => {
    const fresh = await database.transaction(async (transaction) => {
      const some = await rememberArrivals(transaction, arrivals);
      for (const { remember } of some) await remember?.(transaction);
      await putInLine(
        boss,
        transaction,
        some.flatMap(({ jobs }) => jobs),
      );
      return some;
    });
    wakeFor(fresh.flatMap(({ jobs }) => jobs));
    return arrivals.map((arrival) => (fresh.includes(arrival) ? 'new' : 'known'));
  };
  const takeInTogether = gather(MOST_AT_ONCE, takeIn);
  const drain = async (milliseconds: number) => {
    clearInterval(watch);
    await workers?.stop(milliseconds);
  };
  return {
    async ingest(delivery, jobs, remember) {
      const arrival = { delivery, jobs, remember };
      if (database.kind === 'pglite') return takeInTogether(arrival);
      // On connections of their own: transactions of many deliveries would wait for each other, of one process for those of another.
      const [outcome = 'known'] = await takeIn([arrival]);
      return outcome;
    },
    async enqueue(jobs) {
      await database.transaction((transaction) => putInLine(boss, transaction, jobs));
      wakeFor(jobs);
    },
    async work(work) {
      workers = await startWorkers(boss, database, work);
      watch = setInterval(() => {
        releaseFromFuture(database).catch((error: Error) => report(error.message));
      }, LOOK_AT_CLOCK_MS).unref();
    },
    async isIdle() {
      const { waiting, active, dead } = await readFigures(database);
      return active + dead === 0 && Object.keys(waiting).length === 0;
    },
    figures: () => readFigures(database),
    drain,
    async stop(milliseconds) {
      await drain(milliseconds);
      await boss.stop({ graceful: false });
    },
  };
}

/** So long it takes at most until somebody sees that a clock was set back. */
const LOOK_AT_CLOCK_MS = 30_000;

async function startBoss(database: Database, report: QueueOptions['report']): Promise<PgBoss> {
  const boss = new PgBoss({
    ...connectionOf(database),
    clock: STEADY_CLOCK,
    useListenNotify: usesNotify(database),
    schedule: false,
    monitorIntervalSeconds: 5,
    superviseIntervalSeconds: 5,
    queueCacheIntervalSeconds: 5,
    // What is done with is taken away then, and once a day otherwise.
    maintenanceIntervalSeconds: 600,
  });
  boss.on('error', (error) => report(error.message));
  boss.on('warning', ({ message }) => report(message));
  await boss.start();
  await makeQueues(boss, { notify: usesNotify(database) });
  if (database.kind === 'pglite') await releaseOrphans(boss, database);
  return boss;
}

/**
 * A worker that has looked for work waits until half a second after it began to look. By a clock that is set back by an hour meanwhile, it would
 * wait for an hour.
 */
const STEADY_CLOCK: Clock = {
  ...systemClock,
  now: () => Math.round(performance.timeOrigin + performance.now()),
};

/** NOTIFY wakes all workers of all processes. In one process one can be told: on PGlite four look-ups in vain cost more than the job. */
function usesNotify(database: Database): boolean {
  return database.kind === 'postgresql';
}

function connectionOf(database: Database): ConstructorOptions {
  switch (database.kind) {
    case 'pglite':
      return { db: fromPglite(database.pglite), backend: 'pglite' };
    case 'postgresql':
      return { connectionString: database.url, max: 10 };
    default:
      return assertNever(database);
  }
}

async function makeQueues(boss: PgBoss, { notify }: { readonly notify: boolean }): Promise<void> {
  for (const [name, settings] of [
    [DEAD, DEAD_SETTINGS] as const,
    ...LANES.map((lane) => [lane, LANE_SETTINGS] as const),
  ]) {
    await boss.createQueue(name, { ...settings, notify });
    // A queue of an earlier version keeps that version's settings otherwise. Its policy stays what it was.
    const { policy, ...changeable } = settings;
    await boss.updateQueue(name, { ...changeable, notify });
    // pg-boss looks a queue up when it is first used. Within a transaction, on PGlite's one connection, that look-up would wait for ever.
    await boss.findJobs(name, { key: '' });
  }
}

/** PGlite is ours alone: what is at work while nobody works is of a process that ended. It need not wait until its heartbeat is missed. */
async function releaseOrphans(boss: PgBoss, database: Queryable): Promise<void> {
  const orphans = await database.query<{ id: string; lane: string }>(
    "select id, name as lane from pgboss.job where name = any($1) and state = 'active'",
    [[...LANES, DEAD]],
  );
  for (const { id, lane } of orphans) await boss.fail(lane, id, { message: 'the process that was at it ended' });
  await database.query("update pgboss.job set start_after = now() where state = 'retry' and id = any($1)", [
    orphans.map(({ id }) => id),
  ]);
}
