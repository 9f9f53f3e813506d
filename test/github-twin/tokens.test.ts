import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, clientOf } from './client.ts';
import { startGitHub } from './start-github.ts';
import type { GitHub, Permissions } from './twin.ts';

let github: GitHub;
let head: string;

beforeAll(async () => {
  github = await startGitHub();
  for (const [name, settings] of [
    ['acme/shop', {}],
    ['acme/secret', { private: true }],
    ['acme/other', {}],
  ] as const) {
    const repository = github.createRepository(name, settings);
    const pushed = repository.push('topic', { 'a.txt': 'a\n' });
    if (name === 'acme/shop') head = pushed;
    repository.openPullRequest({ head: 'topic' });
  }
});

afterAll(async () => {
  await github.stop();
  expect(github.violations).toEqual([]);
});

function job(repository: string, permissions: Permissions): Client {
  return clientOf(github, github.token({ app: 'github-actions', permissions, repository }));
}

const FORBIDDEN = { status: 403, json: { message: 'Resource not accessible by integration' } };
const HELLO = { body: 'hello' };

describe('what a token may do', () => {
  it('an unknown one: nothing, not even what needs none', async () => {
    const client = clientOf(github, 'ghs_made-up');
    expect(await client.get('/repos/acme/shop')).toMatchObject({ status: 401, json: { message: 'Bad credentials' } });
    expect((await client.graphql('{ viewer { login } }')).status).toBe(401);
  });

  it('none: reads what is public', async () => {
    const client = clientOf(github);
    expect((await client.get('/repos/acme/shop/pulls/1')).status).toBe(200);
    expect((await client.get('/repos/acme/secret')).status).toBe(404);
    expect((await client.post('/repos/acme/shop/issues/1/comments', HELLO)).status).toBe(401);
    expect((await client.graphql('{ viewer { login } }')).status).toBe(401);
  });

  it('of a private repository it reads what it has the permission for', async () => {
    const client = job('acme/secret', { contents: 'read' });
    expect((await client.get('/repos/acme/secret')).status).toBe(200);
    expect((await client.get('/repos/acme/secret/git/trees/main')).status).toBe(200);
    expect(await client.get('/repos/acme/secret/pulls/1/files')).toMatchObject(FORBIDDEN);
  });

  it('of another repository: a private one is not there, and nothing is written', async () => {
    const client = job('acme/shop', { contents: 'write', issues: 'write' });
    expect(await client.get('/repos/acme/secret')).toMatchObject({ status: 404, json: { message: 'Not Found' } });
    expect((await client.get('/repos/acme/other')).status).toBe(200);
    expect(await client.post('/repos/acme/other/issues/1/comments', HELLO)).toMatchObject(FORBIDDEN);
  });

  it('writes what it has the permission for: the conversation by either of two', async () => {
    const comment = (permissions: Permissions) =>
      job('acme/shop', permissions).post('/repos/acme/shop/issues/1/comments', HELLO);
    expect((await comment({ issues: 'write' })).status).toBe(201);
    expect((await comment({ 'pull-requests': 'write' })).status).toBe(201);
    expect(await comment({ 'pull-requests': 'read', contents: 'write' })).toMatchObject(FORBIDDEN);
    const review = { event: 'COMMENT', body: 'r' };
    expect(await job('acme/shop', { issues: 'write' }).post('/repos/acme/shop/pulls/1/reviews', review)).toMatchObject(
      FORBIDDEN,
    );
  });

  it('of a user: anybody may talk, collaborators may merge', async () => {
    const merge = (login: string) =>
      clientOf(github, github.token({ login })).put('/repos/acme/other/pulls/1/merge', {});
    const mallory = clientOf(github, github.token({ login: 'mallory' }));
    expect((await mallory.post('/repos/acme/other/issues/1/comments', HELLO)).status).toBe(201);
    expect((await merge('mallory')).status).toBe(403);
    expect((await merge('acme')).status).toBe(200);
  });
});

describe("somebody else's comment", () => {
  const remove = 'mutation ($id: ID!) { deleteIssueComment(input: { id: $id }) { clientMutationId } }';

  it('is changed by whoever may write to the repository, and by no other', async () => {
    const alice = clientOf(github, github.token({ login: 'alice' }));
    const mallory = clientOf(github, github.token({ login: 'mallory' }));
    const { id, node_id } = Object((await alice.post('/repos/acme/shop/issues/1/comments', HELLO)).json);
    const path = `/repos/acme/shop/issues/comments/${id}`;
    expect((await mallory.patch(path, { body: 'else' })).status).toBe(403);
    expect((await mallory.delete(path)).status).toBe(403);
    expect((await mallory.graphql(remove, { id: node_id })).json).toMatchObject({ errors: [{ type: 'FORBIDDEN' }] });
    expect((await alice.patch(path, { body: 'mine' })).status).toBe(200);
    expect((await job('acme/shop', { issues: 'write' }).graphql(remove, { id: node_id })).json).not.toHaveProperty(
      'errors',
    );
  });
});

describe('check runs', () => {
  const run = (more: object) => ({ name: 'gate', head_sha: head, ...more });
  const RUNS = '/repos/acme/shop/check-runs';
  const annotation = { path: 'a.txt', start_line: 1, end_line: 1, annotation_level: 'warning', message: 'm' };
  const wide = { ...annotation, end_line: 2, start_column: 1 };
  const button = { label: 'l', description: 'd', identifier: 'i' };
  const output = (count: number) => ({ title: 'T', summary: 'S', annotations: Array(count).fill(annotation) });

  it('only Apps write them, and only their own', async () => {
    const user = clientOf(github, github.token({ login: 'acme' }));
    expect(await user.post(RUNS, run({}))).toMatchObject({
      status: 403,
      json: { message: 'You must authenticate via a GitHub App.' },
    });
    const { json } = await job('acme/shop', { checks: 'write' }).post(RUNS, run({}));
    const other = clientOf(github, github.token({ app: 'other', permissions: { checks: 'write' } }));
    expect((await other.patch(`${RUNS}/${Object(json).id}`, { conclusion: 'success' })).status).toBe(403);
  });

  it('50 annotations a request; those of later requests are added', async () => {
    const client = job('acme/shop', { checks: 'write' });
    expect(await client.post(RUNS, run({ output: output(51) }))).toMatchObject({ status: 422 });
    const { json } = await client.post(RUNS, run({ output: output(50) }));
    const path = `${RUNS}/${Object(json).id}`;
    expect((await client.patch(path, { output: output(7) })).json).toMatchObject({ output: { annotations_count: 57 } });
    expect((await client.get(`${path}/annotations?per_page=100`)).json).toHaveLength(57);
  });

  it.each([
    [
      'a summary of 65,536 characters',
      { output: { title: 'T', summary: 's'.repeat(65_536) } },
      'Only 65535 characters',
    ],
    ['four buttons', { actions: Array(4).fill(button) }, 'No more than 3 items are allowed; 4 were supplied.'],
    ['a label of 21 characters', { actions: [{ ...button, label: 'l'.repeat(21) }] }, 'Only 20 characters'],
    ['columns over two lines', { output: { ...output(0), annotations: [wide] } }, 'start_column'],
    ['a commit that is not there', { head_sha: '0'.repeat(40) }, `No commit found for SHA: ${'0'.repeat(40)}`],
  ])('422: %s', async (_, more, words) => {
    const reply = await job('acme/shop', { checks: 'write' }).post(RUNS, run(more));
    expect(reply).toMatchObject({ status: 422, json: { message: expect.stringContaining(words) } });
  });
});
