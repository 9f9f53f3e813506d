import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientOf } from './client.ts';
import { checkPayload } from './contract/guard.ts';
import { type Listener, startListener } from './listener.ts';
import { startGitHub } from './start-github.ts';
import type { Delivery, GitHub, InstalledApp, PullRequest, Repository, WebhookEvent } from './twin.ts';
import { DELIVERIES } from './webhooks/deliveries.ts';

const EVENTS: readonly WebhookEvent[] = [
  'check_run',
  'check_suite',
  'issue_comment',
  'merge_group',
  'pull_request',
  'pull_request_review',
  'pull_request_review_comment',
  'push',
];
const PERMISSIONS = {
  checks: 'write',
  contents: 'read',
  issues: 'read',
  'merge-queues': 'read',
  'pull-requests': 'write',
} as const;
const SECRET = 'between us';

let github: GitHub;
let listener: Listener;
let app: InstalledApp;
let repositories = 0;

beforeAll(async () => {
  github = await startGitHub();
  listener = await startListener(SECRET);
  github.createOrganization('acme', { owner: 'olivia' });
  app = github.installApp('gatekeeper', { account: 'acme', permissions: PERMISSIONS, events: EVENTS });
  github.deliverTo('gatekeeper', { url: `${listener.url}/hooks`, secret: SECRET });
});

afterAll(async () => {
  await github.stop();
  await listener.stop();
  expect(github.violations).toEqual([]);
});

function scene(): { readonly shop: Repository; readonly pullRequest: PullRequest } {
  const shop = github.createRepository(`acme/shop-${++repositories}`, { collaborators: { alice: 'write' } });
  shop.push('topic', { 'web.yaml': 'a: 1\nb: 1\n' }, { login: 'alice' });
  return { shop, pullRequest: shop.openPullRequest({ head: 'topic', login: 'alice' }) };
}

/** What was delivered while something was done. */
async function during(happens: () => unknown): Promise<readonly Delivery[]> {
  const before = github.webhooks.deliveries.length;
  await happens();
  await github.webhooks.settled();
  return github.webhooks.deliveries.slice(before);
}

function named(deliveries: readonly Delivery[]): readonly string[] {
  return deliveries.map(({ event, action }) => (action === null ? event : `${event}.${action}`));
}

function client(permissions = PERMISSIONS) {
  return clientOf(github, github.token({ app: 'gatekeeper', permissions }));
}

describe('a delivery', () => {
  it('is signed, says what it is for, and has the account, the repository and who did it', async () => {
    const { shop, pullRequest } = scene();
    const [delivery] = await during(() => pullRequest.comment('alice', '/tidewaiter recheck'));
    const received = listener.received.at(-1);
    expect(received).toMatchObject({
      isSigned: true,
      headers: {
        'content-type': 'application/json',
        'x-github-event': 'issue_comment',
        'x-github-delivery': delivery?.guid,
        'x-github-hook-installation-target-id': String(app.id),
        'x-github-hook-installation-target-type': 'integration',
      },
      payload: {
        action: 'created',
        comment: { body: '/tidewaiter recheck', user: { login: 'alice', type: 'User' } },
        issue: { number: pullRequest.number, pull_request: { url: expect.stringContaining('/pulls/1') } },
        installation: { id: app.installationId },
        organization: { login: 'acme' },
        repository: { full_name: shop.fullName, owner: { login: 'acme', type: 'Organization' } },
        sender: { login: 'alice' },
      },
    });
    expect(delivery).toMatchObject({ installationId: app.installationId, repository: shop.fullName });
    expect(delivery?.guid).toMatch(/^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/);
    expect(delivery?.answer).toMatchObject({ kind: 'answered', status: 202, body: 'heard' });
  });

  it('of what nobody subscribed to, or may not read, is not sent', async () => {
    github.createOrganization('narrow', { owner: 'nina' });
    github.installApp('gatekeeper', { account: 'narrow', permissions: { contents: 'read' } });
    const shop = github.createRepository('narrow/shop');
    const deliveries = await during(() => {
      shop.push('topic', { 'a.txt': 'a' });
      shop.openPullRequest({ head: 'topic' }).comment('nina', 'hello');
    });
    expect(named(deliveries)).toEqual(['push']);
  });
});

describe('what happens to a pull request is told', () => {
  it('opened, pushed to, made a draft and ready, renamed, closed and reopened', async () => {
    const { shop, pullRequest } = scene();
    shop.push('stable', { 'README.md': '# Stable\n' });
    const [before, baseSha] = [pullRequest.headSha, shop.head('main')];
    const happening: readonly (() => unknown)[] = [
      () => shop.push('topic', { 'web.yaml': 'a: 2\n' }, { login: 'alice' }),
      () => pullRequest.convertToDraft(),
      () => pullRequest.markReady(),
      () => pullRequest.changeTitle('Better'),
      () => pullRequest.changeBase('stable'),
      () => pullRequest.close(),
      () => pullRequest.reopen(),
    ];
    const deliveries = await during(() => {
      for (const happens of happening) happens();
    });
    expect(named(deliveries)).toEqual([
      'push',
      'pull_request.synchronize',
      'check_suite.requested',
      'pull_request.converted_to_draft',
      'pull_request.ready_for_review',
      'pull_request.edited',
      'pull_request.edited',
      'pull_request.closed',
      'pull_request.reopened',
    ]);
    const { headSha } = pullRequest;
    expect(deliveries.map(({ payload }) => payload)).toMatchObject([
      { ref: 'refs/heads/topic', before, after: headSha, created: false, deleted: false, forced: false },
      { before, after: headSha, pull_request: { head: { sha: headSha }, base: { sha: baseSha } } },
      { check_suite: { head_sha: headSha, app: { slug: 'gatekeeper' }, status: 'queued' } },
      { pull_request: { draft: true } },
      { pull_request: { draft: false } },
      { changes: { title: { from: 'Merge topic' } }, pull_request: { title: 'Better' } },
      {
        changes: { base: { ref: { from: 'main' }, sha: { from: baseSha } } },
        pull_request: { base: { ref: 'stable' } },
      },
      { pull_request: { state: 'closed', merged: false } },
      { pull_request: { state: 'open' } },
    ]);
  });

  it('merged: closed, and a push to the base that names the files', async () => {
    const { shop, pullRequest } = scene();
    const deliveries = await during(() => pullRequest.merge());
    expect(deliveries[0]?.payload).toMatchObject({
      ref: 'refs/heads/main',
      commits: [{ added: ['web.yaml'], removed: [], modified: [] }, { id: shop.head('main') }],
      head_commit: { id: shop.head('main') },
    });
    expect(deliveries.at(-1)).toMatchObject({
      event: 'pull_request',
      payload: { action: 'closed', pull_request: { merged: true, merged_by: { login: 'olivia' } } },
    });
  });

  it('of a fork it is told to whom the base belongs', async () => {
    const { shop } = scene();
    const fork = shop.fork('bob');
    const deliveries = await during(() => {
      fork.push('idea', { 'b.txt': 'b\n' });
      const pullRequest = shop.openPullRequest({ head: 'idea', from: fork });
      fork.push('idea', { 'b.txt': 'c\n' });
      pullRequest.close();
    });
    expect(named(deliveries)).toEqual(['pull_request.opened', 'pull_request.synchronize', 'pull_request.closed']);
    expect(deliveries[0]?.payload).toMatchObject({ pull_request: { head: { repo: { full_name: fork.fullName } } } });
  });
});

describe('what is written is told, whoever writes it', () => {
  it('a review with its comments, when all of it is there', async () => {
    const { shop, pullRequest } = scene();
    const deliveries = await during(() =>
      client().post(`/repos/${shop.fullName}/pulls/1/reviews`, {
        event: 'COMMENT',
        body: 'Two things.',
        comments: [1, 2].map((line) => ({ path: 'web.yaml', line, body: `no ${line}` })),
      }),
    );
    expect(named(deliveries)).toEqual([
      'pull_request_review.submitted',
      'pull_request_review_comment.created',
      'pull_request_review_comment.created',
    ]);
    expect(deliveries.map(({ payload }) => payload)).toMatchObject([
      { review: { state: 'commented', body: 'Two things.' }, sender: { login: 'gatekeeper[bot]', type: 'Bot' } },
      { comment: { body: 'no 1', line: 1 }, pull_request: { number: pullRequest.number } },
      { comment: { body: 'no 2', line: 2 } },
    ]);
    expect(pullRequest.reviewComments()).toHaveLength(2);
  });

  it('a reply, an approval, and comments that are edited or deleted', async () => {
    const { shop, pullRequest } = scene();
    const line = { path: 'web.yaml', line: 1, body: 'no', commit_id: pullRequest.headSha };
    const { json } = await client().post(`/repos/${shop.fullName}/pulls/1/comments`, line);
    const spoken = pullRequest.comment('alice', 'one');
    const deliveries = await during(async () => {
      const reply = pullRequest.reply(Object(json).id, 'alice', '/tidewaiter explain');
      pullRequest.review('olivia', { state: 'APPROVED' });
      pullRequest.dismissReview(pullRequest.reviews().at(-1)?.id ?? 0);
      pullRequest.editComment(spoken, 'two');
      pullRequest.editComment(reply, 'three');
      await client().delete(`/repos/${shop.fullName}/issues/comments/${spoken}`);
      await client().delete(`/repos/${shop.fullName}/pulls/comments/${reply}`);
    });
    expect(named(deliveries)).toEqual([
      'pull_request_review.submitted',
      'pull_request_review_comment.created',
      'pull_request_review.submitted',
      'pull_request_review.dismissed',
      'issue_comment.edited',
      'pull_request_review_comment.edited',
      'issue_comment.deleted',
      'pull_request_review_comment.deleted',
    ]);
    expect(deliveries.map(({ payload }) => payload)).toMatchObject([
      { review: { body: null } },
      { comment: { in_reply_to_id: Object(json).id } },
      { review: { state: 'approved', user: { login: 'olivia' }, commit_id: pullRequest.headSha } },
      { review: { state: 'dismissed', user: { login: 'olivia' } }, sender: { login: 'olivia' } },
      { changes: { body: { from: 'one' } }, comment: { body: 'two' }, sender: { login: 'alice' } },
      { changes: { body: { from: '/tidewaiter explain' } } },
      { sender: { login: 'gatekeeper[bot]' } },
      {},
    ]);
  });
});

it('a review that is asked for, of a collaborator alone', async () => {
  const { shop, pullRequest } = scene();
  const ask = (reviewer: string) =>
    client().post(`/repos/${shop.fullName}/pulls/1/requested_reviewers`, { reviewers: [reviewer] });
  const deliveries = await during(async () => {
    expect((await ask('alice')).status).toBe(422);
    expect((await ask('stranger')).status).toBe(422);
    expect((await ask('olivia')).status).toBe(201);
  });
  expect(deliveries).toMatchObject([
    { action: 'review_requested', payload: { requested_reviewer: { login: 'olivia' } } },
  ]);
  expect(pullRequest.requestedReviewers()).toEqual(['olivia']);
});

describe('checks', () => {
  const BUTTON = { label: 'Run again', description: 'Judges the head again', identifier: 'recheck' };

  it('are told when made and when completed, and their buttons when pressed', async () => {
    const { shop, pullRequest } = scene();
    const runs = `/repos/${shop.fullName}/check-runs`;
    const start = { name: 'gate', head_sha: pullRequest.headSha, status: 'in_progress', actions: [BUTTON] };
    const deliveries = await during(async () => {
      const { json } = await client().post(runs, start);
      expect(() => pullRequest.clickButton('recheck')).toThrow('no completed check of');
      await client().patch(`${runs}/${Object(json).id}`, {
        conclusion: 'failure',
        output: { title: 'T', summary: 'S' },
      });
      pullRequest.clickButton('recheck', { login: 'alice' });
      pullRequest.rerequestCheck('gate');
      pullRequest.rerequestChecks('gatekeeper');
    });
    expect(named(deliveries)).toEqual([
      'check_run.created',
      'check_run.completed',
      'check_suite.completed',
      'check_run.requested_action',
      'check_run.rerequested',
      'check_suite.rerequested',
    ]);
    expect(deliveries.map(({ payload }) => payload)).toMatchObject([
      { check_run: { status: 'in_progress', conclusion: null } },
      { check_run: { conclusion: 'failure', pull_requests: [{ number: 1 }] } },
      { check_suite: { conclusion: 'failure' } },
      { requested_action: { identifier: 'recheck' }, check_run: { app: { id: app.id } }, sender: { login: 'alice' } },
      { check_run: { name: 'gate', head_sha: pullRequest.headSha }, sender: { login: 'olivia' } },
      { check_suite: { head_sha: pullRequest.headSha } },
    ]);
    expect(pullRequest.checks()).toMatchObject([{ app: 'gatekeeper', conclusion: 'failure', buttons: [BUTTON] }]);
  });

  it('of another App: who reads checks is told of them, but not asked to run them again', async () => {
    const { shop, pullRequest } = scene();
    const deliveries = await during(() => {
      shop.reportJob({ sha: pullRequest.headSha, name: 'build', conclusion: 'success' });
      pullRequest.rerequestCheck('build');
      pullRequest.rerequestChecks('github-actions');
    });
    expect(named(deliveries)).toEqual(['check_run.created', 'check_run.completed', 'check_suite.completed']);
  });
});

it('a merge queue asks for the checks of each of its commits, and tells what becomes of them', async () => {
  const { shop, pullRequest } = scene();
  shop.push('other', { 'b.txt': 'b\n' });
  const other = shop.openPullRequest({ head: 'other' });
  const deliveries = await during(() => {
    const first = shop.enterMergeQueue(pullRequest);
    shop.enterMergeQueue(other);
    first.land();
    other.close();
  });
  const [one, two, ...destroyed] = deliveries
    .filter(({ event }) => event === 'merge_group')
    .map(({ payload }) => payload);
  const [first, second] = [Object(one?.merge_group), Object(two?.merge_group)];
  expect([one, two]).toMatchObject([{ action: 'checks_requested' }, { action: 'checks_requested' }]);
  expect(first).toMatchObject({
    head_ref: `refs/heads/gh-readonly-queue/main/pr-1-${first.base_sha}`,
    base_ref: 'refs/heads/main',
    head_commit: { id: first.head_sha },
  });
  expect(second.base_sha).toBe(first.head_sha);
  expect(destroyed).toMatchObject([
    { action: 'destroyed', reason: 'merged', merge_group: { head_sha: first.head_sha } },
    { action: 'destroyed', reason: 'dequeued', merge_group: { head_sha: second.head_sha } },
  ]);
  // Whoever hears of no merge groups still hears of the push.
  expect(deliveries.filter(({ event }) => event === 'push').map(({ payload }) => payload.ref)).toEqual([
    first.head_ref,
    second.head_ref,
    'refs/heads/main',
  ]);
});

describe('installations', () => {
  it('are told when made, changed, suspended and removed; a suspended one hears nothing else', async () => {
    const [one, two] = [github.createRepository('carol/one'), github.createRepository('carol/two')];
    const deliveries = await during(() => {
      const installed = github.installApp('gatekeeper', { account: 'carol', repositories: ['one'] });
      two.push('main', { 'a.txt': 'a' });
      installed.selectRepositories('two');
      installed.grant({ contents: 'read' });
      installed.suspend();
      two.push('main', { 'a.txt': 'b' });
      installed.unsuspend();
      two.push('main', { 'a.txt': 'c' });
      one.push('main', { 'a.txt': 'c' });
      installed.uninstall();
    });
    expect(named(deliveries)).toEqual([
      'installation.created',
      'installation_repositories.added',
      'installation_repositories.removed',
      'installation.new_permissions_accepted',
      'installation.suspend',
      'installation.unsuspend',
      'push',
      'installation.deleted',
    ]);
    expect(deliveries.map(({ payload }) => payload)).toMatchObject([
      { repositories: [{ full_name: 'carol/one' }], installation: { permissions: { merge_queues: 'read' } } },
      { repositories_added: [{ full_name: 'carol/two' }], repositories_removed: [], repository_selection: 'selected' },
      { repositories_added: [], repositories_removed: [{ full_name: 'carol/one' }] },
      { installation: { permissions: { contents: 'read', metadata: 'read' } } },
      { installation: { suspended_by: { login: 'carol' }, suspended_at: expect.any(String) } },
      { installation: { suspended_at: null } },
      { repository: { full_name: 'carol/two' } },
      { sender: { login: 'carol' } },
    ]);
  });

  it('a new repository of an account that lets an App into all of them', async () => {
    const [added] = await during(() => github.createRepository('acme/fresh'));
    expect(added).toMatchObject({
      event: 'installation_repositories',
      payload: { action: 'added', repositories_added: [{ full_name: 'acme/fresh' }], repository_selection: 'all' },
    });
  });
});

describe("what was delivered above is as GitHub's description has it", () => {
  const nameOf = ({ event, action }: Delivery) =>
    [event, ...(action === null ? [] : [action])].join('-').replaceAll('_', '-');

  it.each(DELIVERIES)('%s', (name) => {
    const deliveries = github.webhooks.deliveries.filter((delivery) => nameOf(delivery) === name);
    expect(deliveries.length).toBeGreaterThan(0);
    expect(deliveries.flatMap(({ payload }) => checkPayload(name, payload))).toEqual([]);
  });

  it('and there was nothing else', () => {
    expect(DELIVERIES).toEqual(expect.arrayContaining(github.webhooks.deliveries.map(nameOf)));
  });
});
