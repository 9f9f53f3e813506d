import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
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

test('a pull request is blocked until its suggestions are applied, and merged then', async () => {
  await using stage = await openStage({ files: { ...filesOf('main'), ...CONFIGURED } });
  const { bot, shop, github } = stage;
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
  await using stage = await openStage({ files: { ...filesOf('main'), ...CONFIGURED }, allowsCommits: true });
  const { bot, shop } = stage;
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
  await using stage = await openStage({
    files: {
      ...CONFIGURED,
      'policies/images.yaml': IMAGE_POLICY,
      'deploy/images.yaml': allowImages('nginx:1.27 | nginx:1.28'),
    },
  });
  const { bot, shop, github } = stage;
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
  await using stage = await openStage({ files: { ...CONFIGURED, 'policies/privileged.yaml': PRIVILEGED_POLICY } });
  const { bot, shop } = stage;
  shop.push('topic', WITHOUT_TEAM, { login: 'alice' });
  const pullRequest = shop.openPullRequest({ head: 'topic', login: 'alice' });
  await bot.settled();
  expect(checksOf(pullRequest)).toEqual([[CHECK, 'success', 'Passed: nothing to object to']]);

  shop.push('main', TEAM_POLICY, { login: 'olivia' });
  await bot.settled();

  expect(checksOf(pullRequest)).toEqual([[CHECK, 'failure', 'Blocked: 1 new enforce finding']]);
});

interface Stage extends AsyncDisposable {
  readonly github: GitHub;
  readonly shop: Repository;
  readonly bot: RunningBot;
}

interface Scene {
  /** What `main` has. */
  readonly files: Files;
  /** Whether operator and owner let the bot commit. */
  readonly allowsCommits?: boolean;
}

/** A repository whose `main` takes nothing that the bot has not passed, `alice` who may write to it, and the bot, which hears of everything. */
async function openStage({ files, allowsCommits = false }: Scene): Promise<Stage> {
  await using opened = new AsyncDisposableStack();
  const github = opened.use(await startGitHub());
  opened.defer(() => expect(github.violations).toEqual([]));
  const shop = github.createRepository('acme/shop', { files, collaborators: { alice: 'write' } });
  shop.protect('main', { checks: [{ context: CHECK, app: APP }] });
  const permissions = allowsCommits ? ({ ...BOT_PERMISSIONS, contents: 'write' } as const) : BOT_PERMISSIONS;
  const installed = github.installApp(APP, { account: 'acme', permissions, events: BOT_EVENTS });
  const bot = opened.use(await runBot(github, installed, { TIDEWAITER_ALLOW_COMMITS: String(allowsCommits) }));
  const running = opened.move();
  return { github, shop, bot, [Symbol.asyncDispose]: () => running.disposeAsync() };
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
