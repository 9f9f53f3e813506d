import { afterEach } from 'vitest';
import type { Database } from '../../../bot/database/database.ts';
import { openQueue } from '../../../bot/queue/open-queue.ts';
import type { Queue } from '../../../bot/queue/queue.ts';

/** For the tests of a file: a function that opens queues, which stop with the test. */
export function opensQueues(database: () => Database): () => Promise<Queue> {
  const opened: Queue[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((queue) => queue.stop(0)));
  });
  return async () => {
    const queue = await openQueue(database(), { report: () => {} });
    opened.push(queue);
    return queue;
  };
}
