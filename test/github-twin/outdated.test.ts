import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientOf } from './client.ts';
import { startGitHub } from './start-github.ts';
import type { GitHub } from './twin.ts';

const BASE = 'a\nb\nc\nd\ne\n';
const HEAD = 'a\nb\nC\nd\ne\n';

let github: GitHub;
let repositories = 0;

beforeAll(async () => {
  github = await startGitHub();
});

afterAll(async () => {
  await github.stop();
  expect(github.violations).toEqual([]);
});

async function scene(place: object) {
  const name = `acme/shop-${++repositories}`;
  const shop = github.createRepository(name, { files: { 'a.txt': BASE } });
  const first = shop.push('topic', { 'a.txt': HEAD });
  const pullRequest = shop.openPullRequest({ head: 'topic' });
  const token = github.token({ app: 'github-actions', permissions: { 'pull-requests': 'write', contents: 'read' } });
  const client = clientOf(github, token);
  const comments = [{ path: 'a.txt', body: 'x', ...place }];
  await client.post(`/repos/${name}/pulls/1/reviews`, { event: 'COMMENT', body: 'Review.', comments });
  const rest = async () => Object((await client.get(`/repos/${name}/pulls/1/comments`)).json)[0];
  return { name, shop, pullRequest, client, first, rest };
}

describe('when the head moves, a comment moves with its lines', () => {
  it('lines added above: it is further down, at the new head; where it was is kept', async () => {
    const { shop, pullRequest, first, rest } = await scene({ line: 3 });
    const head = shop.push('topic', { 'a.txt': `new\nnew\n${HEAD}` });
    expect(pullRequest.reviewComments()).toMatchObject([{ line: 5, originalLine: 3, isOutdated: false }]);
    expect(await rest()).toMatchObject({
      line: 5,
      original_line: 3,
      commit_id: head,
      original_commit_id: first,
      diff_hunk: expect.stringContaining('+C'),
    });
  });

  it('another file changed: it stays', async () => {
    const { shop, pullRequest, rest } = await scene({ line: 3 });
    const head = shop.push('topic', { 'b.txt': 'b\n' });
    expect(pullRequest.reviewComments()).toMatchObject([{ line: 3, isOutdated: false }]);
    expect((await rest()).commit_id).toBe(head);
  });

  it('its line changed: it is outdated, and REST has no line', async () => {
    const { shop, pullRequest, rest, first } = await scene({ line: 3 });
    shop.push('topic', { 'a.txt': HEAD.replace('C', 'CC') });
    expect(pullRequest.reviewComments()).toMatchObject([{ isOutdated: true, originalLine: 3 }]);
    expect(pullRequest.visibleComments()).toEqual([]);
    expect(await rest()).toMatchObject({ line: null, position: null, original_line: 3, commit_id: first });
  });

  it('one of several lines changed, or one came between them: outdated', async () => {
    for (const after of [HEAD.replace('d', 'D'), HEAD.replace('C\n', 'C\nnew\n')]) {
      const other = await scene({ start_line: 3, line: 4 });
      other.shop.push('topic', { 'a.txt': after });
      expect(other.pullRequest.reviewComments()).toMatchObject([{ isOutdated: true }]);
    }
  });

  it('the change is taken back, so that the line is in no hunk: outdated', async () => {
    const { shop, pullRequest } = await scene({ line: 4 });
    shop.push('topic', { 'a.txt': BASE });
    expect(pullRequest.reviewComments()).toMatchObject([{ isOutdated: true }]);
  });

  it('the file is renamed, or gone: outdated', async () => {
    for (const files of [{ 'a.txt': null, 'b.txt': HEAD }, { 'a.txt': null }]) {
      const other = await scene({ line: 3 });
      other.shop.push('topic', files);
      expect(other.pullRequest.reviewComments()).toMatchObject([{ isOutdated: true }]);
    }
  });

  it('a deleted line is on the left, and stays while it is deleted', async () => {
    const { shop, pullRequest } = await scene({ line: 3, side: 'LEFT' });
    shop.push('topic', { 'a.txt': `new\n${HEAD.replace('C', 'CC')}` });
    expect(pullRequest.reviewComments()).toMatchObject([{ line: 3, side: 'LEFT', isOutdated: false }]);
    shop.push('topic', { 'a.txt': `new\n${BASE}` });
    expect(pullRequest.reviewComments()).toMatchObject([{ isOutdated: true }]);
  });

  it('the base changes to one that has the line already: outdated', async () => {
    const { shop, pullRequest, first } = await scene({ line: 3 });
    shop.push('next', { 'c.txt': 'c\n' }, { from: first });
    shop.push('topic', { 'b.txt': 'b\n' });
    expect(pullRequest.reviewComments()).toMatchObject([{ isOutdated: false }]);
    pullRequest.changeBase('next');
    expect(pullRequest.reviewComments()).toMatchObject([{ isOutdated: true }]);
  });

  it('a comment on an older commit is carried at once', async () => {
    const { name, shop, pullRequest, client, first } = await scene({ line: 3 });
    shop.push('topic', { 'a.txt': `new\n${HEAD}` });
    const comments = [{ path: 'a.txt', line: 4, body: 'late' }];
    await client.post(`/repos/${name}/pulls/1/reviews`, { event: 'COMMENT', body: 'L', comments, commit_id: first });
    expect(pullRequest.reviewComments().at(-1)).toMatchObject({ line: 5, originalLine: 4, isOutdated: false });
  });

  it('GraphQL says so of the thread', async () => {
    const { name, shop, client } = await scene({ line: 3 });
    shop.push('topic', { 'a.txt': HEAD.replace('C', 'CC') });
    const query = `{ repository(owner: "acme", name: "${name.slice(5)}") { pullRequest(number: 1) {
      reviewThreads(first: 1) { nodes { isOutdated line originalLine comments(first: 1) { nodes { outdated } } } } } } }`;
    expect((await client.graphql(query)).json).toEqual({
      data: {
        repository: {
          pullRequest: {
            reviewThreads: {
              nodes: [{ isOutdated: true, line: null, originalLine: 3, comments: { nodes: [{ outdated: true }] } }],
            },
          },
        },
      },
    });
  });
});
