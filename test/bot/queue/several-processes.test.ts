import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../../bot/database/database.ts';
import { openPostgresql } from '../../../bot/database/open-postgresql.ts';
import { openQueue } from '../../../bot/queue/open-queue.ts';
import type { Queue } from '../../../bot/queue/queue.ts';
import { emptyDatabase } from '../open-database.ts';
import { type PostgresqlServer, startPostgresql } from '../start-postgresql.ts';
import { delivery, noting, passBackOff, push, queued, readJobs, until } from './jobs.ts';

let server: PostgresqlServer;
let url = '';
const databases: Database[] = [];
const queues: Queue[] = [];

beforeAll(async () => {
  server = await startPostgresql();
  url = await server.createDatabase('bot');
}, 60_000);
afterEach(async () => {
  await Promise.all(queues.splice(0).map((queue) => queue.stop(0)));
  await emptyDatabase(database());
  await Promise.all(databases.splice(0).map((database) => database.close()));
});
afterAll(() => server.remove());

test('of one pull request nothing is done twice at once, whatever fails and is pushed meanwhile', {
  timeout: 60_000,
}, async () => {
  const [left, right] = [await open(), await open()];
  const active = new Map<number, number>();
  const judged = new Map<number, number>();
  const pushed = new Map<number, number>();
  let most = 0;
  const work = noting(async (job) => {
    const number = job.kind === 'judge-pull-request' ? job.number : 0;
    const latest = pushed.get(number) ?? 0;
    active.set(number, (active.get(number) ?? 0) + 1);
    most = Math.max(most, active.get(number) ?? 0);
    await sleep(Math.random() * 30);
    active.set(number, (active.get(number) ?? 0) - 1);
    if (Math.random() < 0.2) throw new Error('502 Bad Gateway');
    judged.set(number, latest);
    return { outcome: 'done' };
  });
  await left.work(work);
  await right.work(work);
  for (let round = 1; round <= 20; round += 1) {
    const numbers = Array.from({ length: 12 }, (_, number) => number);
    for (const number of numbers) pushed.set(number, round);
    await Promise.all(numbers.map((number) => (number % 2 ? left : right).enqueue([queued(push(number))])));
    await passBackOff(database());
  }
  await until(async () => {
    await passBackOff(database());
    return left.isIdle();
  });
  expect(most).toBe(1);
  expect(work.givenUp).toEqual([]);
  // After the last push each was judged once more.
  expect(new Set(judged.values())).toEqual(new Set([20]));
});

test('what a process was at when it ended is begun again', { timeout: 60_000 }, async () => {
  const [left, right] = [await open(), await open()];
  let begun = 0;
  const work = noting(async () => {
    begun += 1;
    return begun === 1 ? new Promise(() => {}) : { outcome: 'done' };
  });
  await left.enqueue([queued(push(1))]);
  await left.work(work);
  await until(() => begun === 1);
  await right.work(work);
  // As if its heart had not beaten for a minute.
  await database().query("update pgboss.job set heartbeat_on = now() - interval '1 minute' where state = 'active'");
  await until(async () => {
    await passBackOff(database());
    return right.isIdle();
  });
  expect(begun).toBe(2);
});

test('what a process claims in the moment in which it has to stop is left to others', { timeout: 60_000 }, async () => {
  const queue = await open();
  let begun = 0;
  await queue.enqueue([queued(push(1))]);
  await database().transaction(async (transaction) => {
    // Until this ends no turn can be served, and so no job begun.
    await transaction.query("select value from tidewaiter.state where key = 'turn' for update");
    await queue.work(
      noting(() => {
        begun += 1;
        return new Promise(() => {});
      }),
    );
    await until(async () => (await queue.figures()).active === 1);
    void queue.drain(0);
    await sleep(50);
  });
  await queue.stop(0);
  expect(begun).toBe(0);
  expect(await readJobs(database())).toEqual([{ state: 'created', left: 5 }]);
});

test('a server that restarts is worked with again', { timeout: 60_000 }, async () => {
  const queue = await open();
  const done: string[] = [];
  await queue.work(
    noting(async (job) => {
      done.push(job.kind);
      return { outcome: 'done' };
    }),
  );
  await server.stop();
  const ingested = queue.ingest(delivery('while it was away'), [queued(push(1))]);
  await sleep(1000);
  await server.start();
  expect(await ingested).toBe('new');
  await until(() => done.length === 1);
});

function database(): Database {
  const [first] = databases;
  if (!first) throw new Error('a queue is opened first');
  return first;
}

/** What another process has. */
async function open(): Promise<Queue> {
  const own = await openPostgresql(url);
  databases.push(own);
  const queue = await openQueue(own, { report: () => {} });
  queues.push(queue);
  return queue;
}
