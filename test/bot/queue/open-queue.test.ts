import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ASKED, type Job } from '../../../bot/queue/job.ts';
import { readState, writeState } from '../../../bot/store/state.ts';
import { GitHubError } from '../../../src/errors/tidewaiter-error.ts';
import { describeOnEach } from '../describe-on-each.ts';
import { delivery, drained, noting, passBackOff, push, queued, readJobs, until } from './jobs.ts';
import { opensQueues } from './opens-queues.ts';

describeOnEach('the queue', (database) => {
  const open = opensQueues(database);

  test('a delivery that comes twice changes nothing the second time', async () => {
    const queue = await open();
    expect(await queue.ingest(delivery('72d3162e'), [queued(push(1))])).toBe('new');
    expect(await queue.ingest(delivery('72d3162e'), [queued(push(1)), queued(push(2))])).toBe('known');
    expect((await queue.figures()).waiting).toEqual({ 'judge-pull-request': 1 });
  });

  test('a delivery is remembered with its jobs, or neither is', async () => {
    const queue = await open();
    const unheardOf = { ...push(1), kind: 'unheard-of' };
    // @ts-expect-error no such kind
    await expect(queue.ingest(delivery('72d3162e'), [queued(push(2)), queued(unheardOf)])).rejects.toThrow();
    expect(await queue.isIdle()).toBe(true);
    expect(await queue.ingest(delivery('72d3162e'), [queued(push(2))])).toBe('new');
  });

  test('what else is remembered of a delivery goes with it: once, or not at all', async () => {
    const queue = await open();
    const unheardOf = { ...push(1), kind: 'unheard-of' };
    const remember = (id: string, value: string, job: Job = push(1)) =>
      queue.ingest(delivery(id), [queued(job)], (transaction) => writeState(transaction, 'last', value));
    // @ts-expect-error no such kind
    await expect(remember('72d3162e', 'broken off', unheardOf)).rejects.toThrow();
    expect(await readState(database(), 'last')).toBeUndefined();
    await remember('72d3162e', 'closed');
    await remember('a6b18cd0', 'reopened');
    expect(await remember('72d3162e', 'closed')).toBe('known');
    expect(await readState(database(), 'last')).toBe('reopened');
  });

  test('forty pushes at once to one pull request are one job', async () => {
    const queue = await open();
    await Promise.all(Array.from({ length: 40 }, (_, index) => queue.ingest(delivery(`d${index}`), [queued(push(1))])));
    expect((await queue.figures()).waiting).toEqual({ 'judge-pull-request': 1 });
  });

  test('of deliveries that come at once, what somebody asked for is done as they asked', async () => {
    const queue = await open();
    await queue.enqueue([queued(push(1, { reason: 'opened' }))]);
    const reasons = ['pushed', ASKED, 'pushed again'];
    await Promise.all(reasons.map((reason) => queue.ingest(delivery(reason), [queued(push(1, { reason }))])));
    const waiting = await database().query("select data->'job'->>'reason' as reason from pgboss.job");
    expect(waiting).toEqual([{ reason: ASKED }]);
  });

  test('pushes while a pull request is judged become exactly one more judgement, after it', async () => {
    const queue = await open();
    const log: string[] = [];
    let isFirst = true;
    await queue.enqueue([queued(push(1, { reason: 'opened' }))]);
    await queue.work(
      noting(async (job) => {
        const reason = job.kind === 'judge-pull-request' ? job.reason : '';
        log.push(`begin ${reason}`);
        if (isFirst) {
          isFirst = false;
          for (const name of ['first', 'second', 'third']) await queue.enqueue([queued(push(1, { reason: name }))]);
          await sleep(200);
        }
        log.push(`end ${reason}`);
        return { outcome: 'done' };
      }),
    );
    await drained(queue);
    expect(log).toEqual(['begin opened', 'end opened', 'begin third', 'end third']);
  });

  test('what somebody asked for is done as they asked, though something else comes before it is begun', async () => {
    const queue = await open();
    const reasons: string[] = [];
    await queue.enqueue([queued(push(1, { reason: ASKED }))]);
    await queue.enqueue([queued(push(1, { reason: 'synchronize' }))]);
    await queue.work(
      noting(async (job) => {
        reasons.push(job.kind === 'judge-pull-request' ? job.reason : '');
        return { outcome: 'done' };
      }),
    );
    await drained(queue);
    expect(reasons).toEqual([ASKED]);
  });

  test('what waits is done without a pause between, and several at once', async () => {
    const queue = await open();
    let active = 0;
    let most = 0;
    await queue.enqueue(Array.from({ length: 40 }, (_, number) => queued(push(number))));
    const begin = performance.now();
    await queue.work(
      noting(async () => {
        active += 1;
        most = Math.max(most, active);
        await sleep(20);
        active -= 1;
        return { outcome: 'done' };
      }),
    );
    await drained(queue);
    expect(most).toBe(4);
    // Ten for each worker: with a pause of one poll between them, that alone would take five seconds.
    expect(performance.now() - begin).toBeLessThan(4000);
  });

  test('a command does not wait behind judgements', async () => {
    const queue = await open();
    const release = Promise.withResolvers<void>();
    const answered: string[] = [];
    await queue.enqueue(Array.from({ length: 8 }, (_, number) => queued(push(number))));
    await queue.work(
      noting(async (job) => {
        if (job.kind === 'command') answered.push(job.body);
        else await release.promise;
        return { outcome: 'done' };
      }),
    );
    const { installation, owner, repo } = push(1);
    const comment = { kind: 'conversation', id: 7 } as const;
    await queue.enqueue([
      queued({
        kind: 'command',
        installation,
        owner,
        repo,
        number: 1,
        comment,
        sender: 'jane',
        body: '/tidewaiter help',
      }),
    ]);
    await until(() => answered.length === 1);
    release.resolve();
    await drained(queue);
  });

  test('six tries, but for those that ask for patience; then a job is given up until even that is done', async () => {
    const queue = await open();
    const calls: number[] = [];
    const reasons: string[] = [];
    let attempts = 0;
    await queue.enqueue([queued(push(1))]);
    await queue.work({
      async run() {
        calls.push(performance.now());
        if (calls.length === 2) return { outcome: 'later', seconds: 1, reason: 'it is too early' };
        throw trouble(`502 Bad Gateway, ${calls.length}`);
      },
      async giveUp(_, reason) {
        attempts += 1;
        if (attempts < 3) throw new Error('GitHub is down');
        reasons.push(reason);
      },
    });
    await until(async () => {
      await passBackOff(database());
      return queue.isIdle();
    });
    expect(calls).toHaveLength(7);
    const [, second = 0, third = 0] = calls;
    expect(third - second).toBeGreaterThan(900);
    expect(reasons).toEqual(['502 Bad Gateway, 7']);
  });

  test('a push while a pull request waits for its next try is tried at once, and as often as a new one', async () => {
    const queue = await open();
    let tries = 0;
    await queue.enqueue([queued(push(1))]);
    await queue.work(
      noting(async () => {
        tries += 1;
        if (tries === 1) throw new Error('503 Service Unavailable');
        return new Promise(() => {});
      }),
    );
    await until(async () => (await readJobs(database())).some(({ state }) => state === 'retry'));
    // The first back-off is five seconds or more.
    const begin = performance.now();
    await queue.enqueue([queued(push(1))]);
    await until(() => tries === 2);
    expect(performance.now() - begin).toBeLessThan(4000);
    expect(await readJobs(database())).toMatchObject([{ state: 'active', left: 4 }]);
  });

  test('a queue that stops waits for what is nearly done', async () => {
    const queue = await open();
    const done: number[] = [];
    await queue.enqueue([queued(push(1))]);
    await queue.work(
      noting(async () => {
        await sleep(300);
        done.push(1);
        return { outcome: 'done' };
      }),
    );
    await until(async () => (await queue.figures()).active === 1);
    await queue.stop(5000);
    expect(done).toEqual([1]);
    expect(await (await open()).isIdle()).toBe(true);
  });

  test('what is not done when the time to stop is over goes back at once, is told, and is no try less', async () => {
    const queue = await open();
    let signal: AbortSignal | undefined;
    await queue.enqueue([queued(push(1))]);
    await queue.work(
      noting(async (_, given) => {
        signal = given;
        return new Promise(() => {});
      }),
    );
    await until(() => signal !== undefined);
    const begin = performance.now();
    await queue.stop(100);
    expect(performance.now() - begin).toBeLessThan(2000);
    expect(signal?.aborted).toBe(true);

    const next = await open();
    expect((await next.figures()).waiting).toEqual({ 'judge-pull-request': 1 });
    expect(await readJobs(database())).toEqual([{ state: 'created', left: 5 }]);
    await database().query('update pgboss.job set start_after = now()');
    await next.work(noting(async () => ({ outcome: 'done' })));
    await drained(next);
  });

  test('five jobs of one installation do not wait for two hundred of another', async () => {
    const queue = await open();
    const order: number[] = [];
    await queue.enqueue(Array.from({ length: 200 }, (_, number) => queued(push(number))));
    await queue.enqueue(Array.from({ length: 5 }, (_, number) => queued(push(number, { installation: 2 }))));
    await queue.work(
      noting(async (job) => {
        order.push(job.installation);
        return { outcome: 'done' };
      }),
    );
    await drained(queue);
    expect(order).toHaveLength(205);
    // Ten, but for workers that overtake each other.
    expect(order.lastIndexOf(2)).toBeLessThan(40);
  });

  test('nor does another repository of the same installation, and many repositories are not served more often for that', async () => {
    const queue = await open();
    const order: string[] = [];
    const many = Array.from({ length: 20 }, (_, index) => `repository-${index}`);
    await queue.enqueue(many.flatMap((repo) => [1, 2, 3].map((number) => queued(push(number, { repo })))));
    await queue.enqueue([1, 2, 3].map((number) => queued(push(number, { installation: 2 }))));
    await queue.work(
      noting(async (job) => {
        order.push(`${job.installation} ${job.repo}`);
        return { outcome: 'done' };
      }),
    );
    await drained(queue);
    expect(order.lastIndexOf('2 shop')).toBeLessThan(30);
    // Of each repository something was done before the last third of any.
    expect(new Set(order.slice(0, 46).filter((name) => name.startsWith('1 '))).size).toBe(20);
  });

  test('what nobody waits for gives way, but not for ever', async () => {
    const queue = await open();
    const order: string[] = [];
    await queue.enqueue(Array.from({ length: 10 }, (_, number) => queued(push(100 + number), 'low')));
    await queue.enqueue(Array.from({ length: 40 }, (_, number) => queued(push(number))));
    await queue.work(
      noting(async (job) => {
        order.push(job.kind === 'judge-pull-request' && job.number >= 100 ? 'low' : 'normal');
        return { outcome: 'done' };
      }),
    );
    await drained(queue);
    // The first has the tenth turn, and of four that are under way at once it may be the first to begin.
    expect(order.slice(0, 6)).not.toContain('low');
    const lowIn = (jobs: readonly string[]) => jobs.filter((name) => name === 'low').length;
    expect(lowIn(order.slice(0, order.lastIndexOf('normal')))).toBeGreaterThanOrEqual(2);
    // One for every ten others; a few are under way at once, so that those at the end change places.
    expect(lowIn(order.slice(0, 30))).toBeLessThanOrEqual(4);
  });

  test('a push makes a judgement urgent that nobody waited for, and a sweep makes none less so', async () => {
    const queue = await open();
    await queue.enqueue([queued(push(1), 'low'), queued(push(2), 'low'), queued(push(3))]);
    await queue.enqueue([queued(push(2))]);
    await queue.enqueue([queued(push(3), 'low')]);
    const line = await database().query<{ number: number }>(
      "select (data->'job'->>'number')::integer as number from pgboss.job order by priority desc",
    );
    expect(line.map(({ number }) => number)).toEqual([3, 2, 1]);
  });

  test('whatever somebody wrote can be queued', async () => {
    const queue = await open();
    const bodies: string[] = [];
    const { installation, owner, repo } = push(1);
    const comment = { kind: 'review', id: 7 } as const;
    const body = '/tidewaiter \0 \uD83D explain';
    await queue.enqueue([
      queued({ kind: 'command', installation, owner, repo, number: 1, comment, sender: 'jane', body }),
    ]);
    await queue.work(
      noting(async (job) => {
        if (job.kind === 'command') bodies.push(job.body);
        return { outcome: 'done' };
      }),
    );
    await drained(queue);
    expect(bodies).toEqual(['/tidewaiter \uFFFD \uFFFD explain']);
  });

  test('what an error bears beside its words is not remembered, nor a credential among them', async () => {
    const queue = await open();
    const token = `ghs_${'0123456789abcdef'.repeat(3)}`;
    const work = noting(async () => {
      const error = trouble(`fetch of https://x-access-token:${token}@github.com/acme/shop failed`);
      throw Object.assign(error, { request: { headers: { authorization: `token ${token}` } }, stack: token });
    });
    await queue.enqueue([queued(push(1))]);
    await queue.work(work);
    await until(async () => (await readJobs(database())).some(({ state }) => state === 'retry'));
    const rows = await database().query<{ row: string }>('select row_to_json(job)::text as row from pgboss.job');
    expect(rows.map(({ row }) => row).join()).not.toContain(token);
    expect(rows.map(({ row }) => row).join()).toContain('@github.com/acme/shop failed');
  });

  test('what a defect quotes is not remembered, but that there is one', async () => {
    const queue = await open();
    await queue.enqueue([queued(push(1))]);
    await queue.work(noting(async () => JSON.parse('{ "name": m4rk3r }')));
    await until(async () => (await readJobs(database())).some(({ state }) => state === 'retry'));
    const rows = await database().query<{ row: string }>('select row_to_json(job)::text as row from pgboss.job');
    expect(rows.map(({ row }) => row).join()).not.toContain('m4rk3r');
    expect(rows.map(({ row }) => row).join()).toContain('something unexpected (SyntaxError)');
  });

  test('of two walks through the repositories of an owner the one that has more before it goes on', async () => {
    const queue = await open();
    const walk = (after: string): Job => ({
      kind: 'judge-owner',
      installation: 1,
      owner: 'acme',
      repo: '.github',
      after,
    });
    const done: string[] = [];
    await queue.enqueue([queued(walk('shop'), 'low')]);
    await queue.enqueue([queued(walk(''), 'low')]);
    await queue.enqueue([queued(walk('warehouse'), 'low')]);
    await queue.work(
      noting(async (job) => {
        if (job.kind === 'judge-owner') done.push(job.after);
        return { outcome: 'done' };
      }),
    );
    await drained(queue);
    expect(done).toEqual(['']);
  });

  test('how much waits, and for how long', async () => {
    const queue = await open();
    await queue.enqueue([
      queued(push(1)),
      queued(push(2)),
      queued({ ...push(3), kind: 'judge-branch', branch: 'main', commit: 'c0ffee' }),
    ]);
    await database().query(
      "update pgboss.job set data = jsonb_set(data, '{since}', to_jsonb(now() - interval '1 minute')) where priority = -1",
    );
    await database().query("update pgboss.job set state = 'retry' where data->'job'->>'number' = '2'");
    const { oldestSeconds, ...numbers } = await queue.figures();
    expect(numbers).toEqual({
      waiting: { 'judge-pull-request': 2, 'judge-branch': 1 },
      retrying: 1,
      active: 0,
      dead: 0,
    });
    expect(oldestSeconds).toBeGreaterThan(59);
    expect(oldestSeconds).toBeLessThan(90);
  });
});

function trouble(words: string): GitHubError {
  return new GitHubError(words, { code: 'github/unavailable' });
}
