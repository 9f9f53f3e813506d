import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Forgery } from '../github-twin/apps.ts';
import { htmlError, primaryRateLimit } from '../github-twin/faults.ts';
import { startGitHub } from '../github-twin/start-github.ts';
import type { GitHub, InstalledApp, Payload, PullRequest } from '../github-twin/twin.ts';
import { CONFIGURED, TEAM_POLICY, WITHOUT_TEAM } from './judging/shop.ts';
import { BOT_EVENTS, BOT_PERMISSIONS, type RunningBot, runBot } from './run-bot.ts';

const CHECK = 'tidewaiter: main';

let github: GitHub;
let installed: InstalledApp;
let bot: RunningBot;
let repositories = 0;

beforeAll(async () => {
  github = await startGitHub();
  github.createOrganization('acme', { owner: 'olivia' });
  installed = github.installApp('tidewaiter', { account: 'acme', permissions: BOT_PERMISSIONS, events: BOT_EVENTS });
  bot = await runBot(github, installed);
});

afterAll(async () => {
  await bot.stop();
  await github.stop();
  expect(github.violations).toEqual([]);
});

function scene() {
  const files = { ...CONFIGURED, ...TEAM_POLICY };
  const shop = github.createRepository(`acme/shop-${++repositories}`, { files, collaborators: { alice: 'write' } });
  shop.protect('main', { checks: [{ context: CHECK, app: 'tidewaiter' }] });
  shop.push('topic', WITHOUT_TEAM, { login: 'alice' });
  return { shop, pullRequest: shop.openPullRequest({ head: 'topic', login: 'alice' }) };
}

function conclusions(pullRequest: PullRequest) {
  return pullRequest.checks().map(({ name, conclusion }) => `${name}: ${conclusion}`);
}

it('a check of a fork is run again, though GitHub does not say of which pull request it is', async () => {
  const { shop } = scene();
  const fork = shop.fork('bob');
  fork.push('idea', WITHOUT_TEAM, { login: 'bob' });
  const pullRequest = shop.openPullRequest({ head: 'idea', from: fork, login: 'bob' });
  await bot.settled();
  pullRequest.rerequestCheck(CHECK);
  await bot.settled();
  expect(github.webhooks.deliveries.findLast(({ action }) => action === 'rerequested')?.payload).toMatchObject({
    check_run: { pull_requests: [] },
  });
  const judgements = bot.log.filter((line) => line.includes('"action":"rerequested"') && line.includes('"jobs":1'));
  expect(judgements).toHaveLength(1);
});

describe('a delivery', () => {
  const opened = (number: number): Payload => ({
    action: 'opened',
    installation: { id: installed.installationId },
    repository: { name: 'none', full_name: 'acme/none', owner: { login: 'acme' } },
    pull_request: { number },
  });
  const forge = (forgery: Partial<Forgery>) =>
    github.webhooks.forge({ app: 'tidewaiter', event: 'pull_request', payload: opened(1), ...forgery });

  it.each<[number, string, Partial<Forgery>]>([
    [401, 'signed with another secret', { secret: 'not the secret that was agreed on' }],
    [401, 'with the signature of another body', { headers: { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` } }],
    [400, 'without a signature', { headers: { 'x-hub-signature-256': undefined } }],
    [400, 'without its id', { headers: { 'x-github-delivery': undefined } }],
    [400, 'that is no JSON', { payload: 'action=opened' }],
    [400, 'that is a list', { payload: '[]' }],
    [403, 'of another App', { headers: { 'x-github-hook-installation-target-id': '1' } }],
    [403, 'of the webhook of a repository', { headers: { 'x-github-hook-installation-target-type': 'repository' } }],
    [202, 'of an event that nobody listens to', { event: 'star' }],
    [413, 'of more than 25 MB', { payload: ' '.repeat(25 * 1024 * 1024 + 1) }],
  ])('%i: one %s, and nothing is queued', async (status, _, forgery) => {
    await bot.settled();
    expect(await forge(forgery)).toBe(status);
    expect(await bot.isIdle()).toBe(true);
  });

  it('that was sent twice changes nothing', async () => {
    const { pullRequest } = scene();
    await bot.settled();
    const requests = github.requests.length;
    const delivery = github.webhooks.deliveries.findLast(({ event }) => event === 'pull_request');
    const again = await github.webhooks.redeliver(delivery?.guid ?? '');
    expect(again.answer).toMatchObject({ kind: 'answered', status: 202 });
    await bot.settled();
    expect(github.requests.length).toBe(requests);
    expect(conclusions(pullRequest)).toEqual([`${CHECK}: failure`]);
  });
});

describe('whoever runs it', () => {
  const ask = async (path: string) => {
    const response = await fetch(bot.internalUrl + path);
    return { status: response.status, text: await response.text() };
  };

  it('hears that it is alive and ready', async () => {
    expect(await ask('/livez')).toMatchObject({ status: 200 });
    expect(await ask('/readyz')).toMatchObject({ status: 200 });
  });

  it('has figures, whose labels name no repository', async () => {
    scene();
    await bot.settled();
    const { text } = await ask('/metrics');
    expect(text).toMatch(/^tidewaiter_deliveries_total\{event="pull_request",outcome="new"\} [1-9]/m);
    expect(text).toMatch(/^tidewaiter_deliveries_total\{event="none",outcome="forged"\} [1-9]/m);
    expect(text).toMatch(/^tidewaiter_judgements_total\{outcome="block"\} [1-9]/m);
    expect(text).toMatch(/^tidewaiter_findings_total\{policy="[\w-]+",level="enforce"\} [1-9]/m);
    expect(text).toMatch(/^tidewaiter_judgement_seconds_count\{step="judge"\} [1-9]/m);
    expect(text).toMatch(/^tidewaiter_queue_active 0$/m);
    expect(text).toMatch(/^tidewaiter_github_answers_total\{status="200"\} [1-9]/m);
    expect(text).not.toMatch(/acme|alice/);
  });

  it('finds nothing of all this where people and GitHub reach it', async () => {
    for (const path of ['/livez', '/readyz', '/metrics']) expect((await fetch(bot.url + path)).status).toBe(404);
  });

  it('reads a log of JSON, without secrets and without manifests', () => {
    const text = bot.log.join('');
    for (const line of bot.log)
      expect(JSON.parse(line)).toMatchObject({ time: expect.any(String), level: expect.any(String) });
    expect(text).not.toMatch(/ghs_|BEGIN|containers|c3ab8ff1/);
  });
});

it.each([
  ['is not there', htmlError(502)],
  ['limits the App', primaryRateLimit()],
])('while GitHub %s another one starts all the same, and does later what it is told', async (_, outcome) => {
  await bot.settled();
  github.faults.add({ path: /\/app$/, times: 100, outcome });
  await using other = await runBot(github, installed);
  expect(other.log.join('')).toMatch(/"level":"warn".*GitHub does not say who the App is/);
  github.faults.clear();
  const { pullRequest } = scene();
  pullRequest.comment('alice', '/tidewaiter help');
  await other.settled();
  expect(conclusions(pullRequest)).toEqual([`${CHECK}: failure`]);
  expect(pullRequest.conversation().map(({ body }) => body)).toContainEqual(
    expect.stringContaining('/tidewaiter recheck'),
  );
});
