import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../../bot/database/database.ts';
import type { Job, Priority } from '../../../bot/queue/job.ts';
import type { Delivery, Queue, QueuedJob, Work } from '../../../bot/queue/queue.ts';

export function push(number: number, { repo = 'shop', installation = 1, reason = 'push' } = {}): Job {
  return { kind: 'judge-pull-request', installation, owner: `owner-${installation}`, repo, number, reason };
}

export function queued(job: Job, priority: Priority = 'normal'): QueuedJob {
  return { job, priority };
}

export function delivery(id: string): Delivery {
  return { id, event: 'pull_request', action: 'synchronize', installation: 1, repository: 'owner-1/shop' };
}

/** What is done by who does nothing but note it. */
export function noting(
  run: Work['run'],
): Work & { readonly givenUp: { readonly job: Job; readonly reason: string }[] } {
  const givenUp: { readonly job: Job; readonly reason: string }[] = [];
  return {
    givenUp,
    run,
    async giveUp(job, reason) {
      givenUp.push({ job, reason });
    },
  };
}

export async function drained(queue: Queue): Promise<void> {
  await until(() => queue.isIdle());
}

export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 20_000;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error('it did not come about within 20 seconds');
    await sleep(20);
  }
}

/** Lets the time pass that lies before the next try. */
export async function passBackOff(database: Database): Promise<void> {
  await database.query("update pgboss.job set start_after = now() where state = 'retry'");
}

/** What pg-boss has of the jobs that are not done with, and how many tries each has left after the present one. */
export function readJobs(database: Database): Promise<readonly { readonly state: string; readonly left: number }[]> {
  return database.query(
    "select state::text, retry_limit - retry_count as left from pgboss.job where state <= 'active' order by created_on",
  );
}
