import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { placesIn, saidIn } from '../action/said-in.ts';
import { filesOf, PLACES } from '../action/shop.ts';
import { allowImages, IMAGE_POLICY, PRIVILEGED_POLICY, pod } from '../cli/project.ts';
import { startGitHub } from '../github-twin/start-github.ts';
import type { Delivery, Files, GitHub, PullRequest, Repository } from '../github-twin/twin.ts';
import { CONFIGURED, TEAM_POLICY, WITHOUT_TEAM } from './judging/shop.ts';
import { BOT_EVENTS, BOT_PERMISSIONS, type RunningBot, runBot } from './run-bot.ts';

const APP = 'tidewaiter';
const BOT = `${APP}[bot]`;
const CHECK = 'tidewaiter: main';
const OWNERLESS = 'apps/payments/migration.yaml';

let github: GitHub;
let bot: RunningBot;
let repositories = 0;

beforeAll(async () => {
  github = await startGitHub();
  const permissions = { ...BOT_PERMISSIONS, contents: 'write' } as const;
  const installed = github.installApp(APP, { account: 'acme', permissions, events: BOT_EVENTS });
  bot = await runBot(github, installed, { TIDEWAITER_ALLOW_COMMITS: 'true' });
}, 60_000);

afterAll(async () => {
  await bot.stop();
  await github.stop();
  expect(github.violations).toEqual([]);
});

test('a pull request is blocked until its suggestions are applied, and merged then', async () => {
  const shop = createShop({ ...filesOf('main'), ...CONFIGURED });
  shop.push('topic', filesOf('topic'), { login: 'alice' });
  const pullRequest = shop.openPullRequest({ head: 'topic', login: 'alice' });
  await bot.settled();

  expect(checksOf(pullRequest)).toEqual([[CHECK, 'failure', 'Blocked: 3 new enforce findings; 2 new warn findings']]);
  expect(placesIn(pullRequest, BOT)).toEqual(PLACES);
  expect(headlines(pullRequest)).toEqual(['### ⛔ Blocked: 3 new enforce findings']);
  expect(pullRequest.merge()).toEqual({ status: 405, message: `Required status check "${CHECK}" is failing.` });

  const suggestions = pullRequest.visibleComments().filter(({ suggestion }) => suggestion !== undefined);
  pullRequest.applySuggestions(...suggestions.map(({ id }) => id));
  await bot.settled();
  expect(checksOf(pullRequest)).toEqual([[CHECK, 'failure', 'Blocked: 1 new enforce finding']]);
  expect(pullRequest.visibleComments()).toMatchObject([{ path: OWNERLESS }]);
  shop.push('topic', withOwner(), { login: 'alice' });
  await bot.settled();

  expect(checksOf(pullRequest)).toEqual([[CHECK, 'success', 'Passed: nothing to object to']]);
  expect(pullRequest.visibleComments()).toEqual([]);
  expect(headlines(pullRequest)).toEqual(['### ✅ Passed: nothing to object to']);
  expect(pullRequest.merge()).toEqual({ status: 200, message: 'Pull Request successfully merged' });
  expect(github.gitRequests.some(({ kind }) => kind === 'objects')).toBe(true);
});

test('a pull request is mended by a comment that asks for it, with a commit on top of the one that was judged', async () => {
  const shop = createShop({ ...filesOf('main'), ...CONFIGURED });
  shop.push('topic', { ...filesOf('topic'), ...withOwner() }, { login: 'alice' });
  const pullRequest = shop.openPullRequest({ head: 'topic', login: 'alice' });
  await bot.settled();
  const judged = pullRequest.headSha;
  expect(checksOf(pullRequest)).toEqual([[CHECK, 'failure', 'Blocked: 2 new enforce findings; 2 new warn findings']]);
  expect(pullRequest.merge().status).toBe(405);

  pullRequest.comment('alice', '/tidewaiter fix');
  await bot.settled();

  expect(parentsOf(shop, pullRequest.headSha)).toEqual([judged]);
  expect(checksOf(pullRequest)).toEqual([[CHECK, 'success', 'Passed: nothing to object to']]);
  expect(pullRequest.visibleComments()).toEqual([]);
  expect(reactionsTo(pullRequest, '/tidewaiter fix')).toEqual(['eyes', '+1']);
  expect(pullRequest.merge().status).toBe(200);
});

test('of two harmless pull requests that break a rule together, the merge queue throws the second out', async () => {
  const shop = createShop({
    ...CONFIGURED,
    'policies/images.yaml': IMAGE_POLICY,
    'deploy/images.yaml': allowImages('nginx:1.27 | nginx:1.28'),
  });
  shop.push('stricter', { 'deploy/images.yaml': allowImages('nginx:1.28') }, { login: 'alice' });
  shop.push('web', { 'deploy/web.yaml': pod('web') }, { login: 'alice' }); // nginx:1.27
  const stricter = shop.openPullRequest({ head: 'stricter', login: 'alice' });
  const web = shop.openPullRequest({ head: 'web', login: 'alice' });
  await bot.settled();
  for (const each of [stricter, web])
    expect(checksOf(each)).toEqual([[CHECK, 'success', 'Passed: nothing to object to']]);

  const [first, second] = [shop.enterMergeQueue(stricter), shop.enterMergeQueue(web)];
  await bot.settled();

  expect(shop.checks(first.headSha)).toMatchObject([{ name: CHECK, conclusion: 'success' }]);
  expect(shop.checks(second.headSha)).toMatchObject([
    { name: CHECK, conclusion: 'failure', annotations: [{ path: 'deploy/web.yaml' }] },
  ]);
  expect(first.land().status).toBe(200);
  expect(second.land()).toEqual({ status: 405, message: `Required status check "${CHECK}" is failing.` });
  expect(second.land()).toEqual({ status: 405, message: 'Pull Request is not in the merge queue' });
  await bot.settled();
  expect(web.state()).toBe('open');
  expect(shop.read('main', 'deploy/web.yaml')).toBeUndefined();
  expect(github.webhooks.deliveries.filter(({ event }) => event === 'merge_group').map(answeredAs)).toEqual([
    'checks_requested 202',
    'checks_requested 202',
    'destroyed 202',
    'destroyed 202',
  ]);
});

test('a policy that comes to the base branch judges what is open already', async () => {
  const shop = createShop({ ...CONFIGURED, 'policies/privileged.yaml': PRIVILEGED_POLICY });
  shop.push('topic', WITHOUT_TEAM, { login: 'alice' });
  const pullRequest = shop.openPullRequest({ head: 'topic', login: 'alice' });
  await bot.settled();
  expect(checksOf(pullRequest)).toEqual([[CHECK, 'success', 'Passed: nothing to object to']]);

  shop.push('main', TEAM_POLICY, { login: 'olivia' });
  await bot.settled();

  expect(checksOf(pullRequest)).toEqual([[CHECK, 'failure', 'Blocked: 1 new enforce finding']]);
});

/** A repository whose `main` takes nothing that the bot has not passed, and `alice`, who may write to it. */
function createShop(files: Files): Repository {
  const shop = github.createRepository(`acme/shop-${++repositories}`, { files, collaborators: { alice: 'write' } });
  shop.protect('main', { checks: [{ context: CHECK, app: APP }] });
  return shop;
}

/** What nobody can suggest: which team a migration belongs to. */
function withOwner(): Files {
  const migration = filesOf('topic')[OWNERLESS] ?? '';
  return { [OWNERLESS]: migration.replace('    app: payments\n', '    app: payments\n    team: checkout\n') };
}

function checksOf(pullRequest: PullRequest) {
  return pullRequest.checks().map(({ name, conclusion, title }) => [name, conclusion, title]);
}

/** What a reader of the conversation sees first. */
function headlines(pullRequest: PullRequest): readonly string[] {
  return saidIn(pullRequest, BOT).summaries.map((summary) => summary.split('\n')[1] ?? '');
}

function parentsOf(shop: Repository, commit: string): readonly string[] {
  return execFileSync('git', ['-C', shop.folder, 'log', '-1', '--format=%P', commit], { encoding: 'utf8' })
    .trim()
    .split(' ');
}

function reactionsTo(pullRequest: PullRequest, text: string): readonly string[] {
  const comment = pullRequest.conversation().find(({ body }) => body === text);
  return comment?.reactions.map(({ content }) => content) ?? [];
}

function answeredAs({ action, answer }: Delivery): string {
  return `${action} ${answer.kind === 'answered' ? answer.status : answer.kind}`;
}
