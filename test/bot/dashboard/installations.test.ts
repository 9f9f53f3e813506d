import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { createDashboardSite } from '../../../bot/dashboard/dashboard-site.ts';
import { installationsPage } from '../../../bot/dashboard/installations-page.ts';
import { renderPage } from '../../../bot/dashboard/page.ts';
import type { Database } from '../../../bot/database/database.ts';
import { startGitHub } from '../../github-twin/start-github.ts';
import type { AppOptions, GitHub, InstalledApp } from '../../github-twin/twin.ts';
import { openTestDatabase } from '../open-database.ts';
import { BOT_EVENTS, BOT_PERMISSIONS } from '../run-bot.ts';
import { browse, CALLBACK, optionsFor } from './visit.ts';

let github: GitHub;
let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
}, 60_000);

beforeEach(async () => {
  github = await startGitHub();
  github.createOrganization('acme', { owner: 'olivia' });
  github.createRepository('acme/shop', { private: true, collaborators: { alice: 'read' } });
});

afterEach(async () => {
  await github.stop();
  expect(github.violations).toEqual([]);
});

afterAll(() => database.close());

function install(registered: Pick<AppOptions, 'permissions' | 'events'> = {}): InstalledApp {
  const complete = { permissions: BOT_PERMISSIONS, events: BOT_EVENTS };
  return github.installApp('tidewaiter', { account: 'acme', callbackUrl: CALLBACK, ...complete, ...registered });
}

async function see(installed: InstalledApp, { login = 'root', allowsCommits = false } = {}) {
  github.signIn(login);
  const options = { ...optionsFor(github, installed, database), operators: ['root'], allowsCommits };
  const browser = browse(createDashboardSite(options), github);
  await browser.signIn();
  return browser.get('/installations');
}

it('is for operators alone', async () => {
  const installed = install();
  expect((await see(installed, { login: 'alice' })).status).toBe(404);
  expect((await see(installed)).status).toBe(200);
});

it('is in order with what the set-up page registers', async () => {
  const { text } = await see(install());
  expect(text).toContain('In order');
  expect(text).not.toMatch(/Lacks permissions|The App lacks/);
});

it('is not in order where the App itself asks for less than the bot needs', async () => {
  const { 'pull-requests': _, ...permissions } = BOT_PERMISSIONS;
  const events = BOT_EVENTS.filter((event) => !/^(?:pull_request|check_run)$/.test(event));
  const { text } = await see(install({ permissions, events }));
  expect(text).toContain('It does not ask for <code>pull_requests: write</code>.');
  // Of its own checks it is told, subscribed or not.
  expect(text).toContain('It is not told of <code>pull_request</code>.');
  expect(text).toContain('Not granted: <code>pull_requests: write</code>.');
  expect(text).not.toContain('In order');
});

it('needs leave to write contents where the operator lets the bot commit', async () => {
  const { text } = await see(install(), { allowsCommits: true });
  expect(text).toContain('It does not ask for <code>contents: write</code>.');
});

it('tells what an account has not granted, and that it has suspended the App', async () => {
  const installed = install();
  installed.grant({ ...BOT_PERMISSIONS, checks: 'read' });
  const { text } = await see(installed);
  expect(text).toContain('Not granted: <code>checks: write</code>.');
  expect(text).not.toContain('The App lacks');
  installed.suspend();
  expect((await see(installed)).text).toContain('Suspended since');
});

it('tells the last delivery of those that are remembered, and says so where there is none', async () => {
  const installed = install();
  expect((await see(installed)).text).toContain('None that counts was delivered in the last 90 days.');
  await database.query(
    'insert into tidewaiter.deliveries (id, event, installation, received_at) values ($1, $2, $3, $4)',
    ['a', 'push', installed.installationId, '2026-05-17T12:03:00Z'],
  );
  expect((await see(installed)).text).toMatch(/Last delivery that counts: push, <time [^>]*>2026-05-17 12:03 UTC/);
});

it('shows names that mean harm as text', async () => {
  const hostile = '"><img src=x onerror=alert(1)>';
  const installation = {
    account: hostile,
    address: hostile,
    suspendedAt: undefined,
    missing: [hostile],
    lastDelivery: { at: new Date(), event: hostile },
  };
  const health = { notAsked: [hostile], notTold: [hostile], installations: [installation] };
  const text = String(await renderPage(installationsPage(health, 90), undefined));
  expect(text).not.toContain('<img');
  expect(text.match(/&quot;&gt;&lt;img/g)).toHaveLength(6);
});
