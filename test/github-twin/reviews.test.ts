import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientOf } from './client.ts';
import { startGitHub } from './start-github.ts';
import type { GitHub } from './twin.ts';

/** Lines 1 to 30; 3 is changed, 12 deleted, 25 changed: two hunks, 1–6 and 9–15 and 22–28 of the old file. */
const BEFORE = numbered();
const AFTER = BEFORE.replace('line 3\n', 'line 3 changed\n')
  .replace('line 12\n', '')
  .replace('line 25\n', 'line 25 changed\n');

function numbered(): string {
  return Array.from({ length: 30 }, (_, index) => `line ${index + 1}\n`).join('');
}

let github: GitHub;
let repositories = 0;

beforeAll(async () => {
  github = await startGitHub();
});

afterAll(async () => {
  await github.stop();
  expect(github.violations).toEqual([]);
});

async function scene() {
  const name = `acme/shop-${++repositories}`;
  const shop = github.createRepository(name, { files: { 'a.txt': BEFORE, 'still.txt': 'x\n' } });
  shop.push('topic', { 'a.txt': AFTER, 'picture.png': Buffer.from([0, 1, 2, 3]) });
  const pullRequest = shop.openPullRequest({ head: 'topic' });
  const pull = `/repos/${name}/pulls/1`;
  const token = pullRequest.jobToken({
    event: 'pull_request',
    permissions: { contents: 'read', 'pull-requests': 'write' },
  });
  const client = clientOf(github, token);
  const review = (...comments: readonly object[]) =>
    client.post(`${pull}/reviews`, { event: 'COMMENT', body: 'Review.', comments });
  return { pull, shop, pullRequest, client, review };
}

const LINE = 'Pull request review thread line must be part of the diff';
const START = 'Pull request review thread start line must be part of the same hunk as the line.';
const HUNK = "Pull request review thread diff hunk can't be blank";

describe('a review is taken whole or not at all', () => {
  it('is 200, and its comments stand at their lines', async () => {
    const { pullRequest, review } = await scene();
    const reply = await review(
      { path: 'a.txt', line: 3, body: 'one' },
      { path: 'a.txt', start_line: 10, line: 12, body: 'many' },
      { path: 'a.txt', line: 12, side: 'LEFT', body: 'deleted' },
    );
    expect(reply.status).toBe(200);
    expect(pullRequest.reviewComments()).toMatchObject([
      { line: 3, side: 'RIGHT', author: 'github-actions[bot]', body: 'one', isOutdated: false },
      { startLine: 10, line: 12, side: 'RIGHT', body: 'many' },
      { line: 12, side: 'LEFT', body: 'deleted' },
    ]);
  });

  // The sentences are GitHub's own, as users of its API have met them.
  it.each([
    ['a line outside of the hunks', { path: 'a.txt', line: 18 }, `${LINE} and ${HUNK}`],
    ['lines outside of the hunks', { path: 'a.txt', start_line: 17, line: 18 }, `${LINE}, ${START}, and ${HUNK}`],
    ['a start in another hunk', { path: 'a.txt', start_line: 3, line: 24 }, START],
    [
      'a start that is the end',
      { path: 'a.txt', start_line: 3, line: 3 },
      'Pull request review thread start line must precede the end line.',
    ],
    ['a deleted line on the right of a file', { path: 'a.txt', line: 31 }, `${LINE} and ${HUNK}`],
    ['context on the left', { path: 'a.txt', line: 11, side: 'LEFT' }, `${LINE} and ${HUNK}`],
    [
      'a file that is not in the diff',
      { path: 'still.txt', line: 1 },
      `Pull request review thread path is invalid and ${HUNK}`,
    ],
    ['a binary file', { path: 'picture.png', line: 1 }, `${LINE} and ${HUNK}`],
  ])('422, and nothing is kept: %s', async (_, place, sentence) => {
    const { pullRequest, review } = await scene();
    const reply = await review({ path: 'a.txt', line: 3, body: 'good' }, { ...place, body: 'bad' });
    expect(reply).toMatchObject({ status: 422, json: { message: 'Unprocessable Entity', errors: [sentence] } });
    expect(reply.json).toMatchObject({
      documentation_url: 'https://docs.github.com/rest/pulls/reviews#create-a-review-for-a-pull-request',
    });
    expect(pullRequest.reviews()).toEqual([]);
    expect(pullRequest.reviewComments()).toEqual([]);
    expect(github.violations).toEqual([]);
  });

  it('a body of more than 65,536 code points loses the review', async () => {
    const { pullRequest, review } = await scene();
    const longest = '😀'.repeat(65_536);
    expect(await review({ path: 'a.txt', line: 3, body: `${longest}x` })).toMatchObject({
      status: 422,
      json: { errors: ['Body is too long (maximum is 65536 characters)'] },
    });
    expect(pullRequest.reviewComments()).toEqual([]);
    expect((await review({ path: 'a.txt', line: 3, body: longest })).status).toBe(200);
  });

  it('without an event it is a draft, which nobody else sees', async () => {
    const { pull, pullRequest, client } = await scene();
    const draft = { comments: [{ path: 'a.txt', line: 3, body: 'hm' }] };
    expect(await client.post(`${pull}/reviews`, draft)).toMatchObject({ json: { state: 'PENDING' } });
    expect((await client.get(`${pull}/comments`)).json).toEqual([]);
    const [comment] = pullRequest.reviewComments();
    expect(() => pullRequest.applySuggestions(comment?.id ?? 0)).toThrow('the review is pending');
  });
});

describe('dismissing', () => {
  const dismiss = (pull: string, id: number | undefined, login: string) =>
    clientOf(github, github.token({ login })).put(`${pull}/reviews/${id}/dismissals`, { message: 'No more.' });

  it('takes an approval back, once, for who may write', async () => {
    const { pull, shop, pullRequest } = await scene();
    shop.setRole('walter', 'write');
    pullRequest.review('olivia', { state: 'APPROVED' });
    const [review] = pullRequest.reviews();
    expect((await dismiss(pull, review?.id, 'mallory')).status).toBe(403);
    expect(await dismiss(pull, review?.id, 'walter')).toMatchObject({ status: 200, json: { state: 'DISMISSED' } });
    expect(pullRequest.reviews()).toMatchObject([{ author: 'olivia', state: 'DISMISSED' }]);
    expect(await dismiss(pull, review?.id, 'walter')).toMatchObject({
      status: 422,
      json: { errors: ['Can not dismiss a dismissed pull request review'] },
    });
  });

  it('is not for a comment', async () => {
    const { pull, shop, pullRequest } = await scene();
    shop.setRole('walter', 'write');
    pullRequest.review('olivia', { state: 'COMMENTED', body: 'Hm.' });
    expect(await dismiss(pull, pullRequest.reviews()[0]?.id, 'walter')).toMatchObject({
      status: 422,
      json: { errors: ['Can not dismiss a commented pull request review'] },
    });
  });
});

describe('single comments', () => {
  it('are refused with objects, not with sentences', async () => {
    const { pull, client, pullRequest } = await scene();
    const comment = { path: 'a.txt', line: 18, body: 'no', commit_id: pullRequest.headSha };
    expect((await client.post(`${pull}/comments`, comment)).json).toMatchObject({
      message: 'Validation Failed',
      errors: [
        {
          resource: 'PullRequestReviewComment',
          code: 'custom',
          field: 'pull_request_review_thread.line',
          message: 'pull_request_review_thread.line must be part of the diff',
        },
        { resource: 'PullRequestReviewComment', code: 'missing_field', field: 'pull_request_review_thread.diff_hunk' },
      ],
    });
  });

  it('may be on a whole file, which need not have lines', async () => {
    const { pull, client, pullRequest } = await scene();
    const comment = { path: 'picture.png', subject_type: 'file', body: 'big', commit_id: pullRequest.headSha };
    expect((await client.post(`${pull}/comments`, comment)).status).toBe(201);
    expect(pullRequest.reviewComments()).toMatchObject([{ path: 'picture.png', isOutdated: false }]);
  });

  it('a reply stands in the thread of what it replies to', async () => {
    const { pull, client, pullRequest, review } = await scene();
    await review({ path: 'a.txt', line: 3, body: 'one' });
    const [comment] = pullRequest.reviewComments();
    const id = comment?.id ?? 0;
    pullRequest.reply(id, 'alice', 'why?');
    expect(await client.post(`${pull}/comments/${id}/replies`, { body: 'so' })).toMatchObject({
      status: 201,
      json: { in_reply_to_id: id },
    });
    expect(pullRequest.reviewComments()).toMatchObject([
      {
        body: 'one',
        replies: [
          { author: 'alice', body: 'why?' },
          { author: 'github-actions[bot]', body: 'so' },
        ],
      },
    ]);
  });
});
