import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ASKED, type Job } from '../../../bot/queue/job.ts';
import type { Outcome } from '../../../bot/queue/queue.ts';
import { describeOnEach } from '../describe-on-each.ts';
import { drained, noting, push, queued, readJobs, until } from './jobs.ts';
import { opensQueues } from './opens-queues.ts';

const LATER: Outcome = { outcome: 'later', seconds: 1, reason: 'it is too early' };

describeOnEach('a job that is put off', (database) => {
  const open = opensQueues(database);

  /** What a push to the base branch has done to hundreds of pull requests. */
  const spreadOut = {
    job: push(1, { reason: 'the gate of main has changed' }),
    priority: 'low',
    inSeconds: 3000,
  } as const;

  test('stays as urgent, and asked for, where one that nobody waits for was queued meanwhile', async () => {
    const queue = await open();
    const reasons: string[] = [];
    await queue.enqueue([queued(push(1, { reason: ASKED }))]);
    await queue.work(
      noting(async (job) => {
        reasons.push(reasonOf(job));
        if (reasons.length > 1) return { outcome: 'done' };
        await queue.enqueue([spreadOut]);
        return LATER;
      }),
    );
    await drained(queue);
    expect(reasons).toEqual([ASKED, ASKED]);
  });

  test('stays so where its process stops, and is not begun again before that has ended', async () => {
    const queue = await open();
    await queue.enqueue([queued(push(1, { reason: ASKED }))]);
    let hasBegun = false;
    await queue.work(
      noting(() => {
        hasBegun = true;
        return new Promise(() => {});
      }),
    );
    await until(() => hasBegun);
    await queue.enqueue([spreadOut]);
    await queue.stop(0);

    const jobs = await database().query(
      `select data->'job'->>'reason' as reason, data->>'priority' as priority,
        start_after between now() + interval '3 seconds' and now() + interval '1 minute' as "isSoon"
      from pgboss.job where state <= 'active'`,
    );
    expect(jobs).toEqual([{ reason: ASKED, priority: 'normal', isSoon: true }]);
  });

  test('is no more urgent than it was, and waits no longer for who waits for it meanwhile', async () => {
    const queue = await open();
    const reasons: string[] = [];
    await queue.enqueue([queued(push(1, { reason: 'swept' }), 'low')]);
    await queue.work(
      noting(async (job) => {
        reasons.push(reasonOf(job));
        if (reasons.length > 1) return { outcome: 'done' };
        await queue.enqueue([queued(push(1, { reason: 'synchronize' }))]);
        return { ...LATER, seconds: 3000 };
      }),
    );
    await drained(queue);
    expect(reasons).toHaveLength(2);
  });

  test('was asked for when somebody did so last', async () => {
    const queue = await open();
    const askedAt: (string | undefined)[] = [];
    let second = '';
    await queue.enqueue([queued(push(1, { reason: ASKED }))]);
    await queue.work(
      noting(async (job) => {
        askedAt.push(job.kind === 'judge-pull-request' ? job.askedAt : undefined);
        if (askedAt.length > 1) return { outcome: 'done' };
        await sleep(5);
        second = new Date().toISOString();
        await queue.enqueue([queued(push(1, { reason: ASKED })), spreadOut]);
        return LATER;
      }),
    );
    await drained(queue);
    const [before = '', after = ''] = askedAt;
    expect([before, second, after].toSorted()).toEqual([before, second, after]);
  });

  test('keeps its turn and the tries that it has left', async () => {
    const queue = await open();
    const readTurn = () => database().query("select priority from pgboss.job where state <= 'active'");
    await queue.enqueue([queued(push(1))]);
    const turn = await readTurn();
    let runs = 0;
    await queue.work(
      noting(async () => {
        runs += 1;
        return runs === 1 ? { ...LATER, seconds: 3000 } : { outcome: 'done' };
      }),
    );
    await until(async () => runs === 1 && (await queue.figures()).active === 0);
    expect(await readTurn()).toEqual(turn);
    expect(await readJobs(database())).toEqual([{ state: 'created', left: 5 }]);
  });
});

function reasonOf(job: Job): string {
  return job.kind === 'judge-pull-request' ? job.reason : '';
}
