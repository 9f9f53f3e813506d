import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientOf } from './client.ts';
import { startGitHub } from './start-github.ts';
import type { GitHub, PullRequest } from './twin.ts';

let github: GitHub;
let repositories = 0;

beforeAll(async () => {
  github = await startGitHub();
});

afterAll(async () => {
  await github.stop();
  expect(github.violations).toEqual([]);
});

const BEFORE = 'image: a\nprivileged: true\nreplicas: 1\nhostPID: true\n';

function scene() {
  const name = `acme/shop-${++repositories}`;
  const shop = github.createRepository(name, { files: { 'README.md': '# Shop\n' } });
  shop.push('topic', { 'web.yaml': BEFORE });
  const pullRequest = shop.openPullRequest({ head: 'topic' });
  return { name, shop, pullRequest };
}

/** The lines and bodies as one review of the workflow's token. */
async function review(name: string, ...comments: readonly object[]): Promise<readonly number[]> {
  const token = github.token({ app: 'github-actions', permissions: { 'pull-requests': 'write' }, repository: name });
  const client = clientOf(github, token);
  const pull = `/repos/${name}/pulls/1`;
  const entries = comments.map((comment) => ({ path: 'web.yaml', ...comment }));
  const { json } = await client.post(`${pull}/reviews`, { event: 'COMMENT', body: 'Review.', comments: entries });
  const made = await client.get(`${pull}/reviews/${Object(json).id}/comments`);
  return Object(made.json).map((comment: { readonly id: number }) => comment.id);
}

function suggest(text: string): string {
  return `Do this:\n\`\`\`suggestion\n${text}\`\`\`\n`;
}

describe('suggestions are applied as the button does', () => {
  it('several become one commit: replaced, deleted, and more lines than before', async () => {
    const { name, shop, pullRequest } = scene();
    const ids = await review(
      name,
      { line: 1, body: suggest('image: a@sha256:1\nimagePullPolicy: Always\n') },
      { line: 2, body: suggest('privileged: false\n') },
      { line: 4, body: suggest('') },
    );
    const before = pullRequest.headSha;
    const sha = pullRequest.applySuggestions(...ids);
    expect(shop.read('topic', 'web.yaml')).toBe(
      'image: a@sha256:1\nimagePullPolicy: Always\nprivileged: false\nreplicas: 1\n',
    );
    expect(pullRequest.headSha).toBe(sha);
    expect(git(shop.folder, 'rev-parse', `${sha}^`)).toBe(before);
    expect(pullRequest.visibleComments()).toEqual([]);
  });

  it('a fence longer than the fences inside of it', async () => {
    const { name, shop, pullRequest } = scene();
    const body = '````suggestion\n```\nfence\n```\n````';
    const [id = 0] = await review(name, { start_line: 2, line: 3, body });
    expect(pullRequest.reviewComments()).toMatchObject([{ suggestion: '```\nfence\n```' }]);
    pullRequest.applySuggestions(id);
    expect(shop.read('topic', 'web.yaml')).toBe('image: a\n```\nfence\n```\nhostPID: true\n');
  });

  it('where GitHub offers no button, nothing happens', async () => {
    const { name, shop, pullRequest } = scene();
    const [none = 0, same = 0, wide = 0, narrow = 0] = await review(
      name,
      { line: 1, body: 'words' },
      { line: 1, body: suggest('image: a\n') },
      { start_line: 2, line: 3, body: suggest('x\n') },
      { line: 3, body: suggest('y\n') },
    );
    expect(() => pullRequest.applySuggestions(none)).toThrow('suggests nothing');
    expect(() => pullRequest.applySuggestions(same)).toThrow('changes nothing');
    expect(() => pullRequest.applySuggestions(wide, narrow)).toThrow('two of them are on one line');
    pullRequest.resolveThread(wide);
    expect(() => pullRequest.applySuggestions(wide)).toThrow('resolved');
    shop.push('topic', { 'web.yaml': BEFORE.replace('1', '2') });
    expect(() => pullRequest.applySuggestions(narrow)).toThrow('outdated');
    pullRequest.close();
    expect(() => pullRequest.applySuggestions(same)).toThrow('closed');
  });
});

describe('a merge waits for required checks', () => {
  const gate = { name: 'gate', conclusion: 'success' } as const;

  it('405 while one is missing or fails; 200 once it passed at the head', () => {
    const { shop, pullRequest } = scene();
    shop.protect('main', { checks: [{ context: 'gate', app: 'github-actions' }] });
    expect(pullRequest.merge()).toEqual({ status: 405, message: 'Required status check "gate" is expected.' });
    shop.reportJob({ ...gate, sha: pullRequest.headSha, conclusion: 'failure' });
    expect(pullRequest.merge()).toEqual({ status: 405, message: 'Required status check "gate" is failing.' });
    shop.reportJob({ ...gate, sha: pullRequest.headSha });
    shop.push('topic', { 'more.yaml': 'b: 1\n' });
    expect(pullRequest.merge().status).toBe(405);
    shop.reportJob({ ...gate, sha: pullRequest.headSha });
    expect(pullRequest.merge()).toEqual({ status: 200, message: 'Pull Request successfully merged' });
    expect(pullRequest.state()).toBe('merged');
    expect(shop.read('main', 'web.yaml')).toBe(BEFORE);
  });

  it.each(['neutral', 'skipped'] as const)('%s passes as well', (conclusion) => {
    const { shop, pullRequest } = scene();
    shop.protect('main', { checks: [{ context: 'gate' }] });
    shop.reportJob({ ...gate, sha: pullRequest.headSha, conclusion });
    expect(pullRequest.merge().status).toBe(200);
  });

  it('a status of the same name from somebody else does not count', async () => {
    const { name, shop, pullRequest } = scene();
    shop.protect('main', { checks: [{ context: 'gate', app: 'github-actions' }] });
    const client = clientOf(github, github.token({ login: 'acme' }));
    await client.post(`/repos/${name}/statuses/${pullRequest.headSha}`, { state: 'success', context: 'gate' });
    const message = 'Required status check "gate" was not set by the expected GitHub App.';
    expect(pullRequest.merge()).toEqual({ status: 405, message });
  });

  it('a ruleset refuses in words of its own', () => {
    const { shop, pullRequest } = scene();
    shop.protect('main', { checks: [{ context: 'gate' }], by: 'ruleset' });
    expect(pullRequest.merge().message).toBe(
      'Repository rule violations found\n\nRequired status check "gate" is expected.\n\n',
    );
  });

  it('409 where the head is not the one that was seen; 405 where they conflict', async () => {
    const { name, shop, pullRequest } = scene();
    const client = clientOf(github, github.token({ login: 'acme' }));
    const seen = pullRequest.headSha;
    shop.push('topic', { 'web.yaml': 'x\n' });
    expect(await client.put(`/repos/${name}/pulls/1/merge`, { sha: seen })).toMatchObject({
      status: 409,
      json: { message: 'Head branch was modified. Review and try the merge again.' },
    });
    shop.push('main', { 'web.yaml': 'y\n' });
    expect(await client.put(`/repos/${name}/pulls/1/merge`, {})).toMatchObject({
      status: 405,
      json: { message: 'Pull Request is not mergeable' },
    });
    expect(Object((await client.get(`/repos/${name}/pulls/1`)).json).mergeable_state).toBe('dirty');
  });

  it('the merge queue: the check counts on the combined commit', () => {
    const { shop, pullRequest } = scene();
    shop.protect('main', { checks: [{ context: 'gate' }] });
    shop.push('main', { 'other.yaml': 'c: 1\n' });
    const group = shop.enterMergeQueue(pullRequest);
    expect(group.headRef).toMatch(/^refs\/heads\/gh-readonly-queue\/main\/pr-1-[0-9a-f]{40}$/);
    expect(group).toMatchObject({ baseSha: shop.head('main'), baseRef: 'refs/heads/main' });
    expect(group.payload).toMatchObject({
      action: 'checks_requested',
      merge_group: { head_sha: group.headSha, head_ref: group.headRef, base_sha: group.baseSha },
    });
    expect(git(shop.folder, 'ls-tree', '--name-only', group.headSha)).toBe('README.md\nother.yaml\nweb.yaml');
    shop.reportJob({ ...gate, sha: pullRequest.headSha });
    expect(group.land()).toMatchObject({ status: 405 });
    shop.reportJob({ ...gate, sha: group.headSha });
    expect(group.land()).toMatchObject({ status: 200 });
    expect(shop.head('main')).toBe(group.headSha);
  });
});

describe('forks', () => {
  it("share commits with the repository, and their workflow's token only reads", async () => {
    const name = `acme/shop-${++repositories}`;
    const shop = github.createRepository(name, { files: { 'a.txt': 'a\n' } });
    const fork = shop.fork('bob');
    const head = fork.push('topic', { 'b.txt': 'b\n' });
    const pullRequest = shop.openPullRequest({ head: 'topic', from: fork });
    expect(git(shop.folder, 'rev-parse', 'refs/pull/1/head')).toBe(head);
    expect(git(shop.folder, 'show', `${head}:b.txt`)).toBe('b');
    expect(pullRequest.eventPayload('opened')).toMatchObject({
      pull_request: { head: { sha: head, label: 'bob:topic', repo: { full_name: fork.fullName, fork: true } } },
      repository: { full_name: name },
      sender: { login: 'bob' },
    });
    const comment = async (event: 'pull_request' | 'pull_request_target') => {
      const client = clientOf(github, pullRequest.jobToken({ event, permissions: { 'pull-requests': 'write' } }));
      return client.post(`/repos/${name}/issues/1/comments`, { body: 'hello' });
    };
    expect(await comment('pull_request')).toMatchObject({
      status: 403,
      json: { message: 'Resource not accessible by integration' },
    });
    expect((await comment('pull_request_target')).status).toBe(201);
  });
});

describe('what happens to a pull request', () => {
  it('its base moves: base.sha stays behind until the head moves', () => {
    const { shop, pullRequest } = scene();
    const before = shop.head('main');
    const after = shop.push('main', { 'README.md': '# Shop, moved\n' });
    expect(baseOf(pullRequest)).toBe(before);
    const synchronize = { before: pullRequest.headSha, after: shop.push('topic', { 'a.yaml': 'a: 1\n' }) };
    expect(pullRequest.eventPayload('synchronize')).toMatchObject(synchronize);
    expect(baseOf(pullRequest)).toBe(after);
  });

  it('its branch is deleted: it is closed', () => {
    const { shop, pullRequest } = scene();
    shop.deleteBranch('topic');
    expect(pullRequest.state()).toBe('closed');
  });

  it('it is closed and reopened: the head is where the branch went meanwhile', () => {
    const { shop, pullRequest } = scene();
    pullRequest.close();
    const head = shop.push('topic', { 'a.yaml': 'a: 1\n' });
    expect(pullRequest.headSha).not.toBe(head);
    pullRequest.reopen();
    expect(pullRequest.headSha).toBe(head);
  });

  it('the test merge is what actions/checkout takes', () => {
    const { shop, pullRequest } = scene();
    shop.push('main', { 'other.yaml': 'c: 1\n' });
    const merged = pullRequest.mergeCommit() ?? '';
    expect(pullRequest.eventPayload('opened')).toMatchObject({ pull_request: { merge_commit_sha: merged } });
    expect(git(shop.folder, 'rev-parse', 'refs/pull/1/merge')).toBe(merged);
    expect(git(shop.folder, 'rev-parse', `${merged}^1`, `${merged}^2`)).toBe(
      `${shop.head('main')}\n${pullRequest.headSha}`,
    );
  });
});

function baseOf(pullRequest: PullRequest): unknown {
  return Object(pullRequest.eventPayload('edited').pull_request).base.sha;
}

function git(folder: string, ...command: readonly string[]): string {
  return execFileSync('git', ['--git-dir', folder, ...command], { encoding: 'utf8' }).trimEnd();
}
