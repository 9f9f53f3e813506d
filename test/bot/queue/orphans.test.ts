import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../../bot/database/database.ts';
import { openQueue } from '../../../bot/queue/open-queue.ts';
import type { Queue } from '../../../bot/queue/queue.ts';
import { openTestDatabase } from '../open-database.ts';
import { noting, push, queued, until } from './jobs.ts';

let database: Database;
const queues: Queue[] = [];

beforeAll(async () => {
  database = await openTestDatabase();
}, 60_000);
afterAll(async () => {
  await Promise.all(queues.map((queue) => queue.stop(0)));
  await database.close();
});

test('what PGlite had at work when the process ended is begun again at once, for nobody else can be at it', async () => {
  let begun = 0;
  const work = noting(async () => {
    begun += 1;
    return begun === 1 ? new Promise(() => {}) : { outcome: 'done' };
  });
  const before = await open();
  await before.enqueue([queued(push(1))]);
  await before.work(work);
  await until(() => begun === 1);

  // The process ends here, and the next one finds what it left.
  const begin = performance.now();
  const after = await open();
  await after.work(work);
  await until(() => begun === 2);
  // A heart that no longer beats is missed after fifteen seconds.
  expect(performance.now() - begin).toBeLessThan(5000);
});

async function open(): Promise<Queue> {
  const queue = await openQueue(database, { report: () => {} });
  queues.push(queue);
  return queue;
}
