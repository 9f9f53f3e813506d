import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDashboardSite } from '../../../bot/dashboard/dashboard-site.ts';
import type { Database } from '../../../bot/database/database.ts';
import { openQueue } from '../../../bot/queue/open-queue.ts';
import { saveExemptions } from '../../../bot/store/exemptions.ts';
import { rememberState } from '../../../bot/store/open-pull-requests.ts';
import { saveJudgement } from '../../../bot/store/save-judgement.ts';
import { startGitHub } from '../../github-twin/start-github.ts';
import type { GitHub, InstalledApp } from '../../github-twin/twin.ts';
import { openTestDatabase } from '../open-database.ts';
import { push, queued } from '../queue/jobs.ts';
import { blocking, finding, judgement } from '../store/judgements.ts';
import { browse, CALLBACK, optionsFor } from './visit.ts';

const NOW = Date.parse('2026-05-18T12:00:00Z');
const HOSTILE = '<img src=x onerror=alert(1)>';

let github: GitHub;
let installed: InstalledApp;
let database: Database;

beforeAll(async () => {
  github = await startGitHub();
  github.createOrganization('acme', { owner: 'olivia' });
  github.createRepository('acme/shop', { private: true, collaborators: { alice: 'read' } });
  github.createRepository('acme/vault', { private: true });
  installed = github.installApp('tidewaiter', {
    account: 'acme',
    permissions: {},
    callbackUrl: CALLBACK,
  });
  database = await openTestDatabase();
  const limits = finding('limits', { count: 2, suggested: 1 });
  await saveJudgement(database, blocking([limits]));
  await saveJudgement(database, judgement({ minute: 10 }));
  await saveJudgement(database, blocking([finding(HOSTILE)], { number: 8, baseBranch: HOSTILE }));
  await saveJudgement(database, blocking([finding('secrets')], { repository: 'acme/vault', number: 9 }));
  for (const [repository, number] of [
    ['acme/shop', 7],
    ['acme/shop', 8],
    ['acme/vault', 9],
  ] as const)
    await rememberState(database, { repository, number, isOpen: true });
  const exemption = { policy: HOSTILE, objects: HOSTILE, reason: HOSTILE, approvedBy: HOSTILE };
  const exempting = (repository: string, ...ends: readonly string[]) =>
    saveExemptions(database, {
      repository,
      baseBranch: HOSTILE,
      readAt: new Date(NOW),
      exemptions: ends.map((until) => ({ ...exemption, until })),
    });
  await exempting('acme/shop', '2026-05-17', '2026-05-18', '2026-05-19', '2026-06-01', '2026-06-02');
  await exempting('acme/vault', '2026-07-01');
}, 60_000);

afterAll(async () => {
  await database.close();
  await github.stop();
  expect(github.violations).toEqual([]);
});

async function see(login: string, path: string) {
  github.signIn(login);
  const options = { ...optionsFor(github, installed, database), operators: ['root'], now: () => NOW };
  const browser = browse(createDashboardSite(options), github);
  await browser.signIn();
  return browser.get(path);
}

function figuresIn(text: string): readonly (string | undefined)[] {
  return [...text.matchAll(/<dd>(.*?)<\/dd>/g)].map(([, value]) => value);
}

it('tells what is blocked and how soon it is mended, of what one may see alone', async () => {
  const { status, text } = await see('alice', '/');
  expect(status).toBe(200);
  // One is blocked; two limits and one other were brought; both limits were mended, one of them on offer, after ten minutes.
  expect(figuresIn(text)).toEqual(['1', '3', '2', '50 %', '10 min']);
  expect(text).toContain('href="/acme/shop/pull/8"');
  expect(text).toContain('2 in 30 days, most on 2026-05-17: 2');
  for (const secret of ['vault', 'secrets', 'Queue', 'Installations']) expect(text).not.toContain(secret);
});

it('marks exemptions that end within 14 days, and those that have ended', async () => {
  const { text } = await see('alice', '/');
  const ends = [...text.matchAll(/<li>(.*?)<code>.*<time datetime="(2026-\d\d-\d\d)">/g)];
  expect(ends.map(([, mark = '', day]) => [day, mark.replaceAll(/<.*?>/g, '').trim()])).toEqual([
    ['2026-05-18', 'Ends today'],
    ['2026-05-19', 'Ends in 1 day'],
    ['2026-06-01', 'Ends in 14 days'],
    ['2026-06-02', ''],
    ['2026-05-17', 'Ended'],
  ]);
});

it('shows names that mean harm as text, and lets a browser load nothing', async () => {
  const { text, headers } = await see('alice', '/');
  expect(text).not.toContain('<img');
  const policy = headers.get('content-security-policy');
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe');
  expect(text).not.toMatch(/<script|\son\w+="|\sstyle="|<link/);
});

it('shows everything to operators', async () => {
  expect((await see('root', '/')).text).toContain('acme/vault #9');
});

it('tells operators how much waits, since when, and what went wrong in 30 days', async () => {
  const queue = await openQueue(database, { report: () => {} });
  await queue.enqueue([1, 2, 3, 4, 5].map((number) => queued(push(number))));
  await queue.stop(0);
  const become = (number: number, change: string) =>
    database.query(`update pgboss.job set ${change} where data->'job'->>'number' = $1`, [String(number)]);
  await become(2, `data = jsonb_set(data, '{since}', to_jsonb(now() - interval '3 hours'))`);
  await become(3, "state = 'retry'");
  await become(4, "state = 'active'");
  await become(5, "name = 'dead'");
  const failed = (number: number, reason: string, startedAt: string) =>
    saveJudgement(database, judgement({ number, outcome: { kind: 'failed', reason }, startedAt: new Date(startedAt) }));
  await failed(21, 'too long ago', '2026-04-18T23:59:59Z');
  for (let number = 22; number <= 33; number++) await failed(number, `GitHub was down ${HOSTILE}`, '2026-04-19');

  const { text } = await see('root', '/');
  const [, section = ''] = text.split('<h2>Queue</h2>');
  // Three wait, one of them for another try; one is at work, one is given up; twelve failed, of which ten are shown.
  expect(figuresIn(section)).toEqual(['3', '3 h', '1', '1', '1', '12']);
  expect(section).toContain('href="/acme/shop/pull/33"');
  expect(section).toContain('GitHub was down &lt;img');
  expect(section).not.toMatch(/pull\/2[123]"|too long ago/);
  expect(section).toContain('2 judgements more.');
});
