import { expect, test } from 'vitest';
import { startGitHub } from '../github-twin/start-github.ts';
import type { Files, GitHub, PullRequest, Repository } from '../github-twin/twin.ts';
import { CONFIGURED, TEAM_POLICY, WITHOUT_TEAM } from './judging/shop.ts';
import { BOT_EVENTS, BOT_PERMISSIONS, type RunningBot, runBot } from './run-bot.ts';

const APP = 'tidewaiter';
const CHECK = 'tidewaiter: main';
const PAGE = { 'index.html': '<p>hello</p>\n' };
const FLOOR = { '.github/tidewaiter.yml': 'required: { policies: [policies/**], mode: gate }\n', ...TEAM_POLICY };

test('a repository that says nothing is judged by what its owner says', async () => {
  await using stage = await openOrganisation({ owners: FLOOR });
  const { bot, shop, site } = stage;
  const blocked = propose(shop, WITHOUT_TEAM);
  const idle = propose(site, PAGE);
  await bot.settled();

  expect(checksOf(blocked)).toEqual([[CHECK, 'failure', 'Blocked: 1 new enforce finding']]);
  expect(blocked.merge().status).toBe(405);
  expect(checksOf(idle)).toEqual([[CHECK, 'neutral', 'Nothing to judge: no Kubernetes object has changed']]);
  expect(idle.merge().status).toBe(200);
});

test('nothing is green where the operator wants a floor and the owner has none', async () => {
  await using stage = await openOrganisation({ environment: { TIDEWAITER_REQUIRE_FLOOR: 'true' } });
  const { bot, site } = stage;
  const pullRequest = propose(site, PAGE);
  await bot.settled();

  expect(checksOf(pullRequest)).toEqual([[CHECK, 'failure', 'Blocked: could not judge: 1 problem']]);
  expect(pullRequest.checks()[0]?.summary).toContain('the operator asks for what acme/.github requires');
  expect(pullRequest.merge().status).toBe(405);
});

test('a configuration that is taken away holds up nobody whom it held up', async () => {
  await using stage = await openOrganisation({});
  const { bot, shop } = stage;
  shop.push('main', { ...CONFIGURED, ...TEAM_POLICY }, { login: 'olivia' });
  const pullRequest = propose(shop, WITHOUT_TEAM);
  await bot.settled();
  expect(checksOf(pullRequest)).toEqual([[CHECK, 'failure', 'Blocked: 1 new enforce finding']]);

  shop.push('main', { '.github/tidewaiter.yml': null }, { login: 'olivia' });
  await bot.settled();

  expect(checksOf(pullRequest)).toEqual([[CHECK, 'neutral', 'Nothing to judge: there is no configuration']]);
  expect(pullRequest.merge().status).toBe(200);
});

interface Organisation extends AsyncDisposable {
  readonly bot: RunningBot;
  /** Two repositories that say nothing. */
  readonly shop: Repository;
  readonly site: Repository;
}

interface Scene {
  /** What `acme/.github` has; undefined: there is none. */
  readonly owners?: Files;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A bot that is installed on everything that `acme` has: of what comes later it would look through all of it, a minute later. */
async function openOrganisation({ owners, environment = {} }: Scene): Promise<Organisation> {
  const github = await startGitHub();
  if (owners) github.createRepository('acme/.github', { files: owners });
  const [shop, site] = [createRepository(github, 'acme/shop'), createRepository(github, 'acme/site')];
  const installed = github.installApp(APP, { account: 'acme', permissions: BOT_PERMISSIONS, events: BOT_EVENTS });
  const bot = await runBot(github, installed, environment);
  return {
    bot,
    shop,
    site,
    async [Symbol.asyncDispose]() {
      await bot.stop();
      await github.stop();
      expect(github.violations).toEqual([]);
    },
  };
}

function createRepository(github: GitHub, name: string): Repository {
  const repository = github.createRepository(name, { files: { 'README.md': 'nothing is said here\n' } });
  repository.protect('main', { checks: [{ context: CHECK, app: APP }] });
  return repository;
}

function propose(repository: Repository, files: Files): PullRequest {
  repository.push('topic', files, { login: 'alice' });
  return repository.openPullRequest({ head: 'topic', login: 'alice' });
}

function checksOf(pullRequest: PullRequest) {
  return pullRequest.checks().map(({ name, conclusion, title }) => [name, conclusion, title]);
}
