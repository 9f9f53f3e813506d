import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../../bot/database/database.ts';
import { openGitHubApp } from '../../../bot/github/open-github-app.ts';
import { openLog } from '../../../bot/log/open-log.ts';
import { claimSweep } from '../../../bot/sweeps/claim-sweep.ts';
import type { SweepDependencies } from '../../../bot/sweeps/dependencies.ts';
import type { Scope, Sweep } from '../../../bot/sweeps/sweep.ts';
import { sweepIfDue } from '../../../bot/sweeps/sweep-if-due.ts';
import { openTestDatabase } from '../open-database.ts';

const HOUR = 3_600_000;
const { signal } = new AbortController();

let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

it('what is owed is made up for by whoever owes it, and all of it where a sweep failed', async () => {
  const scopes: string[] = [];
  const outcomes: (() => 'done' | 'owed')[] = [
    () => 'owed',
    () => {
      throw new Error('the connection was lost');
    },
    () => 'done',
    () => {
      throw new Error('the connection was lost');
    },
  ];
  const sweep: Sweep = {
    name: 'something',
    everyMs: HOUR,
    async run(_, __, scope) {
      scopes.push(scope);
      return outcomes.shift()?.() ?? 'done';
    },
  };
  let due: Scope | 'nothing' = 'nothing';
  const after: string[] = [];
  for (const minutes of [60, 65, 70, 75, 120, 125]) {
    due = await sweepIfDue(sweep, due, dependencies(minutes * 60_000), signal);
    after.push(due);
  }
  expect(scopes).toEqual(['all', 'owed', 'owed', 'all', 'all']);
  expect(after).toEqual(['owed', 'owed', 'nothing', 'nothing', 'all', 'nothing']);
});

it('of several processes one sweeps in each interval', async () => {
  const claim = (minutes: number) => claimSweep(database, 'deliveries', 5 * 60_000, new Date(minutes * 60_000));
  const claims = [await claim(100), await claim(101), await claim(105), await claim(109.9), await claim(110)];
  expect(claims).toEqual([true, false, true, false, true]);
});

it('a clock that was ahead does not keep sweeps from being made', async () => {
  await claimSweep(database, 'deliveries', 5 * 60_000, new Date(Date.now() + 24 * HOUR));
  expect(await claimSweep(database, 'deliveries', 5 * 60_000, new Date())).toBe(true);
});

/** Nothing is asked of GitHub here. */
function dependencies(now: number): SweepDependencies {
  const app = openGitHubApp({
    appId: 1,
    privateKeys: [],
    apiUrl: 'http://127.0.0.1:9/nobody-listens',
    userAgent: 'tidewaiter-test',
    allowsCommits: false,
    now: Date.now,
    log: () => {},
  });
  const log = openLog({ level: 'error', now: () => new Date(), write: (line) => expect.fail(line) });
  return { app, database, queue: { enqueue: () => expect.fail('nothing is queued') }, now: () => now, log };
}
