import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, clientOf } from './client.ts';
import { startGitHub } from './start-github.ts';
import type { GitHub, Permissions, PullRequest } from './twin.ts';

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
  readonly pullRequest: PullRequest;
  readonly client: Client;
  readonly name: string;
}

async function scene(permissions: Permissions = { 'pull-requests': 'write' }): Promise<Scene> {
  const name = `shop-${++repositories}`;
  const shop = github.createRepository(`acme/${name}`);
  shop.push('topic', { 'a.txt': 'a\nb\nc\n' });
  const pullRequest = shop.openPullRequest({ head: 'topic' });
  const writer = clientOf(
    github,
    pullRequest.jobToken({ event: 'pull_request', permissions: { 'pull-requests': 'write' } }),
  );
  const comments = [1, 2, 3].map((line) => ({ path: 'a.txt', line, body: `line ${line}` }));
  await writer.post(`/repos/acme/${name}/pulls/1/reviews`, { event: 'COMMENT', body: 'Review.', comments });
  await writer.post(`/repos/acme/${name}/issues/1/comments`, { body: 'Summary.' });
  const client = clientOf(github, pullRequest.jobToken({ event: 'pull_request', permissions }));
  return { pullRequest, client, name };
}

async function idsOf({ client, name }: Scene) {
  const query = `query ($name: String!) { repository(owner: "acme", name: $name) { pullRequest(number: 1) { id
    comments(first: 10) { nodes { id } }
    reviewThreads(first: 10) { nodes { id comments(first: 10) { nodes { id } } } } } } }`;
  const pull = Object((await client.graphql(query, { name })).json).data.repository.pullRequest;
  return {
    pull: pull.id,
    summary: pull.comments.nodes[0].id,
    threads: pull.reviewThreads.nodes.map((thread: { readonly id: string }) => thread.id),
    comments: pull.reviewThreads.nodes.map(
      (thread: { readonly comments: { readonly nodes: readonly { readonly id: string }[] } }) =>
        thread.comments.nodes[0]?.id,
    ),
  };
}

describe('what GraphQL shows', () => {
  it('bots have no [bot] as authors; the viewer has', async () => {
    const { client, name } = await scene();
    const query = `query ($name: String!) { viewer { login } repository(owner: "acme", name: $name) { pullRequest(number: 1) {
      comments(first: 1) { nodes { author { login __typename } viewerDidAuthor body isMinimized databaseId } }
      reviewThreads(first: 1) { nodes { path line comments(first: 1) { nodes { author { login } } } } } } } }`;
    expect((await client.graphql(query, { name })).json).toMatchObject({
      data: {
        viewer: { login: 'github-actions[bot]' },
        repository: {
          pullRequest: {
            comments: {
              nodes: [
                { author: { login: 'github-actions', __typename: 'Bot' }, viewerDidAuthor: true, body: 'Summary.' },
              ],
            },
            reviewThreads: {
              nodes: [{ path: 'a.txt', line: 1, comments: { nodes: [{ author: { login: 'github-actions' } }] } }],
            },
          },
        },
      },
    });
  });

  it('pages are asked for with cursors, and a size must be named', async () => {
    const { client, name } = await scene();
    const threads = async (page: string) => {
      const query = `{ repository(owner: "acme", name: "${name}") { pullRequest(number: 1) {
        reviewThreads${page} { totalCount nodes { line } pageInfo { endCursor hasNextPage } } } } }`;
      return Object((await client.graphql(query)).json);
    };
    const first = (await threads('(first: 2)')).data.repository.pullRequest.reviewThreads;
    expect(first).toMatchObject({ totalCount: 3, nodes: [{ line: 1 }, { line: 2 }], pageInfo: { hasNextPage: true } });
    const second = (await threads(`(first: 2, after: "${first.pageInfo.endCursor}")`)).data;
    expect(second.repository.pullRequest.reviewThreads).toMatchObject({
      nodes: [{ line: 3 }],
      pageInfo: { hasNextPage: false },
    });
    expect((await threads('')).errors).toMatchObject([{ type: 'MISSING_PAGINATION_BOUNDARIES' }]);
    expect((await threads('(first: 101)')).errors).toMatchObject([{ type: 'EXCESSIVE_PAGINATION' }]);
  });

  it('what is not there is NOT_FOUND, beside what is', async () => {
    const { client, name } = await scene();
    const query = `{ here: repository(owner: "acme", name: "${name}") { name } gone: repository(owner: "acme", name: "gone") { name } }`;
    expect((await client.graphql(query)).json).toMatchObject({
      data: { here: { name }, gone: null },
      errors: [{ type: 'NOT_FOUND', path: ['gone'] }],
    });
  });
});

describe('what GraphQL changes', () => {
  it('one mutation may do many things', async () => {
    const it = await scene();
    const { comments, summary } = await idsOf(it);
    const mutation = `mutation ($one: ID!, $two: ID!, $three: ID!, $summary: ID!) {
      a: minimizeComment(input: { subjectId: $one, classifier: OUTDATED }) { minimizedComment { isMinimized minimizedReason } }
      b: deletePullRequestReviewComment(input: { id: $two }) { pullRequestReview { id } }
      c: updatePullRequestReviewComment(input: { pullRequestReviewCommentId: $three, body: "else" }) { pullRequestReviewComment { body } }
      d: updateIssueComment(input: { id: $summary, body: "Summary, again." }) { issueComment { body } } }`;
    const [one, two, three] = comments;
    expect((await it.client.graphql(mutation, { one, two, three, summary })).json).toMatchObject({
      data: { a: { minimizedComment: { isMinimized: true, minimizedReason: 'outdated' } } },
    });
    // With its last comment a thread goes.
    expect(it.pullRequest.reviewComments()).toMatchObject([
      { body: 'line 1', isMinimized: true },
      { body: 'else', isMinimized: false, isEdited: true },
    ]);
    expect(it.pullRequest.conversation()).toMatchObject([{ body: 'Summary, again.', isEdited: true }]);
  });

  it('comments of the conversation come, hide, show and go', async () => {
    const it = await scene();
    const { pull, summary } = await idsOf(it);
    const add =
      'mutation ($id: ID!) { addComment(input: { subjectId: $id, body: "new" }) { commentEdge { node { id } } } }';
    await it.client.graphql(add, { id: pull });
    await it.client.graphql(
      'mutation ($id: ID!) { minimizeComment(input: { subjectId: $id, classifier: OFF_TOPIC }) { clientMutationId } }',
      { id: summary },
    );
    expect(it.pullRequest.conversation()).toMatchObject([{ body: 'new', author: 'github-actions[bot]' }]);
    await it.client.graphql(
      'mutation ($id: ID!) { unminimizeComment(input: { subjectId: $id }) { clientMutationId } }',
      { id: summary },
    );
    expect(it.pullRequest.conversation()).toHaveLength(2);
    await it.client.graphql('mutation ($id: ID!) { deleteIssueComment(input: { id: $id }) { clientMutationId } }', {
      id: summary,
    });
    expect(it.pullRequest.allConversation()).toMatchObject([{ body: 'new' }]);
  });

  it('resolving a thread needs contents: write', async () => {
    const resolve = 'mutation ($id: ID!) { resolveReviewThread(input: { threadId: $id }) { thread { isResolved } } }';
    const poor = await scene({ 'pull-requests': 'write', contents: 'read' });
    const [id] = (await idsOf(poor)).threads;
    expect(await poor.client.graphql(resolve, { id })).toMatchObject({
      status: 200,
      json: {
        data: { resolveReviewThread: null },
        errors: [{ type: 'FORBIDDEN', message: 'Resource not accessible by integration' }],
      },
    });
    const rich = await scene({ 'pull-requests': 'write', contents: 'write' });
    await rich.client.graphql(resolve, { id: (await idsOf(rich)).threads[0] });
    expect(rich.pullRequest.visibleComments()).toHaveLength(2);
  });

  it('without the permission nothing is changed, and the status is 200', async () => {
    const it = await scene({ 'pull-requests': 'read' });
    const { summary } = await idsOf(it);
    const remove = 'mutation ($id: ID!) { deleteIssueComment(input: { id: $id }) { clientMutationId } }';
    expect(await it.client.graphql(remove, { id: summary })).toMatchObject({
      status: 200,
      json: { errors: [{ type: 'FORBIDDEN' }] },
    });
    expect(it.pullRequest.conversation()).toHaveLength(1);
  });
});

describe('what goes wrong is seen', () => {
  it('a field that GitHub does not have', async () => {
    await using other = await startGitHub();
    const client = clientOf(other, other.token({ login: 'alice' }));
    expect((await client.graphql('query Who { viewer { loginn } }')).json).toMatchObject({
      errors: [{ message: expect.stringContaining('Cannot query field "loginn" on type "User"') }],
    });
    expect(other.violations).toMatchObject([{ request: 'Who of GraphQL', problem: expect.stringContaining('loginn') }]);
  });

  it('a field that the twin does not know', async () => {
    await using other = await startGitHub();
    const client = clientOf(other, other.token({ login: 'alice' }));
    await client.graphql('{ viewer { bio } }');
    expect(other.violations).toMatchObject([{ problem: 'the twin of GitHub does not know User.bio' }]);
  });
});
