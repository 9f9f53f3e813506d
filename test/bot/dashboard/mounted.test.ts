import { afterAll, beforeAll, expect, it } from 'vitest';
import { startGitHub } from '../../github-twin/start-github.ts';
import type { GitHub, PullRequest, Repository } from '../../github-twin/twin.ts';
import { CONFIGURED, TEAM_POLICY, WITH_TEAM, WITHOUT_TEAM } from '../judging/shop.ts';
import { BOT_EVENTS, BOT_PERMISSIONS, type RunningBot, runBot } from '../run-bot.ts';
import { type Browser, browse, CALLBACK, PUBLIC_URL } from './visit.ts';

let github: GitHub;
let shop: Repository;
let bot: RunningBot;
let alice: Browser;

beforeAll(async () => {
  github = await startGitHub();
  const files = { ...CONFIGURED, ...TEAM_POLICY };
  shop = github.createRepository('acme/shop', { files, private: true, collaborators: { alice: 'write' } });
  const installed = github.installApp('tidewaiter', {
    account: 'acme',
    permissions: BOT_PERMISSIONS,
    events: BOT_EVENTS,
    callbackUrl: CALLBACK,
  });
  bot = await runBot(github, installed, {
    GITHUB_CLIENT_ID: installed.clientId,
    GITHUB_CLIENT_SECRET: installed.clientSecret,
    TIDEWAITER_URL: PUBLIC_URL,
  });
  const { url = '' } = bot;
  const request = (address: string, init?: RequestInit) =>
    fetch(address.replace(PUBLIC_URL, url), { ...init, redirect: 'manual' });
  alice = browse({ request }, github);
  github.signIn('alice');
  await alice.signIn();
}, 60_000);

afterAll(async () => {
  await bot[Symbol.asyncDispose]();
  await github.stop();
  expect(github.violations).toEqual([]);
});

async function propose(head: string, files: Readonly<Record<string, string>>): Promise<PullRequest> {
  shop.push(head, files, { login: 'alice' });
  const pullRequest = shop.openPullRequest({ head, login: 'alice' });
  await bot.settled();
  return pullRequest;
}

function pageOf(checks: readonly { readonly detailsUrl: string | null }[]): string {
  return checks[0]?.detailsUrl?.replace(PUBLIC_URL, '') ?? '';
}

it('a check leads to the page of its pull request, which is among those that are blocked', async () => {
  const pullRequest = await propose('blocked', WITHOUT_TEAM);
  const page = pageOf(pullRequest.checks());
  expect(page).toBe(`/acme/shop/pull/${pullRequest.number}`);
  expect((await alice.get('/')).text).toContain(`href="${page}"`);
  expect((await alice.get(page)).text).toContain('Blocked');
}, 60_000);

it("a merge group's check leads to the page of the pull request whose turn it is, which tells of the group", async () => {
  const pullRequest = await propose('queued', WITH_TEAM);
  const group = shop.enterMergeQueue(pullRequest);
  await bot.settled();
  const page = pageOf(shop.checks(group.headSha));
  expect(page).toBe(`/acme/shop/pull/${pullRequest.number}`);
  const { text } = await alice.get(page);
  expect(text).toContain(
    `Merge group of this pull request and those before it in the queue, <code>${group.headSha.slice(0, 12)}`,
  );
}, 60_000);
