import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unifiedDiff } from '../../src/text/unified-diff.ts';
import { Project } from '../cli/project.ts';
import { startGitHub } from '../github-twin/start-github.ts';
import type { ApiRequest, PullRequest, Repository } from '../github-twin/twin.ts';
import { checkReport } from '../report/check-report.ts';
import { type GitFixture, gitRepository } from '../repository/git-fixture.ts';
import { runOnPullRequest, type WrittenAnnotation } from './run-action.ts';
import { BOT, placesIn, saidIn } from './said-in.ts';
import { createShop, FINDINGS, filesOf, PLACES, runJob } from './shop.ts';

test('a pull request is blocked until its suggestions are applied, and merged then', async () => {
  await using github = await startGitHub();
  const shop = createShop(github);
  shop.push('topic', filesOf('topic'));
  const pullRequest = shop.openPullRequest({ head: 'topic' });

  const first = await runJob(github, shop, pullRequest, { action: 'opened' });

  expect(first.exitCode).toBe(1);
  expect(first.outputs).toMatchObject({ conclusion: 'block', violations: '5', blocking: '3', suggestions: '4' });
  expect(placesIn(pullRequest)).toEqual(PLACES);
  for (const [index, { body }] of saidIn(pullRequest).comments.entries()) expect(body).toContain(FINDINGS[index]?.says);
  expect(headlines(pullRequest)).toEqual(['### ⛔ Blocked: 3 new enforce findings']);
  expect(pullRequest.merge()).toEqual({ status: 405, message: 'Required status check "tidewaiter" is failing.' });

  const comments = pullRequest.visibleComments();
  const answered = comments.find(({ path }) => path === 'apps/storefront/deployment.yaml')?.id ?? 0;
  pullRequest.reply(answered, 'octocat', 'Is that all? The load balancer found it by its node.');
  pullRequest.applySuggestions(...comments.filter(({ suggestion }) => suggestion !== undefined).map(({ id }) => id));
  expect(changesOf((path) => shop.read('topic', path))).toEqual({
    'apps/cart/worker.yaml': ['+      automountServiceAccountToken: false'],
    'apps/payments/deployment.yaml': [
      '-            privileged: true # for the card reader',
      '+            privileged: false # for the card reader',
    ],
    'apps/reports/cronjob.yaml': [
      '+          securityContext:',
      '+            seccompProfile:',
      '+              type: RuntimeDefault',
    ],
    'apps/storefront/deployment.yaml': ['-      hostNetwork: true', '+      hostNetwork: false'],
  });
  shop.push('topic', {
    'apps/payments/migration.yaml':
      filesOf('topic')['apps/payments/migration.yaml']?.replace(
        '    app: payments\n',
        '    app: payments\n    team: checkout\n',
      ) ?? null,
  });

  const second = await runJob(github, shop, pullRequest);

  expect(second.exitCode).toBe(0);
  expect(second.outputs).toMatchObject({ conclusion: 'pass', violations: '0', blocking: '0', suggestions: '0' });
  expect(pullRequest.visibleComments()).toEqual([]);
  expect(pullRequest.reviewComments()).toMatchObject([
    {
      id: answered,
      author: BOT,
      isMinimized: true,
      isEdited: false,
      replies: [
        { author: 'octocat', body: 'Is that all? The load balancer found it by its node.', isMinimized: false },
      ],
    },
  ]);
  expect(headlines(pullRequest)).toEqual(['### ✅ Passed: nothing to object to']);
  expect(pullRequest.merge()).toEqual({ status: 200, message: 'Pull Request successfully merged' });
  expect(github.violations).toEqual([]);
});

test('from a checkout it says what it says from the API', async () => {
  await using github = await startGitHub();
  const shop = createShop(github);
  const commit = shop.push('topic', filesOf('topic'));
  shop.pushFrom(shop.folder, commit, 'again');
  const fromApi = shop.openPullRequest({ head: 'topic' });
  const fromCheckout = shop.openPullRequest({ head: 'again' });
  using folder = new Project({}, { git: false });
  await using checkout = checkOut(shop, fromCheckout);

  const api = await runOnPullRequest(github, shop, fromApi, { workspace: folder.folder, inputs: REPORT });
  const requests = github.requests.length;
  const local = await runOnPullRequest(github, shop, fromCheckout, { workspace: checkout.folder, inputs: REPORT });

  expect(api.log).toContain('reading over the API');
  expect(local.log).not.toContain('reading over the API');
  expect(readsOfFiles(github.requests.slice(0, requests))).not.toEqual([]);
  expect(readsOfFiles(github.requests.slice(requests))).toEqual([]);
  expect(reportIn(checkout.folder)).toEqual(reportIn(folder.folder));
  expect(reportIn(folder.folder)).toMatchObject({ decision: 'block', base: shop.head('main'), head: commit });
  expect(placesIn(fromApi)).toEqual(PLACES);
  expect(saidIn(fromCheckout)).toEqual(saidIn(fromApi));
  expect(local.annotations).toEqual(api.annotations);
  expect(github.violations).toEqual([]);
});

test('under pull_request_target it comments on a fork, of which it runs and checks out nothing', async () => {
  await using github = await startGitHub();
  const shop = createShop(github);
  const fork = shop.fork('mallory');
  fork.push('topic', filesOf('topic'));
  const pullRequest = shop.openPullRequest({ head: 'topic', from: fork });
  using workspace = new Project({}, { git: false });

  // Without a PATH there is no program that it could start.
  const run = await runJob(github, shop, pullRequest, {
    event: 'pull_request_target',
    action: 'opened',
    sha: shop.head('main'),
    workspace: workspace.folder,
    environment: { PATH: '' },
  });

  expect(run.exitCode).toBe(1);
  expect(placesIn(pullRequest)).toEqual(PLACES);
  expect(headlines(pullRequest)).toEqual(['### ⛔ Blocked: 3 new enforce findings']);
  expect(readdirSync(workspace.folder)).toEqual([]);
  expect(pullRequest.merge().status).toBe(405);
  expect(github.violations).toEqual([]);
});

test('with the token of a fork, which only reads, annotations and the conclusion say it', async () => {
  await using github = await startGitHub();
  const shop = createShop(github);
  const fork = shop.fork('mallory');
  fork.push('topic', filesOf('topic'));
  const pullRequest = shop.openPullRequest({ head: 'topic', from: fork });

  const run = await runJob(github, shop, pullRequest, { action: 'opened' });

  expect(run.exitCode).toBe(1);
  expect(pullRequest.reviewComments()).toEqual([]);
  expect(pullRequest.allConversation()).toEqual([]);
  expect(pullRequest.reviews()).toEqual([]);
  expect(run.annotations.filter(({ level }) => level !== 'notice').map(placeOfAnnotation)).toEqual([
    'error apps/payments/deployment.yaml:27',
    'error apps/payments/migration.yaml:6',
    'error apps/storefront/deployment.yaml:19',
    'warning apps/cart/worker.yaml:18',
    'warning apps/reports/cronjob.yaml:14',
  ]);
  expect(run.log.match(/the token may not write/g)).toHaveLength(1);
  expect(run.summary.match(/the token may not write/g)).toHaveLength(1);
  expect(pullRequest.merge().status).toBe(405);
  expect(github.violations).toEqual([]);
});

/** What a reader of the conversation sees first. */
function headlines(pullRequest: PullRequest): readonly string[] {
  return saidIn(pullRequest).summaries.map((summary) => summary.split('\n')[1] ?? '');
}

/** The lines that differ from `inputs/shop/topic`, by file. */
function changesOf(read: (path: string) => string | undefined): { readonly [path: string]: readonly string[] } {
  const changes = Object.entries(filesOf('topic')).map(([path, text]) => {
    const lines = unifiedDiff(path, text, read(path) ?? '').split('\n');
    return [path, lines.filter((line) => /^[-+](?![-+])/.test(line))] as const;
  });
  return Object.fromEntries(changes.filter(([, lines]) => lines.length > 0));
}

const REPORT = { 'report-file': 'report.json' };

/** What actions/checkout with `fetch-depth: 0` leaves for `pull_request`: all of the history, at the merge commit. */
function checkOut(shop: Repository, pullRequest: PullRequest): GitFixture {
  const checkout = gitRepository({ clone: { from: shop.folder } });
  checkout.git('fetch', '-q', 'origin', pullRequest.mergeCommit() ?? '');
  checkout.git('checkout', '-q', '--detach', 'FETCH_HEAD');
  return checkout;
}

function readsOfFiles(requests: readonly ApiRequest[]): readonly string[] {
  return requests.map(({ template }) => template).filter((template) => /tarball|trees|blobs|compare/.test(template));
}

function reportIn(folder: string): object {
  const report = checkReport(readFileSync(join(folder, 'report.json'), 'utf8'));
  return { ...Object(report), durationMs: 0 };
}

function placeOfAnnotation({ level, properties }: WrittenAnnotation): string {
  return `${level} ${properties.file}:${properties.line}`;
}
