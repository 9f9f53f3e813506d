import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startGitHub } from '../github-twin/start-github.ts';
import type { GitHub } from '../github-twin/twin.ts';
import { temporaryFolder } from '../repository/git-fixture.ts';
import { CONFIGURED, TEAM_POLICY, WITHOUT_TEAM } from './judging/shop.ts';
import { BOT_EVENTS, BOT_PERMISSIONS, type RunningBot, runBot } from './run-bot.ts';
import { type PostgresqlServer, startPostgresql } from './start-postgresql.ts';

let github: GitHub;
let postgresql: PostgresqlServer;
let web: RunningBot;
let worker: RunningBot;

beforeAll(async () => {
  [github, postgresql] = await Promise.all([startGitHub(), startPostgresql()]);
  github.createOrganization('acme', { owner: 'olivia' });
  const installed = github.installApp('tidewaiter', {
    account: 'acme',
    permissions: BOT_PERMISSIONS,
    events: BOT_EVENTS,
  });
  const url = await postgresql.createDatabase('roles');
  const as = (role: string) =>
    runBot(github, installed, {
      DATABASE_URL: url,
      TIDEWAITER_ROLE: role,
      TIDEWAITER_DATA_FOLDER: temporaryFolder(),
    });
  web = await as('web');
  worker = await as('worker');
});

afterAll(async () => {
  await worker.stop();
  await web.stop();
  await postgresql.remove();
  await github.stop();
});

it('what one process is told, another judges', async () => {
  expect(worker.url).toBeUndefined();
  const shop = github.createRepository('acme/shop', { files: { ...CONFIGURED, ...TEAM_POLICY } });
  shop.push('topic', WITHOUT_TEAM);
  const pullRequest = shop.openPullRequest({ head: 'topic' });
  await worker.settled();
  expect(pullRequest.checks()).toMatchObject([{ name: 'tidewaiter: main', conclusion: 'failure' }]);
  const count = async ({ internalUrl }: RunningBot) => {
    const text = await (await fetch(`${internalUrl}/metrics`)).text();
    return text.match(
      /^tidewaiter_(?:deliveries_total\{event="pull_request",outcome="new"|judgements_total\{).* [1-9]\d*$/gm,
    );
  };
  expect(await count(web)).toEqual(['tidewaiter_deliveries_total{event="pull_request",outcome="new"} 1']);
  expect(await count(worker)).toEqual(['tidewaiter_judgements_total{outcome="block"} 1']);
});

it('without the database they are alive and tell figures, and once it is back they are ready', {
  timeout: 60_000,
}, async () => {
  const status = async (path: string) => (await fetch(worker.internalUrl + path)).status;
  await postgresql.stop();
  expect([await status('/livez'), await status('/readyz')]).toEqual([200, 503]);
  const figures = await fetch(`${worker.internalUrl}/metrics`);
  expect([figures.status, await figures.text()]).toEqual([200, expect.stringMatching(/^tidewaiter_queue_up 0$/m)]);
  await postgresql.start();
  for (let tries = 0; tries < 40 && (await status('/readyz')) !== 200; tries += 1) await sleep(250);
  expect(await status('/readyz')).toBe(200);
});
