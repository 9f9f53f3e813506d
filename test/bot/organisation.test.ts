import { expect, test } from 'vitest';
import { startGitHub } from '../github-twin/start-github.ts';
import type { Files, GitHub, PullRequest } from '../github-twin/twin.ts';
import { TEAM_POLICY, WITHOUT_TEAM } from './judging/shop.ts';
import { BOT_EVENTS, BOT_PERMISSIONS, type RunningBot, runBot } from './run-bot.ts';

const APP = 'tidewaiter';
const CHECK = 'tidewaiter: main';
const BARE = { 'README.md': 'a shop\n' };
const FLOOR = { '.github/tidewaiter.yml': 'required: { policies: [policies/**], mode: gate }\n', ...TEAM_POLICY };

test('a repository that says nothing is judged by what its owner says', async () => {
  await using stage = await openOrganisation({ owners: FLOOR });
  const { github, bot } = stage;
  const blocked = propose(github, 'acme/shop', WITHOUT_TEAM);
  const idle = propose(github, 'acme/site', { 'index.html': '<p>hello</p>\n' });
  await bot.settled();

  expect(checksOf(blocked)).toEqual([[CHECK, 'failure', 'Blocked: 1 new enforce finding']]);
  expect(blocked.merge().status).toBe(405);
  expect(checksOf(idle)).toEqual([[CHECK, 'neutral', 'Nothing to judge: no Kubernetes object has changed']]);
  expect(idle.merge().status).toBe(200);
});

test('nothing is green where the operator wants a floor and the owner has none', async () => {
  await using stage = await openOrganisation({ environment: { TIDEWAITER_REQUIRE_FLOOR: 'true' } });
  const { github, bot } = stage;
  const pullRequest = propose(github, 'acme/shop', { 'index.html': '<p>hello</p>\n' });
  await bot.settled();

  expect(checksOf(pullRequest)).toEqual([[CHECK, 'failure', 'Blocked: could not judge: 1 problem']]);
  expect(pullRequest.checks()[0]?.summary).toContain('the operator asks for what acme/.github requires');
  expect(pullRequest.merge().status).toBe(405);
});

interface Organisation extends AsyncDisposable {
  readonly github: GitHub;
  readonly bot: RunningBot;
}

interface Scene {
  /** What `acme/.github` has; undefined: there is none. */
  readonly owners?: Files;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A bot that is installed on everything that `acme` has. */
async function openOrganisation({ owners, environment = {} }: Scene): Promise<Organisation> {
  const github = await startGitHub();
  // Before the bot hears of it: it would look through all repositories a minute later.
  if (owners) github.createRepository('acme/.github', { files: owners });
  const installed = github.installApp(APP, { account: 'acme', permissions: BOT_PERMISSIONS, events: BOT_EVENTS });
  const bot = await runBot(github, installed, environment);
  return {
    github,
    bot,
    async [Symbol.asyncDispose]() {
      await bot.stop();
      await github.stop();
      expect(github.violations).toEqual([]);
    },
  };
}

function propose(github: GitHub, name: string, files: Files): PullRequest {
  const repository = github.createRepository(name, { files: BARE });
  repository.protect('main', { checks: [{ context: CHECK, app: APP }] });
  repository.push('topic', files, { login: 'alice' });
  return repository.openPullRequest({ head: 'topic', login: 'alice' });
}

function checksOf(pullRequest: PullRequest) {
  return pullRequest.checks().map(({ name, conclusion, title }) => [name, conclusion, title]);
}
