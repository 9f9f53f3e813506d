import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import type { Matter } from '../../../bot/orders/order.ts';
import { openPerforming } from '../../../bot/orders/perform.ts';
import { HeldUp, type JudgingThreads, openJudgingThreads } from '../../../bot/threads/open-judging-threads.ts';
import { GitHubError } from '../../../src/errors/tidewaiter-error.ts';
import type { ChangeSet, Files } from '../../../src/model/files.ts';
import { changeSetOf } from '../../change-set.ts';
import { labelPolicy, PRIVILEGED_POLICY, pod } from '../../cli/project.ts';
import { ownerOf } from '../../policy/owner.ts';
import { MANY_PODS, SLOW_POLICY } from './slow-gate.ts';

const NEVER = new AbortController().signal;

const BASE = {
  '.github/tidewaiter.yml': 'mode: gate\n',
  'policies/team.yaml': labelPolicy(),
  'policies/privileged.yaml': PRIVILEGED_POLICY,
  'deploy/db.yaml': pod('db'),
};
const BLOCKED = { ...BASE, 'deploy/web.yaml': pod('web', { privileged: true }) };
const SLOW = { 'policies/slow.yaml': SLOW_POLICY };

function matterOf(change: ChangeSet): Matter {
  const gate = { owner: ownerOf({ '.github/tidewaiter.yml': 'required:\n  fail-on: enforce\n' }) };
  // Policies are remembered by repository and commit, and here each change has commits of the same names.
  matters += 1;
  return { owner: 'acme', repo: `shop-${matters}`, change, gate, author: 'alice', now: Date.UTC(2027, 0, 10) };
}

let matters = 0;

const CHANGE = changeSetOf({ base: BASE, head: BLOCKED });
const ENDLESS = changeSetOf({ base: SLOW, head: { ...SLOW, 'deploy/pods.yaml': MANY_PODS } });

function judge(threads: JudgingThreads, change: ChangeSet, signal = NEVER) {
  return threads.run({ task: 'judge', about: matterOf(change) }, signal);
}

const threads = openJudgingThreads({ seconds: 60 });
afterAll(() => threads.close());

describe('a thread says what would be said without it', () => {
  it.each<[string, ChangeSet]>([
    ['blocked, with suggestions', CHANGE],
    [
      'with problems',
      changeSetOf({
        base: BASE,
        head: { ...BASE, 'deploy/web.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: "web}\n' },
      }),
    ],
    [
      'with a preview of another gate',
      changeSetOf({ base: BASE, head: { ...BLOCKED, 'policies/team.yaml': labelPolicy('Audit') } }),
    ],
    [
      'with a gate that is broken',
      changeSetOf({
        base: { ...BASE, 'policies/team.yaml': 'kind: ClusterPolicy\napiVersion: kyverno.io/v1\n' },
        head: BLOCKED,
      }),
    ],
  ])('%s', async (_, change) => {
    const said = await judge(threads, change);
    const expected = await openPerforming()({ task: 'judge', about: matterOf(change) });
    expect({ ...said, durationMs: 0 }).toStrictEqual({ ...Object(expected), durationMs: 0 });
  });

  it('of each kind of order', async () => {
    const about = matterOf(CHANGE);
    const asked = { policy: 'disallow-privileged', days: 30, reason: 'it is known' };
    expect(await threads.run({ task: 'exempt', asked, about }, NEVER)).toMatchObject({ outcome: 'composed' });
    expect(await threads.run({ task: 'explain', policy: 'require-team', about }, NEVER)).toContain('require-team');
    expect(await threads.run({ task: 'has-gate-changed', about }, NEVER)).toBe(false);
  });

  it('also where it cannot: the error is the same', async () => {
    const order = { task: 'explain', policy: 'require-taem', about: matterOf(CHANGE) } as const;
    await expect(threads.run(order, NEVER)).rejects.toMatchObject({ name: 'ConfigError', code: 'config/usage' });
  });
});

describe('what has no end of its own', () => {
  it('is ended after the time that there is for it, and the next order finds a thread', async () => {
    await using threads = open({ seconds: 1 });
    await expect(judge(threads, ENDLESS)).rejects.toMatchObject({
      code: 'bot/judging-limit',
      message: 'judging took longer than 1 second',
    });
    expect(await judge(threads, CHANGE)).toMatchObject({ decision: 'block' });
  });

  it('holds up neither the other thread nor this one', async () => {
    await using threads = open({ seconds: 3 });
    const endless = judge(threads, ENDLESS).catch((error) => error.code);
    const started = performance.now();
    expect(await judge(threads, CHANGE)).toMatchObject({ decision: 'block' });
    expect(await Promise.race([endless, 'still at it'])).toBe('still at it');
    expect(await endless).toBe('bot/judging-limit');
    expect(performance.now() - started).toBeGreaterThan(2000);
  });

  it('is ended when nobody wants it any more', async () => {
    await using threads = open();
    const stopping = new AbortController();
    const endless = judge(threads, ENDLESS, stopping.signal);
    setTimeout(() => stopping.abort(new Error('the bot is stopping')), 300);
    await expect(endless).rejects.toThrow('the bot is stopping');
    expect(await judge(threads, CHANGE)).toMatchObject({ decision: 'block' });
  });
});

it('nothing is waited for once the threads are closed', async () => {
  await using closing = open();
  const endless = judge(closing, ENDLESS);
  setTimeout(() => closing.close(), 500);
  await expect(endless).rejects.toThrow('the thread has ended');
});

it('what takes more memory than there is ends alone', async () => {
  await using threads = open({ megabytes: 40 });
  const pods = Array.from({ length: 20 }, (_, index) => [
    `deploy/${index}.yaml`,
    MANY_PODS.replaceAll('web', `web-${index}`),
  ]);
  const large = { ...BASE, ...Object.fromEntries(pods) };
  await expect(judge(threads, changeSetOf({ base: BASE, head: large }))).rejects.toMatchObject({
    code: 'bot/judging-limit',
    message: 'judging took more memory than the 40 MB that there are for it',
  });
  expect(await judge(threads, CHANGE)).toMatchObject({ decision: 'block' });
});

describe('files are read where they are', () => {
  it('however long it takes', async () => {
    await using threads = open({ seconds: 1 });
    let isFirst = true;
    const change = withHead(CHANGE, async (read) => {
      if (isFirst) await sleep(1500);
      isFirst = false;
      return read();
    });
    expect(await judge(threads, change)).toMatchObject({ decision: 'block' });
  });

  it('and what keeps them from being read is what ends the order', async () => {
    await using threads = open();
    const trouble = new GitHubError('an hour', { code: 'github/rate-limited' });
    const change = withHead(CHANGE, () => Promise.reject(trouble));
    await expect(judge(threads, change)).rejects.toBe(trouble);
    expect(await judge(threads, CHANGE)).toMatchObject({ decision: 'block' });
  });
});

it('who would wait for long is told so, and others are not held up', async () => {
  await using threads = open({ seconds: 12 });
  const about = matterOf(ENDLESS);
  const stopping = new AbortController();
  const endless = threads.run({ task: 'judge', about }, stopping.signal).catch(() => 'ended');
  expect(threads.isHeldUp(about)).toBe(false);
  await expect(threads.run({ task: 'judge', about }, NEVER)).rejects.toBeInstanceOf(HeldUp);
  expect(threads.isHeldUp({ owner: 'ACME', repo: about.repo })).toBe(true);
  const other = matterOf(CHANGE);
  expect(threads.isHeldUp(other)).toBe(false);
  expect(await threads.run({ task: 'judge', about: other }, NEVER)).toMatchObject({ decision: 'block' });
  stopping.abort();
  expect(await endless).toBe('ended');
  expect(threads.isHeldUp(about)).toBe(false);
});

it('who waits for one that reads slowly waits, for it is not known how long that takes', async () => {
  await using threads = open({ seconds: 6 });
  let isFirst = true;
  const slow = withHead(CHANGE, async (read) => {
    if (isFirst) await sleep(1500);
    isFirst = false;
    return read();
  });
  const about = matterOf(slow);
  const first = threads.run({ task: 'judge', about }, NEVER);
  await sleep(1000);
  expect(threads.isHeldUp(about)).toBe(false);
  const second = threads.run({ task: 'judge', about }, NEVER);
  expect(await Promise.all([first, second])).toMatchObject([{ decision: 'block' }, { decision: 'block' }]);
});

it('everybody is held up where all threads are', async () => {
  await using threads = open({ seconds: 12 });
  const stopping = new AbortController();
  const endless = [ENDLESS, ENDLESS].map((change) =>
    threads.run({ task: 'judge', about: matterOf(change) }, stopping.signal).catch(() => 'ended'),
  );
  const other = matterOf(CHANGE);
  await expect(threads.run({ task: 'judge', about: other }, NEVER)).rejects.toBeInstanceOf(HeldUp);
  expect(threads.isHeldUp(other)).toBe(true);
  stopping.abort();
  expect(await Promise.all(endless)).toEqual(['ended', 'ended']);
  expect(await threads.run({ task: 'judge', about: other }, NEVER)).toMatchObject({ decision: 'block' });
});

describe('the others wait for their turn', () => {
  it.each([
    ['two orders of several repositories are', 'several', 2],
    ['one order of one repository is', 'one', 1],
  ] as const)('where %s worked on', async (_, repositories, atOnce) => {
    let [now, most] = [0, 0];
    const change = withHead(CHANGE, async (read) => {
      now += 1;
      most = Math.max(most, now);
      await sleep(50);
      now -= 1;
      return read();
    });
    const one = matterOf(change);
    const matters = Array.from({ length: 6 }, () => (repositories === 'one' ? one : matterOf(change)));
    const reviews = await Promise.all(matters.map((about) => threads.run({ task: 'judge', about }, NEVER)));
    expect(reviews.map(({ decision }) => decision)).toEqual(Array.from({ length: 6 }, () => 'block'));
    expect(most).toBe(atOnce);
  });
});

type Read = () => ReturnType<Files['read']>;

function withHead(change: ChangeSet, read: (read: Read) => ReturnType<Files['read']>): ChangeSet {
  return { ...change, head: { ...change.head, read: (paths) => read(() => change.head.read(paths)) } };
}

function open({ seconds = 60, ...options }: { readonly seconds?: number; readonly megabytes?: number } = {}) {
  const threads = openJudgingThreads({ seconds, ...options });
  return { ...threads, [Symbol.asyncDispose]: threads.close };
}
