import { expect, test } from 'vitest';
import { allowImages, IMAGE_POLICY, labelPolicy, pod } from '../cli/project.ts';
import { startGitHub } from '../github-twin/start-github.ts';
import type { GitHub, MergeGroup, Repository } from '../github-twin/twin.ts';
import { gitRepository } from '../repository/git-fixture.ts';
import { type ActionRun, type ActionStart, runAction } from './run-action.ts';

const TEAM_POLICY = { 'policies/team.yaml': labelPolicy() };
const WITHOUT_TEAM = { 'deploy/web.yaml': pod('web') };
const WITH_TEAM = { 'deploy/web.yaml': pod('web', { team: 'shop' }) };

test('merge_group: what the queue would merge is judged, and nobody is told but by its check', async () => {
  await using github = await startGitHub();
  const shop = github.createRepository('acme/shop', { files: TEAM_POLICY });
  shop.protect('main', { checks: [{ context: 'tidewaiter', app: 'github-actions' }] });
  shop.push('good', WITH_TEAM);
  shop.push('bad', WITHOUT_TEAM);
  const [good, bad] = [shop.openPullRequest({ head: 'good' }), shop.openPullRequest({ head: 'bad' })];

  const refused = shop.enterMergeQueue(bad);
  expect(await judgeGroup(github, shop, refused)).toMatchObject({ exitCode: 1, outputs: { conclusion: 'block' } });
  expect(refused.land().status).toBe(405);
  const taken = shop.enterMergeQueue(good);
  expect(await judgeGroup(github, shop, taken)).toMatchObject({ exitCode: 0, outputs: { conclusion: 'pass' } });
  expect(taken.land().status).toBe(200);

  expect([...bad.allConversation(), ...bad.reviewComments()]).toEqual([]);
  expect(github.violations).toEqual([]);
});

test('merge_group: the policies are those that the branch has by now', async () => {
  await using github = await startGitHub();
  const shop = github.createRepository('acme/shop', { files: { 'README.md': 'The shop\n' } });
  shop.push('topic', WITHOUT_TEAM);
  const group = shop.enterMergeQueue(shop.openPullRequest({ head: 'topic' }));
  shop.push('main', TEAM_POLICY);

  expect(await judgeGroup(github, shop, group)).toMatchObject({ exitCode: 1, outputs: { blocking: '1' } });
  expect(github.violations).toEqual([]);
});

test('merge_group: two pull requests that are clean alone, and not together', async () => {
  await using github = await startGitHub();
  const shop = github.createRepository('acme/shop', {
    files: { 'policies/images.yaml': IMAGE_POLICY, 'deploy/images.yaml': allowImages('nginx:1.27 | nginx:1.28') },
  });
  shop.push('stricter', { 'deploy/images.yaml': allowImages('nginx:1.28') });
  shop.push('web', { 'deploy/web.yaml': pod('web') }); // nginx:1.27
  const web = shop.openPullRequest({ head: 'web' });
  const alone = shop.enterMergeQueue(web);
  expect(await judgeGroup(github, shop, alone)).toMatchObject({ exitCode: 0 });
  alone.leave();

  const first = shop.enterMergeQueue(shop.openPullRequest({ head: 'stricter' }));
  const second = shop.enterMergeQueue(web);
  expect(await judgeGroup(github, shop, first)).toMatchObject({ exitCode: 0 });
  expect(await judgeGroup(github, shop, second)).toMatchObject({ exitCode: 1, outputs: { blocking: '1' } });
  expect(github.violations).toEqual([]);
});

test('push to the default branch: what it brings is judged, by the policies from before', async () => {
  await using github = await startGitHub();
  const shop = github.createRepository('acme/shop', { files: { ...TEAM_POLICY, 'deploy/old.yaml': pod('old') } });
  const before = shop.head('main');
  const after = shop.push('main', { ...WITHOUT_TEAM, 'policies/team.yaml': null });

  const run = await judgePush(github, shop, { branch: 'main', before, after });

  expect(run).toMatchObject({ exitCode: 1, outputs: { violations: '1', blocking: '1' } });
  expect(run.annotations).toMatchObject([{ level: 'error', properties: { file: 'deploy/web.yaml', line: '3' } }]);
  expect(github.violations).toEqual([]);
});

test('push to another branch: all of it is judged, as in a pull request to the default branch', async () => {
  await using github = await startGitHub();
  const shop = github.createRepository('acme/shop', { files: TEAM_POLICY });
  const bad = shop.push('topic', WITHOUT_TEAM);
  const later = shop.push('topic', { 'README.md': 'The shop\n' });

  const created = await judgePush(github, shop, { branch: 'topic', before: '0'.repeat(40), after: bad });
  const pushed = await judgePush(github, shop, { branch: 'topic', before: bad, after: later });

  for (const run of [created, pushed]) expect(run).toMatchObject({ exitCode: 1, outputs: { blocking: '1' } });
  expect(github.violations).toEqual([]);
});

test('workflow_dispatch with refs: one is judged against the other, and inputs may loosen', async () => {
  await using github = await startGitHub();
  const shop = github.createRepository('acme/shop', { files: TEAM_POLICY });
  shop.push('topic', WITHOUT_TEAM);
  const refs = { 'base-ref': 'main', 'head-ref': 'topic' };

  const run = await dispatch(github, shop, { inputs: refs });
  const observed = await dispatch(github, shop, { inputs: { ...refs, mode: 'observe' } });

  expect(run).toMatchObject({ exitCode: 1, outputs: { conclusion: 'block', blocking: '1' } });
  expect(observed).toMatchObject({ exitCode: 0, outputs: { conclusion: 'warn', blocking: '1' } });
  expect(github.violations).toEqual([]);
});

test('workflow_dispatch without refs: everything in the checkout is judged, and without one nothing is green', async () => {
  await using github = await startGitHub();
  const shop = github.createRepository('acme/shop', { files: { ...TEAM_POLICY, ...WITHOUT_TEAM } });
  await using checkout = gitRepository({ clone: { from: shop.folder } });

  const run = await dispatch(github, shop, { workspace: checkout.folder });
  const without = await dispatch(github, shop);

  expect(run).toMatchObject({ exitCode: 1, outputs: { conclusion: 'block', violations: '1' } });
  expect(without).toMatchObject({ exitCode: 1, outputs: { conclusion: 'error' } });
  expect(without.annotations).toMatchObject([{ message: expect.stringContaining('Add actions/checkout') }]);
  expect(github.violations).toEqual([]);
});

/** Judges the commit of a queue, and reports the job on it. */
async function judgeGroup(github: GitHub, shop: Repository, { headSha, payload }: MergeGroup): Promise<ActionRun> {
  const run = await runFor(github, shop, { event: 'merge_group', payload, sha: headSha });
  shop.reportJob({ sha: headSha, name: 'tidewaiter', conclusion: run.exitCode === 0 ? 'success' : 'failure' });
  return run;
}

interface Push {
  readonly branch: string;
  readonly before: string;
  readonly after: string;
}

function judgePush(github: GitHub, shop: Repository, { branch, before, after }: Push): Promise<ActionRun> {
  const payload = { ref: `refs/heads/${branch}`, before, after, repository: { default_branch: 'main' } };
  return runFor(github, shop, { event: 'push', payload, sha: after });
}

function dispatch(github: GitHub, shop: Repository, options: Partial<ActionStart> = {}): Promise<ActionRun> {
  const payload = { ref: 'refs/heads/main', inputs: null, repository: { default_branch: 'main' } };
  return runFor(github, shop, { event: 'workflow_dispatch', payload, sha: shop.head('main'), ...options });
}

/** A job that may read the repository and nothing else. */
function runFor(github: GitHub, shop: Repository, start: Omit<ActionStart, 'token'>): Promise<ActionRun> {
  const token = github.token({ app: 'github-actions', repository: shop.fullName, permissions: { contents: 'read' } });
  return runAction(github, shop, { ...start, token });
}
