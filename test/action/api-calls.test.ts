import { expect, test } from 'vitest';
import { startGitHub } from '../github-twin/start-github.ts';
import type { ApiRequest, GitHub, PullRequest, Repository } from '../github-twin/twin.ts';
import { runOnPullRequest } from './run-action.ts';
import { saidIn } from './said-in.ts';
import { createShop, filesOf } from './shop.ts';

/** What a typical pull request may cost, of the thousand calls that a job's token has an hour. */
const MOST_TO_READ = 8;
const MOST_TO_PUBLISH = 4;

test('a typical pull request costs a dozen calls, and a second run on the same head changes nothing', async () => {
  await using github = await startGitHub();
  const shop = createShop(github);
  shop.push('topic', filesOf('topic'));
  const pullRequest = shop.openPullRequest({ head: 'topic' });

  const first = await callsOf(github, shop, pullRequest);
  const said = saidIn(pullRequest);
  expectCheap(first);
  expect(said.comments).toHaveLength(5);

  const again = await callsOf(github, shop, pullRequest);
  expectCheap(again);
  expect(again.filter(isWrite)).toEqual([]);
  expect(saidIn(pullRequest)).toEqual(said);

  const { 'policies/ownership.yaml': ownership = '', 'apps/storefront/config.yaml': config = '' } = filesOf('main');
  shop.push('main', {
    'policies/ownership.yaml': ownership.replace('?*', 'web | checkout'),
    'apps/search/config.yaml': config.replace('name: storefront', 'name: search'),
    'docs/search.md': '# Search\n',
  });
  const { 'apps/reports/cronjob.yaml': cronJob = '' } = filesOf('topic');
  shop.push('topic', {
    'apps/payments/migration.yaml': null,
    'apps/reports/weekly.yaml': cronJob.replace('name: reports', 'name: weekly'),
  });
  const afterPush = await callsOf(github, shop, pullRequest);
  expectCheap(afterPush);
  expect(afterPush.filter(isWrite)).toHaveLength(2);
  expect(saidIn(pullRequest).comments).toHaveLength(5);
});

test('a pull request that nothing is wrong with costs less', async () => {
  await using github = await startGitHub();
  const shop = createShop(github);
  shop.push('topic', { 'apps/cart/disruption.yaml': filesOf('topic')['apps/cart/disruption.yaml'] ?? '' });
  const pullRequest = shop.openPullRequest({ head: 'topic' });

  const calls = await callsOf(github, shop, pullRequest);

  expectCheap(calls);
  expect(calls.filter(isWrite).map(({ operation }) => operation)).toEqual(['ChangeComments']);
});

/** The calls of one run, in their order. */
async function callsOf(github: GitHub, shop: Repository, pullRequest: PullRequest): Promise<readonly ApiRequest[]> {
  const before = github.requests.length;
  await runOnPullRequest(github, shop, pullRequest);
  return github.requests.slice(before);
}

function expectCheap(calls: readonly ApiRequest[]): void {
  const start = calls.findIndex(({ operation }) => operation === 'Conversation');
  expect(start).toBeGreaterThan(0);
  expect(start).toBeLessThanOrEqual(MOST_TO_READ);
  expect(calls.length - start).toBeLessThanOrEqual(MOST_TO_PUBLISH);
}

/** GraphQL is always posted: a query changes nothing. */
function isWrite({ method, template, body }: ApiRequest): boolean {
  return template === '/graphql' ? !/^\s*query\b/.test(String(Object(body).query)) : method !== 'GET';
}
