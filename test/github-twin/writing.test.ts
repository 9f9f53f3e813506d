import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, clientOf } from './client.ts';
import { startGitHub } from './start-github.ts';
import type { GitHub, Permissions, PullRequest, Repository } from './twin.ts';

let github: GitHub;
let repositories = 0;

beforeAll(async () => {
  github = await startGitHub();
});

afterAll(async () => {
  await github.stop();
  expect(github.violations).toEqual([]);
});

interface Scene {
  readonly shop: Repository;
  readonly pullRequest: PullRequest;
  readonly client: Client;
  readonly api: string;
}

function scene(permissions: Permissions = { contents: 'write', 'pull-requests': 'write' }): Scene {
  const shop = github.createRepository(`acme/shop-${++repositories}`, { collaborators: { alice: 'write' } });
  shop.push('topic', { 'web.yaml': 'a: 1\n', 'run.sh': { executable: '#!/bin/sh\n' } }, { login: 'alice' });
  const pullRequest = shop.openPullRequest({ head: 'topic', login: 'alice' });
  const token = github.token({ app: 'gatekeeper', permissions, repository: shop.fullName });
  return { shop, pullRequest, client: clientOf(github, token), api: `/repos/${shop.fullName}` };
}

const FORBIDDEN = { status: 403, json: { message: 'Resource not accessible by integration' } };

describe('a commit made of objects', () => {
  async function commitOn({ client, api }: Scene, parent: string, text: string): Promise<string> {
    const blob = await client.post(`${api}/git/blobs`, {
      content: Buffer.from(text).toString('base64'),
      encoding: 'base64',
    });
    const tree = await client.post(`${api}/git/trees`, {
      base_tree: parent,
      tree: [
        { path: 'web.yaml', mode: '100644', type: 'blob', sha: Object(blob.json).sha },
        { path: 'deep/new.yaml', mode: '100644', type: 'blob', content: 'n: 1\n' },
        { path: 'README.md', mode: '100644', type: 'blob', sha: null },
      ],
    });
    const commit = await client.post(`${api}/git/commits`, {
      message: 'Apply fixes',
      tree: Object(tree.json).sha,
      parents: [parent],
    });
    expect(commit.status).toBe(201);
    return Object(commit.json).sha;
  }

  it('moves the branch when its ref is updated, and with it the pull request', async () => {
    const stage = scene();
    const { shop, pullRequest, client, api } = stage;
    const before = pullRequest.headSha;
    const sha = await commitOn(stage, before, 'a: 2\n');
    expect(pullRequest.headSha).toBe(before);
    expect((await client.patch(`${api}/git/refs/heads/topic`, { sha })).status).toBe(200);
    expect(pullRequest.headSha).toBe(sha);
    expect(['web.yaml', 'deep/new.yaml', 'README.md', 'run.sh'].map((path) => shop.read('topic', path))).toEqual([
      'a: 2\n',
      'n: 1\n',
      undefined,
      '#!/bin/sh\n',
    ]);
    expect((await client.get(`${api}/git/commits/${sha}`)).json).toMatchObject({
      author: { name: 'gatekeeper[bot]' },
      parents: [{ sha: before }],
    });
  });

  it('not when the branch has moved on meanwhile, unless by force', async () => {
    const stage = scene();
    const { shop, client, api } = stage;
    const sha = await commitOn(stage, shop.head('topic'), 'a: 2\n');
    shop.push('topic', { 'web.yaml': 'a: 3\n' });
    expect(await client.patch(`${api}/git/refs/heads/topic`, { sha })).toMatchObject({
      status: 422,
      json: { message: 'Update is not a fast forward' },
    });
    expect((await client.patch(`${api}/git/refs/heads/topic`, { sha, force: true })).status).toBe(200);
  });

  it('a branch is made once, and deleted with its pull request', async () => {
    const { shop, pullRequest, client, api } = scene();
    const ref = { ref: 'refs/heads/fresh', sha: shop.head('main') };
    expect((await client.post(`${api}/git/refs`, ref)).status).toBe(201);
    expect(await client.post(`${api}/git/refs`, ref)).toMatchObject({ json: { message: 'Reference already exists' } });
    expect((await client.post(`${api}/git/refs`, { ...ref, ref: 'refs/heads/x', sha: '0'.repeat(40) })).status).toBe(
      422,
    );
    expect((await client.delete(`${api}/git/refs/heads/topic`)).status).toBe(204);
    expect(pullRequest.state()).toBe('closed');
  });

  it('nothing of it without the permission', async () => {
    const { shop, client, api } = scene({ contents: 'read', 'pull-requests': 'write' });
    expect(await client.post(`${api}/git/blobs`, { content: 'x' })).toMatchObject(FORBIDDEN);
    expect(await client.patch(`${api}/git/refs/heads/topic`, { sha: shop.head('main') })).toMatchObject(FORBIDDEN);
    expect(await client.put(`${api}/contents/x`, { message: 'x', content: '' })).toMatchObject(FORBIDDEN);
  });
});

describe('one file at a time', () => {
  const content = Buffer.from('b: 1\n').toString('base64');

  it('is made, and replaced by whoever says what was there', async () => {
    const { shop, client, api } = scene();
    const put = (more: object) =>
      client.put(`${api}/contents/deploy%2Fb.yaml`, { message: 'm', content, branch: 'topic', ...more });
    const made = await put({});
    expect(made).toMatchObject({ status: 201, json: { content: { path: 'deploy/b.yaml' }, commit: { message: 'm' } } });
    expect(shop.read('topic', 'deploy/b.yaml')).toBe('b: 1\n');
    expect((await put({})).status).toBe(422);
    expect((await put({ sha: '0'.repeat(40) })).status).toBe(409);
    expect((await put({ sha: Object(made.json).content.sha })).status).toBe(200);
  });

  it('not onto a branch that requires checks', async () => {
    const { shop, client, api } = scene();
    shop.protect('main', { checks: [{ context: 'gate' }] });
    expect(await client.put(`${api}/contents/b.yaml`, { message: 'm', content })).toMatchObject({
      status: 409,
      json: { message: expect.stringContaining('Required status check "gate" is expected.') },
    });
    const sha = shop.head('topic');
    expect((await client.patch(`${api}/git/refs/heads/main`, { sha })).status).toBe(422);
    expect(shop.read('main', 'b.yaml')).toBeUndefined();
  });
});

describe('createCommitOnBranch', () => {
  const COMMIT = `mutation ($input: CreateCommitOnBranchInput!) {
    createCommitOnBranch(input: $input) { commit { oid url } ref { name } }
  }`;

  function input({ shop }: Scene, expectedHeadOid: string) {
    return {
      branch: { repositoryNameWithOwner: shop.fullName, branchName: 'topic' },
      expectedHeadOid,
      message: { headline: 'Apply 2 fixes', body: 'As suggested.' },
      fileChanges: {
        additions: [{ path: 'web.yaml', contents: Buffer.from('a: 2\n').toString('base64') }],
        deletions: [{ path: 'README.md' }],
      },
    };
  }

  it('commits onto the head that was seen', async () => {
    const stage = scene();
    const { shop, pullRequest, client } = stage;
    const before = pullRequest.headSha;
    const { json } = await client.graphql(COMMIT, { input: input(stage, before) });
    const { oid } = Object(json).data.createCommitOnBranch.commit;
    expect(pullRequest.headSha).toBe(oid);
    expect([shop.read('topic', 'web.yaml'), shop.read('topic', 'README.md')]).toEqual(['a: 2\n', undefined]);
    const commit = await client.get(`/repos/${shop.fullName}/git/commits/${oid}`);
    expect(commit.json).toMatchObject({ message: 'Apply 2 fixes\n\nAs suggested.', parents: [{ sha: before }] });
  });

  it('and not onto another', async () => {
    const stage = scene();
    const before = stage.pullRequest.headSha;
    const now = stage.shop.push('topic', { 'web.yaml': 'a: 3\n' });
    const { status, json } = await stage.client.graphql(COMMIT, { input: input(stage, before) });
    expect({ status, json }).toMatchObject({
      status: 200,
      json: { data: { createCommitOnBranch: null }, errors: [{ type: 'STALE_DATA' }] },
    });
    expect(stage.pullRequest.headSha).toBe(now);
  });

  it('nor without the permission, nor in a fork that the App is not installed on', async () => {
    const reader = scene({ contents: 'read' });
    const head = reader.pullRequest.headSha;
    expect((await reader.client.graphql(COMMIT, { input: input(reader, head) })).json).toMatchObject({
      errors: [{ type: 'FORBIDDEN' }],
    });
    const stage = scene();
    const fork = stage.shop.fork('bob');
    const inFork = {
      ...input(stage, fork.head('topic')),
      branch: { repositoryNameWithOwner: fork.fullName, branchName: 'topic' },
    };
    expect((await stage.client.graphql(COMMIT, { input: inFork })).json).toMatchObject({
      errors: [{ type: 'FORBIDDEN' }],
    });
  });
});

describe('a pull request of the bot', () => {
  it('is opened from a branch that it made, by the bot, with words', async () => {
    const { shop, client, api } = scene();
    await client.post(`${api}/git/refs`, { ref: 'refs/heads/exempt', sha: shop.head('main') });
    const wish = { title: 'Exempt web', head: 'exempt', base: 'main', body: 'Until the end of the month.' };
    expect(await client.post(`${api}/pulls`, wish)).toMatchObject({
      status: 422,
      json: { errors: [{ message: 'No commits between main and exempt' }] },
    });
    await client.put(`${api}/contents/exemptions.yml`, { message: 'm', content: 'eDogMQo=', branch: 'exempt' });
    expect(await client.post(`${api}/pulls`, { ...wish, title: 'x'.repeat(257) })).toMatchObject({
      status: 422,
      json: { errors: [{ field: 'title', message: 'title is too long (maximum is 256 characters)' }] },
    });
    expect(await client.post(`${api}/pulls`, wish)).toMatchObject({
      status: 201,
      json: { number: 2, title: 'Exempt web', body: wish.body, user: { login: 'gatekeeper[bot]' }, changed_files: 1 },
    });
    expect(await client.post(`${api}/pulls`, wish)).toMatchObject({
      json: { errors: [{ message: 'A pull request already exists for acme:exempt.' }] },
    });
    expect((await client.post(`${api}/pulls`, { ...wish, head: 'nothing' })).json).toMatchObject({
      errors: [{ field: 'head', code: 'invalid' }],
    });
    expect((await client.patch(`${api}/pulls/2`, { state: 'closed', title: 'Not needed' })).json).toMatchObject({
      state: 'closed',
      title: 'Not needed',
    });
  });

  it('over GraphQL as well', async () => {
    const { shop, client } = scene();
    const { json } = await client.graphql('query ($name: String!) { repository(owner: "acme", name: $name) { id } }', {
      name: shop.fullName.slice('acme/'.length),
    });
    const { id } = Object(json).data.repository;
    const ref = await client.graphql(
      'mutation ($input: CreateRefInput!) { createRef(input: $input) { ref { name target { oid } } } }',
      { input: { repositoryId: id, name: 'refs/heads/mine', oid: shop.head('topic') } },
    );
    expect(ref.json).toMatchObject({
      data: { createRef: { ref: { name: 'mine', target: { oid: shop.head('topic') } } } },
    });
    const opened = await client.graphql(
      'mutation ($input: CreatePullRequestInput!) { createPullRequest(input: $input) { pullRequest { number author { login } } } }',
      { input: { repositoryId: id, baseRefName: 'main', headRefName: 'mine', title: 'T' } },
    );
    expect(opened.json).toMatchObject({
      data: { createPullRequest: { pullRequest: { number: 2, author: { login: 'gatekeeper' } } } },
    });
  });

  it('is approved by others, never by whoever opened it', async () => {
    const { shop, pullRequest, client, api } = scene();
    const approval = { event: 'APPROVE', body: 'Fine.' };
    const alice = clientOf(github, github.token({ login: 'alice' }));
    expect(await alice.post(`${api}/pulls/1/reviews`, approval)).toMatchObject({
      status: 422,
      json: { errors: ['Can not approve your own pull request'] },
    });
    expect((await client.post(`${api}/pulls/1/reviews`, approval)).status).toBe(200);
    pullRequest.review('acme', { state: 'APPROVED' });
    expect(pullRequest.reviews().map(({ author, state }) => `${author} ${state}`)).toEqual([
      'gatekeeper[bot] APPROVED',
      'acme APPROVED',
    ]);
    expect(shop.head('topic')).toBe(pullRequest.headSha);
  });
});
