import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGitHub } from '../github-twin/start-github.ts';
import type { GitHub, InstalledApp } from '../github-twin/twin.ts';
import { copyTemplate } from './open-database.ts';
import { BOT_EVENTS, BOT_PERMISSIONS, SECRET } from './run-bot.ts';
import { type SpawnedBot, spawnBot } from './spawn-bot.ts';
import { makeApp } from './web/fill-set-up.ts';

let github: GitHub;
let installed: InstalledApp;
const running: ChildProcess[] = [];

beforeAll(async () => {
  github = await startGitHub();
  github.createOrganization('acme', { owner: 'olivia' });
  installed = github.installApp('tidewaiter', { account: 'acme', permissions: BOT_PERMISSIONS, events: BOT_EVENTS });
});

afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  await github.stop();
});

function start(environment: Readonly<Record<string, string>>): SpawnedBot {
  const bot = spawnBot(github, environment);
  running.push(bot.child);
  return bot;
}

function credentials() {
  return { APP_ID: String(installed.id), PRIVATE_KEY: installed.privateKey, WEBHOOK_SECRET: SECRET };
}

describe('the process', () => {
  it('ends with all that is wrong with its settings', async () => {
    const { ended } = start({ APP_ID: '1', WEBHOOK_SECRET: 'development' });
    const { status, words } = await ended;
    expect(status).toBe(2);
    expect(words).toMatch(/PRIVATE_KEY is missing[\s\S]*WEBHOOK_SECRET is too weak[\s\S]*docs\/bot\.md/);
  });

  it('ends where the database is not there, and does not tell its password', async () => {
    const { ended } = start({ ...credentials(), DATABASE_URL: 'postgres://bot:hunter2@127.0.0.1:1/none' });
    const { status, words } = await ended;
    expect(status).toBe(2);
    expect(words).toMatch(/database at 127\.0\.0\.1:1\/none cannot be used[\s\S]*DATABASE_URL/);
    expect(words).not.toContain('hunter2');
  });

  it('ends where GitHub does not know the App', async () => {
    const { ended } = start({ ...credentials(), APP_ID: '1', TIDEWAITER_DATA_FOLDER: await copyTemplate() });
    expect(await ended).toMatchObject({ status: 2, words: expect.stringContaining('Check APP_ID') });
  });

  it('starts, and stops when it is asked to', async () => {
    const { child, line, ended } = start({ ...credentials(), TIDEWAITER_DATA_FOLDER: await copyTemplate() });
    const { address, internalAddress } = await line('started as tidewaiter[bot]');
    expect((await fetch(`${internalAddress}/livez`)).status).toBe(200);
    expect((await fetch(`${address}/api/github/webhooks`, { method: 'POST', body: '{}' })).status).toBe(400);
    child.kill('SIGTERM');
    await line('stopped');
    expect(await ended).toEqual({ status: 0, words: '' });
  });

  it('shows the set-up page on a bare machine, and starts as what is registered there', {
    timeout: 60_000,
  }, async () => {
    github.signIn('olivia');
    const { child, line, ended } = start({ TIDEWAITER_DATA_FOLDER: await copyTemplate() });
    const { address = '' } = await line('there are no credentials yet');
    expect(await (await fetch(address)).text()).toContain('Which organisation');
    expect((await fetch(await makeApp(new URL(address)))).status).toBe(200);
    const bot = await line('started as tidewaiter-acme[bot]');
    expect((await fetch(`${bot.address}/api/github/webhooks`, { method: 'POST', body: '{}' })).status).toBe(400);
    child.kill('SIGTERM');
    expect(await ended).toEqual({ status: 0, words: '' });
  });
});
