import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findMergeBase } from '../../src/github/find-merge-base.ts';
import { listPullRequestFiles } from '../../src/github/list-pull-request-files.ts';
import { readPullRequest } from '../../src/github/read-pull-request.ts';
import { resolveRef } from '../../src/github/resolve-ref.ts';
import { startGitHub } from '../github-twin/start-github.ts';
import type { Repository, GitHub as Twin } from '../github-twin/twin.ts';
import { gitRepository } from '../repository/git-fixture.ts';
import { apiOf, readerOf, requestsOf } from './api.ts';

let twin: Twin;
let shop: Repository;

beforeEach(async () => {
  twin = await startGitHub();
  shop = twin.createRepository('acme/shop', { files: { 'a.yaml': 'a: 1\n' } });
});
afterEach(async () => {
  expect(twin.violations).toEqual([]);
  await twin.stop();
});

const SHOP = { owner: 'acme', repo: 'shop' };

function open() {
  return apiOf(twin, { token: readerOf(twin, 'acme/shop') });
}

describe('a pull request', () => {
  it('is told by one request, as it is now', async () => {
    shop.push('topic', { 'a.yaml': 'a: 2\n' });
    const { number } = shop.openPullRequest({ head: 'topic', login: 'octocat', draft: true });
    const head = shop.push('topic', { 'a.yaml': 'a: 3\n' });
    const tip = shop.push('main', { 'b.yaml': 'b: 1\n' });
    expect(await readPullRequest(open(), { ...SHOP, number })).toEqual({
      id: expect.any(String),
      number,
      state: 'open',
      isDraft: true,
      headSha: head,
      headRefName: 'topic',
      headRepository: 'acme/shop',
      isCrossRepository: false,
      baseRefName: 'main',
      baseTip: tip,
      author: 'octocat',
      viewer: 'github-actions[bot]',
    });
    expect(requestsOf(twin)).toEqual(['pullRequest']);
  });

  it('comes from a fork', async () => {
    const fork = shop.fork('mallory');
    fork.push('topic', { 'a.yaml': 'a: 2\n' });
    const { number } = shop.openPullRequest({ head: 'topic', from: fork, login: 'mallory' });
    expect(await readPullRequest(open(), { ...SHOP, number })).toMatchObject({
      isCrossRepository: true,
      headRepository: 'mallory/shop',
    });
  });

  it('that was merged says so', async () => {
    shop.push('topic', { 'a.yaml': 'a: 2\n' });
    const pull = shop.openPullRequest({ head: 'topic' });
    expect(pull.merge().status).toBe(200);
    expect(await readPullRequest(open(), { ...SHOP, number: pull.number })).toMatchObject({ state: 'merged' });
  });

  it('is not there', async () => {
    await expect(readPullRequest(open(), { ...SHOP, number: 99 })).rejects.toMatchObject({
      code: 'github/not-found',
      message: expect.stringContaining('99'),
      remedy: expect.stringContaining('`pull-requests: read`'),
    });
  });

  it('has lost its base branch', async () => {
    shop.push('release', {}, { from: 'main' });
    shop.push('topic', { 'a.yaml': 'a: 2\n' });
    const { number } = shop.openPullRequest({ head: 'topic', base: 'release' });
    shop.deleteBranch('release');
    await expect(readPullRequest(open(), { ...SHOP, number })).rejects.toMatchObject({
      code: 'git/unknown-revision',
      message: `the base branch "release" of pull request #${number} is gone`,
    });
  });
});

describe('the files of a pull request', () => {
  it('come with their hunks, where GitHub shows any', async () => {
    shop.push('main', { 'gone.yaml': 'x\ny\n', 'old.yaml': lines(20), 'image.png': Buffer.from([0, 1]) });
    shop.push('topic', {
      'a.yaml': 'a: 2\n',
      'gone.yaml': null,
      'old.yaml': null,
      'new.yaml': lines(20).replace('line 10\n', 'line ten\n'),
      'image.png': Buffer.from([0, 2]),
    });
    const { number } = shop.openPullRequest({ head: 'topic' });
    const files = await listPullRequestFiles(open(), { ...SHOP, number });
    const expected = [
      ['a.yaml', 'modified', undefined, [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1 }]],
      ['gone.yaml', 'removed', undefined, [{ oldStart: 1, oldLines: 2, newStart: 0, newLines: 0 }]],
      ['image.png', 'modified', undefined, undefined],
      ['new.yaml', 'renamed', 'old.yaml', [{ oldStart: 7, oldLines: 7, newStart: 7, newLines: 7 }]],
    ];
    expect(files.map(({ path, status, previousPath, hunks }) => [path, status, previousPath, hunks])).toEqual(expected);
  });

  it('come in pages of a hundred', async () => {
    shop.push(
      'topic',
      Object.fromEntries(Array.from({ length: 205 }, (_, index) => [`f/${index}.yaml`, `f: ${index}\n`])),
    );
    const { number } = shop.openPullRequest({ head: 'topic' });
    expect(await listPullRequestFiles(open(), { ...SHOP, number })).toHaveLength(205);
    expect(twin.requests).toHaveLength(3);
  });
});

describe('a name of a commit', () => {
  it('is a branch, a full ref, or an id', async () => {
    const head = shop.push('topic/deep', { 'a.yaml': 'a: 2\n' });
    for (const ref of ['topic/deep', 'refs/heads/topic/deep', head]) {
      expect(await resolveRef(open(), { ...SHOP, ref })).toBe(head);
    }
  });

  it.each(['nowhere', '0123456789012345678901234567890123456789'])('that nobody has pushed: %s', async (ref) => {
    await expect(resolveRef(open(), { ...SHOP, ref })).rejects.toMatchObject({
      code: 'git/unknown-revision',
      message: `acme/shop has no branch, tag or commit "${ref}"`,
    });
  });
});

describe('where two histories parted', () => {
  it('is the commit before both', async () => {
    const parted = shop.head('main');
    const head = shop.push('topic', { 'a.yaml': 'a: 2\n' });
    const base = shop.push('main', { 'b.yaml': 'b: 1\n' });
    expect(await findMergeBase(open(), { ...SHOP, base, head })).toBe(parted);
  });

  it('is not to be found where they never met', async () => {
    await using other = gitRepository();
    other.commit({ 'b.yaml': 'b: 1\n' });
    const head = shop.pushFrom(other.folder, 'main', 'orphan');
    await expect(findMergeBase(open(), { ...SHOP, base: shop.head('main'), head })).rejects.toMatchObject({
      code: 'git/no-merge-base',
    });
  });
});

function lines(count: number): string {
  return Array.from({ length: count }, (_, index) => `line ${index + 1}\n`).join('');
}
