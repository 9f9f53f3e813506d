import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../../bot/database/database.ts';
import { openQueue } from '../../../bot/queue/open-queue.ts';
import type { Queue } from '../../../bot/queue/queue.ts';
import { openTestDatabase } from '../open-database.ts';
import { noting, push, until } from './jobs.ts';

let database: Database;
let queue: Queue;

beforeAll(async () => {
  database = await openTestDatabase();
  queue = await openQueue(database, { report: () => {} });
}, 60_000);
afterAll(async () => {
  await queue.stop(0);
  await database.close();
});

test('a job that is to wait is not begun before, but for somebody who does wait', async () => {
  await queue.enqueue([
    { job: push(1), priority: 'low', inSeconds: 600 },
    { job: push(2), priority: 'low', inSeconds: 600 },
    { job: push(3), priority: 'low' },
  ]);
  await queue.enqueue([{ job: push(2, { reason: 'opened' }), priority: 'normal' }]);
  const begun: number[] = [];
  await queue.work(
    noting(async (job) => {
      if ('number' in job) begun.push(job.number);
      return { outcome: 'done' };
    }),
  );
  await until(() => begun.length === 2);
  expect(begun.toSorted()).toEqual([2, 3]);
  expect((await queue.figures()).waiting).toEqual({ 'judge-pull-request': 1 });
});
