import { expect, it } from 'vitest';
import { startGitHub } from '../../github-twin/start-github.ts';
import { CONFIGURED, TEAM_POLICY, WITHOUT_TEAM } from '../judging/shop.ts';
import { BOT_EVENTS, BOT_PERMISSIONS, runBot } from '../run-bot.ts';
import { browse, CALLBACK, PUBLIC_URL } from './visit.ts';

it('a check leads to the page of its pull request, which is among those that are blocked', async () => {
  await using github = await startGitHub();
  const files = { ...CONFIGURED, ...TEAM_POLICY };
  const shop = github.createRepository('acme/shop', { files, private: true, collaborators: { alice: 'write' } });
  const installed = github.installApp('tidewaiter', {
    account: 'acme',
    permissions: BOT_PERMISSIONS,
    events: BOT_EVENTS,
    callbackUrl: CALLBACK,
  });
  await using bot = await runBot(github, installed, {
    GITHUB_CLIENT_ID: installed.clientId,
    GITHUB_CLIENT_SECRET: installed.clientSecret,
    TIDEWAITER_URL: PUBLIC_URL,
  });
  shop.push('topic', WITHOUT_TEAM, { login: 'alice' });
  const pullRequest = shop.openPullRequest({ head: 'topic', login: 'alice' });
  await bot.settled();

  const { url = '' } = bot;
  const request = (address: string, init?: RequestInit) =>
    fetch(address.replace(PUBLIC_URL, url), { ...init, redirect: 'manual' });
  const browser = browse({ request }, github);
  github.signIn('alice');
  await browser.signIn();
  const page = pullRequest.checks()[0]?.detailsUrl?.replace(PUBLIC_URL, '') ?? '';
  expect(page).toBe(`/acme/shop/pull/${pullRequest.number}`);
  expect((await browser.get('/')).text).toContain(`href="${page}"`);
  expect((await browser.get(page)).text).toContain('Blocked');
  expect(github.violations).toEqual([]);
}, 60_000);
