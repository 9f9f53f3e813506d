import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Database } from '../../../bot/database/database.ts';
import { openQueue } from '../../../bot/queue/open-queue.ts';
import type { Queue } from '../../../bot/queue/queue.ts';
import { openTestDatabase } from '../open-database.ts';
import { noting, push, until } from './jobs.ts';

let database: Database;
let queue: Queue;

beforeEach(async () => {
  database = await openTestDatabase();
  queue = await openQueue(database, { report: () => {} });
}, 60_000);
afterEach(async () => {
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

test('a job has waited since it was due', async () => {
  await queue.enqueue([{ job: push(1), priority: 'low', inSeconds: 600 }]);
  await pass(300);
  expect((await queue.figures()).oldestSeconds).toBe(0);
  await pass(360);
  const { oldestSeconds } = await queue.figures();
  expect(oldestSeconds).toBeGreaterThan(59);
  expect(oldestSeconds).toBeLessThan(90);
});

test.each([
  ['before it was due', 300],
  ['long after', 3600],
])('somebody who waits for it %s has waited since they came', async (_, seconds) => {
  await queue.enqueue([{ job: push(1), priority: 'low', inSeconds: 600 }]);
  await pass(seconds);
  await queue.enqueue([{ job: push(1, { reason: 'opened' }), priority: 'normal' }]);
  await pass(60);
  const { oldestSeconds } = await queue.figures();
  expect(oldestSeconds).toBeGreaterThan(59);
  expect(oldestSeconds).toBeLessThan(90);
});

test('who waits already has waited since they came, whoever comes after', async () => {
  await queue.enqueue([{ job: push(1), priority: 'normal' }]);
  await pass(60);
  await queue.enqueue([{ job: push(1), priority: 'normal' }]);
  await queue.enqueue([{ job: push(1), priority: 'low', inSeconds: 600 }]);
  expect((await queue.figures()).oldestSeconds).toBeGreaterThan(59);
});

/** Since then it is so many seconds longer that each has waited. */
async function pass(seconds: number): Promise<void> {
  await database.query(
    `update pgboss.job set start_after = start_after - $1 * interval '1 second', data = jsonb_set(data, '{since}',
      to_jsonb((data->>'since')::timestamptz - $1 * interval '1 second'))`,
    [seconds],
  );
}
