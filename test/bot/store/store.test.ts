import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blockedNow } from '../../../bot/store/blocked-now.ts';
import { saveExemptions } from '../../../bot/store/exemptions.ts';
import { exportJsonLines } from '../../../bot/store/export-json-lines.ts';
import { lastDeliveries } from '../../../bot/store/last-deliveries.ts';
import { readMendings } from '../../../bot/store/mendings.ts';
import { beginLook, forgetUnseen, rememberAllOpen, rememberState } from '../../../bot/store/open-pull-requests.ts';
import {
  judgementsOfPullRequest,
  latestJudgementOfHead,
  latestJudgements,
} from '../../../bot/store/read-judgements.ts';
import { claimRefusal } from '../../../bot/store/refusals.ts';
import { removeOlderThan } from '../../../bot/store/remove-older-than.ts';
import { saveJudgement } from '../../../bot/store/save-judgement.ts';
import { beginSession, endSession, findSession } from '../../../bot/store/sessions.ts';
import { readState, writeState } from '../../../bot/store/state.ts';
import { violationsByDay } from '../../../bot/store/violations-by-day.ts';
import { describeOnEach } from '../describe-on-each.ts';
import { blocking, finding, judgement, mergeGroup } from './judgements.ts';

const LONG_AGO = new Date('2020-01-01');

describeOnEach('the store', (database) => {
  test('a judgement is read as it was saved, whatever came of it', async () => {
    const merged = mergeGroup({ baseSha: undefined, headSha: 'c'.repeat(40) });
    const saved = [
      blocking([
        finding('limits', { count: 3, suggested: 2, exempted: 1 }),
        finding('labels', { level: 'audit', status: 'existing' }),
      ]),
      judgement({ outcome: { kind: 'skipped', reason: 'no configuration' }, minute: 1 }),
      judgement({ outcome: { kind: 'failed', reason: 'GitHub is down' }, minute: 2, steps: {} }),
    ];
    for (const one of [...saved, merged]) await saveJudgement(database(), one);
    const newestFirst = saved.toReversed().map((one) => ({
      ...one,
      findings: one.findings.toSorted((a, b) => (a.policy < b.policy ? -1 : 1)),
    }));
    const read = (limit: number) => judgementsOfPullRequest(database(), { repository: 'acme/shop', number: 7 }, limit);
    expect(await read(10)).toEqual(newestFirst);
    expect(await read(2)).toEqual(newestFirst.slice(0, 2));
    const [latest] = await latestJudgements(database(), 'everything', 1);
    expect(latest).toEqual(merged);
  });

  test('a merge group belongs to the story of the pull request whose turn it was, and blocks none', async () => {
    const own = judgement();
    const group = mergeGroup({ ...blocking([finding('limits')]), queuedNumber: 7, minute: 1 });
    for (const one of [own, group, mergeGroup({ queuedNumber: 8 })]) await saveJudgement(database(), one);
    expect(await judgementsOfPullRequest(database(), { repository: 'acme/shop', number: 7 }, 10)).toEqual([group, own]);
    expect(await blockedNow(database(), 'everything')).toEqual([]);
  });

  test('of a head the last judgement against a branch counts', async () => {
    const head = { repository: 'acme/shop', headSha: 'a'.repeat(40), baseBranch: 'main' };
    expect(await latestJudgementOfHead(database(), head)).toBeUndefined();
    await saveJudgement(database(), judgement({ outcome: { kind: 'failed', reason: 'down' } }));
    await saveJudgement(database(), judgement({ outcome: { kind: 'skipped', reason: 'no configuration' } }));
    await saveJudgement(database(), judgement({ baseBranch: 'release' }));
    const latest = await latestJudgementOfHead(database(), head);
    expect(latest?.outcome).toEqual({ kind: 'skipped', reason: 'no configuration' });
  });

  test('what is blocked now, and by what', async () => {
    await saveJudgement(database(), blocking([finding('limits')]));
    await saveJudgement(
      database(),
      blocking(
        [
          finding('labels', { level: 'audit', count: 4 }),
          finding('limits', { count: 3, exempted: 1 }),
          finding('probes', { count: 2, exempted: 2 }),
          finding('tags', { status: 'fixed' }),
        ],
        { headSha: 'd'.repeat(40), minute: 1 },
      ),
    );
    await saveJudgement(database(), blocking([finding('limits')], { number: 8 }));
    await saveJudgement(database(), judgement({ number: 8, minute: 5 }));
    await saveJudgement(database(), judgement({ number: 9, outcome: { kind: 'failed', reason: 'GitHub is down' } }));
    await open(7, 8, 9);
    expect(await blockedNow(database(), ['acme/shop'])).toEqual([
      {
        repository: 'acme/shop',
        number: 7,
        headSha: 'd'.repeat(40),
        baseBranch: 'main',
        judgedAt: new Date('2026-05-17T12:01:00Z'),
        outcome: 'block',
        reasons: ['2 violations block'],
        findings: [
          { policy: 'limits', level: 'enforce', count: 2 },
          { policy: 'labels', level: 'audit', count: 4 },
        ],
      },
      expect.objectContaining({ number: 9, outcome: 'failed', reasons: ['GitHub is down'], findings: [] }),
    ]);
  });

  test('what is closed is not blocked, until it is opened again', async () => {
    await saveJudgement(database(), blocking([finding('limits')]));
    await open(7);
    for (const isOpen of [false, false, true, true]) {
      await rememberState(database(), { repository: 'acme/shop', number: 7, isOpen });
      expect(await blockedNow(database(), 'everything')).toHaveLength(isOpen ? 1 : 0);
    }
  });

  test('who looks through a repository sets right what is open there, but for what was heard meanwhile', async () => {
    for (const number of [7, 8, 9]) await saveJudgement(database(), blocking([finding('limits')], { number }));
    await saveJudgement(database(), blocking([finding('limits')], { repository: 'acme/gone', number: 1 }));
    await rememberState(database(), { repository: 'acme/gone', number: 1, isOpen: true });
    await open(7);
    // Databases tell time by the microsecond, dates by the millisecond.
    await sleep(2);
    const since = await beginLook(database());
    await open(9);
    await rememberAllOpen(database(), 'acme/shop', { numbers: [8], since });
    const numbers = async () => (await blockedNow(database(), 'everything')).map(({ number }) => number).toSorted();
    expect(await numbers()).toEqual([1, 8, 9]);
    await forgetUnseen(database(), since);
    expect(await numbers()).toEqual([8, 9]);
  });

  test('nobody is told of a repository that is not theirs to see', async () => {
    await saveJudgement(database(), blocking([finding('limits')]));
    await saveJudgement(database(), judgement({ minute: 1 }));
    await saveJudgement(database(), blocking([finding('limits')], { number: 8 }));
    await open(8);
    for (const repositories of [[], ['acme/other'], ['acme/SHOP']]) {
      expect(await blockedNow(database(), repositories)).toEqual([]);
      expect(await latestJudgements(database(), repositories, 10)).toEqual([]);
      expect(await violationsByDay(database(), repositories, LONG_AGO)).toEqual([]);
      expect((await readMendings(database(), repositories, LONG_AGO)).all.count).toBe(0);
    }
  });

  test('a violation counts on the day when it was first found', async () => {
    await saveJudgement(
      database(),
      blocking([finding('limits', { count: 2 }), finding('labels', { status: 'existing' })]),
    );
    // Pushed again on the next day: the same two, and another policy's.
    const nextDay = 24 * 60;
    await saveJudgement(
      database(),
      blocking([finding('limits', { count: 2 }), finding('probes', { level: 'warn', count: 5 })], { minute: nextDay }),
    );
    expect(await violationsByDay(database(), ['acme/shop'], LONG_AGO)).toEqual([
      { day: '2026-05-17', policy: 'limits', level: 'enforce', count: 2 },
      { day: '2026-05-18', policy: 'probes', level: 'warn', count: 5 },
    ]);
    expect(await violationsByDay(database(), ['acme/shop'], new Date('2026-05-18'))).toHaveLength(1);
  });

  test('what a push adds is brought, and a merge group brings nothing', async () => {
    const counts = [1, 5, 2, 3];
    for (const [minute, count] of counts.entries())
      await saveJudgement(database(), blocking([finding('limits', { count })], { minute }));
    await saveJudgement(database(), mergeGroup({ findings: [finding('limits', { count: 3 })], minute: 9 }));
    expect(await violationsByDay(database(), 'everything', LONG_AGO)).toEqual([
      { day: '2026-05-17', policy: 'limits', level: 'enforce', count: 6 },
    ]);
  });

  test('whatever was brought has been mended once nothing is left', async () => {
    const level = fc.constantFrom('enforce', 'warn');
    const status = fc.constantFrom('new', 'existing');
    const push = fc.uniqueArray(fc.record({ level, status, count: fc.integer({ min: 1, max: 9 }) }), {
      selector: ({ level, status }) => `${level} ${status}`,
    });
    let number = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(push, { maxLength: 8 }), async (pushes) => {
        number += 1;
        for (const findings of [...pushes, []])
          await saveJudgement(
            database(),
            judgement({ number, findings: findings.map((group) => finding('limits', group)) }),
          );
        const brought = (await violationsByDay(database(), 'everything', LONG_AGO)).map(({ count }) => count);
        const mended = (await readMendings(database(), 'everything', LONG_AGO)).all.count;
        expect(brought.reduce((sum, count) => sum + count, 0)).toBe(mended);
      }),
      { seed: 5, numRuns: 25 },
    );
  });

  test('how soon what was found is mended, and how much of it with a suggestion', async () => {
    // Found at 0; pushed at 10 with one of three mended; an attempt that failed at 15; the rest mended at 30.
    await saveJudgement(database(), blocking([finding('limits', { count: 3, suggested: 2 })]));
    await saveJudgement(
      database(),
      blocking([finding('limits', { count: 2, suggested: 1 }), finding('probes')], { minute: 10 }),
    );
    await saveJudgement(database(), judgement({ outcome: { kind: 'failed', reason: 'GitHub is down' }, minute: 15 }));
    await saveJudgement(database(), judgement({ minute: 30 }));
    // Another pull request mends nothing of it, nor does a merge group.
    await saveJudgement(database(), judgement({ number: 8, minute: 40 }));
    await saveJudgement(database(), mergeGroup({ minute: 50 }));
    const { all, policies } = await readMendings(database(), ['acme/shop'], LONG_AGO);
    expect(all).toMatchObject({ count: 4, suggested: 2 });
    // After 10 and after 30 minutes; what came at minute 10 was mended after 20.
    expect(policies.get('limits')).toMatchObject({
      count: 3,
      suggested: 2,
      medianSeconds: 20 * 60,
      ninetiethSeconds: 28 * 60,
    });
    expect(policies.get('probes')).toMatchObject({ count: 1, suggested: 0, medianSeconds: 20 * 60 });
  });

  test('what the base branch had before is not mended by a pull request', async () => {
    await saveJudgement(database(), blocking([finding('limits', { status: 'existing' })]));
    await saveJudgement(database(), judgement({ minute: 1 }));
    expect((await readMendings(database(), 'everything', LONG_AGO)).all.count).toBe(0);
  });

  test('a session is found by its token until it ends, and the token is not in the database', async () => {
    const expiresAt = new Date('2026-05-17T20:00:00Z');
    const session = { login: 'jane', repositories: ['acme/shop', 'acme/"a,b"'], expiresAt };
    const token = await beginSession(database(), session);
    const before = new Date('2026-05-17T19:59:59Z');
    expect(await findSession(database(), token, before)).toEqual(session);
    expect(await findSession(database(), token, expiresAt)).toBeUndefined();
    expect(await findSession(database(), `${token}x`, before)).toBeUndefined();
    const rows = await database().query<{ row: string }>('select s::text as row from tidewaiter.sessions s');
    expect(rows).toHaveLength(1);
    expect(rows[0]?.row).not.toContain(token);
    await endSession(database(), token);
    expect(await findSession(database(), token, before)).toBeUndefined();
  });

  test('what was refused is remembered for its pull request', async () => {
    const refusal = { repository: 'acme/shop', number: 7, login: 'joe' };
    const [first, second] = ['the first comment', 'the second comment'] as const;
    expect(await claimRefusal(database(), refusal, first)).toBe(true);
    expect(await claimRefusal(database(), refusal, second)).toBe(false);
    expect(await claimRefusal(database(), refusal, first)).toBe(true);
    expect(await claimRefusal(database(), { ...refusal, number: 8 }, second)).toBe(true);
    expect(await claimRefusal(database(), { ...refusal, login: 'jane' }, second)).toBe(true);
  });

  test('a part of the bot finds where it left off', async () => {
    expect(await readState(database(), 'sweep')).toBeUndefined();
    await writeState(database(), 'sweep', '1');
    await writeState(database(), 'sweep', '2');
    expect(await readState(database(), 'sweep')).toBe('2');
  });

  test('what is old is forgotten, but not that an open pull request is blocked', async () => {
    const long = { startedAt: daysAgo(91) };
    await saveJudgement(database(), blocking([finding('limits')], long));
    await saveJudgement(database(), blocking([finding('limits')], long));
    await saveJudgement(database(), judgement({ ...long, number: 8 }));
    await saveJudgement(database(), mergeGroup(long));
    await saveJudgement(database(), judgement({ number: 9, startedAt: daysAgo(89) }));
    await open(7);
    await deliver('old', daysAgo(91));
    await deliver('new', daysAgo(89));
    expect(await removeOlderThan(database(), 90)).toEqual({ judgements: 3, deliveries: 1 });
    expect((await latestJudgements(database(), 'everything', 10)).map(({ number }) => number)).toEqual([9, 7]);
    expect(await blockedNow(database(), 'everything')).toHaveLength(1);
  });

  test('of what GitHub has not said for so long that it is open, nothing stays', async () => {
    await saveJudgement(database(), blocking([finding('limits')]));
    await open(7);
    expect(await removeOlderThan(database(), 90, daysAgo(-91))).toEqual({ judgements: 1, deliveries: 0 });
    expect(await database().query('select * from tidewaiter.open_pull_requests')).toEqual([]);
  });

  test('when each installation was last heard of', async () => {
    await deliver('one', new Date('2026-05-01'));
    await deliver('two', new Date('2026-05-03'));
    await deliver('three', new Date('2026-05-02'), 12);
    expect(await lastDeliveries(database())).toEqual([
      { installation: 11, receivedAt: new Date('2026-05-03T00:00:00Z'), event: 'push' },
      { installation: 12, receivedAt: new Date('2026-05-02T00:00:00Z'), event: 'push' },
    ]);
  });

  test('everything is written as JSON Lines', async () => {
    const first = blocking([finding('limits')]);
    await saveJudgement(database(), first);
    await saveJudgement(database(), judgement({ minute: 1 }));
    await deliver('72d3162e', new Date('2026-05-01'));
    const exemption = {
      policy: 'limits',
      objects: 'Deployment shop/web',
      reason: 'moves in June',
      until: '2026-06-30',
    };
    const branch = { repository: 'acme/shop', baseBranch: 'main' };
    await saveExemptions(database(), { ...branch, readAt: new Date('2026-05-17'), exemptions: [exemption, exemption] });
    await saveExemptions(database(), { ...branch, baseBranch: 'next', readAt: new Date('2026-05-17'), exemptions: [] });
    const lines = (await collect(exportJsonLines(database()))).join('');
    const records = lines
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(records).toEqual([
      { kind: 'judgement', ...first, startedAt: '2026-05-17T12:00:00.000Z' },
      expect.objectContaining({ kind: 'judgement', startedAt: '2026-05-17T12:01:00.000Z' }),
      { kind: 'exemption', ...branch, readAt: '2026-05-17T00:00:00.000Z', ...exemption },
      { kind: 'exemption', ...branch, readAt: '2026-05-17T00:00:00.000Z', ...exemption },
      {
        kind: 'delivery',
        id: '72d3162e',
        event: 'push',
        action: null,
        installation: 11,
        repository: null,
        receivedAt: '2026-05-01T00:00:00.000000Z',
      },
    ]);
  });

  test('no page of many is left out', async () => {
    await database().query(
      "insert into tidewaiter.deliveries (id, event, received_at) select 'd' || n, 'push', timestamptz '2026-05-01' + (n / 3) * interval '1 microsecond' from generate_series(1, 1201) n",
    );
    expect(await collect(exportJsonLines(database()))).toHaveLength(1201);
  });

  test('no credential is remembered, whatever the words of an error are', async () => {
    const token = `ghs_${'0123456789abcdef'.repeat(3)}`;
    const reason = `git fetch https://x-access-token:${token}@github.com/acme/shop\0 failed: ${'x'.repeat(5000)}`;
    await saveJudgement(database(), judgement({ outcome: { kind: 'failed', reason } }));
    const [saved] = await latestJudgements(database(), 'everything', 1);
    const words = JSON.stringify(saved);
    expect(words).toContain('git fetch');
    expect(words).not.toContain(token);
    expect(words.length).toBeLessThan(2000);
  });

  test('names that are no text for PostgreSQL are remembered all the same', async () => {
    await saveJudgement(database(), blocking([finding('\0\uD83D')], { baseBranch: 'a\0' }));
    const [saved] = await latestJudgements(database(), 'everything', 1);
    expect(saved?.findings[0]?.policy).toBe('\uFFFD\uFFFD');
  });

  async function open(...numbers: readonly number[]): Promise<void> {
    for (const number of numbers) await rememberState(database(), { repository: 'acme/shop', number, isOpen: true });
  }

  async function deliver(id: string, date: Date, installation = 11): Promise<void> {
    await database().query(
      "insert into tidewaiter.deliveries (id, event, installation, received_at) values ($1, 'push', $2, $3)",
      [id, installation, date],
    );
  }
});

async function collect(lines: AsyncIterable<string>): Promise<readonly string[]> {
  const all: string[] = [];
  for await (const line of lines) all.push(line);
  return all;
}

function daysAgo(days: number): Date {
  return new Date(Date.now() - days * 24 * 3600 * 1000);
}
