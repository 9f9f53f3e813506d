import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { startGitHub } from '../github-twin/start-github.ts';
import type { GitHub, InstalledApp } from '../github-twin/twin.ts';
import { CONFIGURED, propose, TEAM_POLICY } from './judging/shop.ts';
import { copyTemplate } from './open-database.ts';
import { BOT_EVENTS, BOT_PERMISSIONS, type RunningBot, runBot } from './run-bot.ts';

let github: GitHub;
let installed: InstalledApp;
let folder: string;
let bot: RunningBot;

beforeAll(async () => {
  github = await startGitHub();
  github.createOrganization('acme', { owner: 'olivia' });
  installed = github.installApp('tidewaiter', { account: 'acme', permissions: BOT_PERMISSIONS, events: BOT_EVENTS });
});

afterAll(() => github.stop());

beforeEach(async () => {
  folder = await copyTemplate();
  bot = await start();
});

afterEach(() => github.faults.clear());

const start = () =>
  runBot(github, installed, { TIDEWAITER_DATA_FOLDER: folder, TIDEWAITER_DRAIN_SECONDS: '1' }, { requestMs: 60_000 });

/** How long it takes to stop, in milliseconds. */
async function stop(): Promise<number> {
  const begin = performance.now();
  await bot.stop();
  return performance.now() - begin;
}

/** GitHub does not answer what is asked under a path. Tells when it has been asked. */
function keepWaiting(path: RegExp): Promise<void> {
  const asked = Promise.withResolvers<void>();
  github.faults.add({ path, before: asked.resolve, outcome: { hangMs: 30_000 } });
  return asked.promise;
}

it('the rest of a request is not waited for', async () => {
  const { hostname, port } = new URL(bot.url ?? '');
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await once(socket, 'connect');
  const headers = [
    'host: bot',
    'content-type: application/json',
    'content-length: 1000',
    `x-github-delivery: ${randomUUID()}`,
    'x-github-event: pull_request',
    'x-github-hook-installation-target-type: integration',
    `x-github-hook-installation-target-id: ${installed.id}`,
    `x-hub-signature-256: sha256=${'0'.repeat(64)}`,
  ];
  socket.write(`POST /api/github/webhooks HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n{`);
  await sleep(200);
  expect(await stop()).toBeLessThan(10_000);
  await closed;
});

it('what is at work has TIDEWAITER_DRAIN_SECONDS, and then goes back to the queue; meanwhile it is not ready', {
  timeout: 60_000,
}, async () => {
  const asked = keepWaiting(/\/compare\//);
  const shop = github.createRepository('acme/shop', { files: { ...CONFIGURED, ...TEAM_POLICY } });
  const pullRequest = propose(shop);
  await asked;
  const stopping = stop();
  const answers = ['/readyz', '/livez'].map(async (path) => (await fetch(bot.internalUrl + path)).status);
  expect(await Promise.all(answers)).toEqual([503, 200]);
  expect(await stopping).toBeLessThan(10_000);
  expect(pullRequest.checks()).toMatchObject([{ status: 'in_progress' }]);

  github.faults.clear();
  bot = await start();
  await bot.settled();
  expect(pullRequest.checks()).toMatchObject([{ conclusion: 'failure' }]);
  await bot.stop();
});

it('a sweep that GitHub keeps waiting is left', async () => {
  await bot.stop();
  const asked = keepWaiting(/\/app\/installations$/);
  bot = await start();
  await asked;
  expect(await stop()).toBeLessThan(10_000);
});
