import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listPullRequestFiles } from '../../src/github/list-pull-request-files.ts';
import { type ReadChangeSetOptions, readChangeSet } from '../../src/github/read-change-set.ts';
import { readPullRequest } from '../../src/github/read-pull-request.ts';
import type { ChangeSet, Files } from '../../src/model/files.ts';
import { judge } from '../../src/pipeline.ts';
import { startGitHub } from '../github-twin/start-github.ts';
import type { PullRequest, Repository, GitHub as Twin } from '../github-twin/twin.ts';
import { textFiles } from '../text-files.ts';
import { apiOf, readerOf, requestsOf } from './api.ts';

let twin: Twin;
let shop: Repository;

beforeEach(async () => {
  twin = await startGitHub();
  shop = twin.createRepository('acme/shop', { files: BASE });
});
afterEach(async () => {
  expect(twin.violations).toEqual([]);
  await twin.stop();
});

const SHOP = { owner: 'acme', repo: 'shop' };
const TREE = 'GET /repos/{owner}/{repo}/git/trees/{tree_sha}';
const BLOB = 'GET /repos/{owner}/{repo}/git/blobs/{file_sha}';
const ARCHIVE = 'GET /repos/{owner}/{repo}/tarball/{ref}';

const BASE = {
  '.github/tidewaiter.yml': 'policies: ["policies/**"]\n',
  'policies/tagged.yaml': 'kind: A\n',
  ...texts('deploy', 10, 'one'),
};

function texts(folder: string, count: number, text: string): { readonly [path: string]: string } {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`${folder}/${index}.yaml`, `${folder} ${index} ${text}\n`]),
  );
}

function open() {
  return apiOf(twin, { token: readerOf(twin, 'acme/shop') });
}

function count(request: string): number {
  return requestsOf(twin).filter((each) => each === request).length;
}

/** All that a run reads: the pull request, its files, its change set, and what judging it asks of that. */
async function readAll({ number }: PullRequest): Promise<ChangeSet> {
  const github = open();
  const { baseTip, headSha } = await readPullRequest(github, { ...SHOP, number });
  const files = await listPullRequestFiles(github, { ...SHOP, number });
  const change = await readChangeSet(github, { ...SHOP, base: baseTip, head: headSha, files });
  await judge({ change, library: textFiles({}), now: 0, seed: 1, clock: () => 0 });
  return change;
}

function readRange(options: Partial<ReadChangeSetOptions> = {}): Promise<ChangeSet> {
  return readChangeSet(open(), {
    ...SHOP,
    base: shop.head('main'),
    head: options.head ?? shop.head('topic'),
    ...options,
  });
}

async function contentOf(files: Files, path: string) {
  return (await files.read([path])).get(path);
}

describe('a typical pull request', () => {
  it.each([
    [1, 0],
    [1, 1],
    [2, 0],
    [2, 1],
    [4, 0],
    [4, 3],
  ])('costs 8 requests at most: %i files changed, and %i of the base since', async (changed, since) => {
    shop.push('topic', texts('deploy', changed, 'two'));
    if (since > 0) shop.push('main', texts('policies', since, 'since'));
    const pull = shop.openPullRequest({ head: 'topic' });
    const { changedFiles } = await readAll(pull);
    expect(changedFiles).toHaveLength(changed);
    expect(requestsOf(twin).length).toBeLessThanOrEqual(8);
  });

  it('reads one tree for the tip and the merge base where they are the same', async () => {
    shop.push('topic', texts('deploy', 3, 'two'));
    await readRange();
    expect(count(TREE)).toBe(2);
  });

  it('reads nothing twice where all three are the same', async () => {
    shop.push('topic', {}, { from: 'main' });
    const change = await readRange({ head: shop.head('main') });
    expect(change.changedFiles).toEqual([]);
    expect(requestsOf(twin)).toEqual([TREE]);
  });
});

describe('contents', () => {
  it('are not read before they are asked for', async () => {
    shop.push('topic', {}, { from: 'main' });
    shop.push('topic', { 'deploy/0.yaml': null, 'moved/0.yaml': 'deploy 0 one\n' });
    const { changedFiles } = await readRange();
    expect(changedFiles).toMatchObject([{ path: 'moved/0.yaml', previousPath: 'deploy/0.yaml', status: 'renamed' }]);
    expect(count(ARCHIVE) + count(BLOB)).toBe(0);
  });

  it('come by blob where an archive would be one request, too', async () => {
    shop.push('topic', { 'deploy/0.yaml': 'two\n' });
    const { head, base } = await readRange();
    expect(await contentOf(head, 'deploy/0.yaml')).toMatchObject({ source: { text: 'two\n' } });
    expect(await contentOf(base?.tip as Files, 'deploy/0.yaml')).toMatchObject({ source: { text: 'deploy 0 one\n' } });
    expect([count(ARCHIVE), count(BLOB)]).toEqual([1, 1]);
  });

  it('that archives do not have come by blob, however the pull request has arranged it', async () => {
    const changed = texts('deploy', 5, '$Format:%H$');
    shop.push('topic', { ...changed, '.gitattributes': '* export-subst\npolicies/** export-ignore\n' });
    const { head } = await readRange();
    const contents = await head.read((await head.list()).map(({ path }) => path));
    for (const [path, text] of Object.entries({ ...BASE, ...changed })) {
      expect(contents.get(path)).toMatchObject({ outcome: 'text', source: { text } });
    }
    expect(count(BLOB)).toBe(5);
  });

  it('that an archive does not have are not looked for in it again', async () => {
    shop.push('main', { '.gitattributes': 'deploy/** export-ignore\n' });
    shop.push('topic', { 'policies/tagged.yaml': 'kind: B\n', 'policies/more.yaml': 'kind: C\n' });
    const { head } = await readRange();
    await head.read((await head.list()).map(({ path }) => path));
    expect([count(ARCHIVE), count(BLOB)]).toEqual([2, 10]);
  });

  it('that archives do not have are not read by the thousand', async () => {
    shop.push('topic', { ...texts('many', 301, 'x'), '.gitattributes': 'many/** export-ignore\n' });
    await expect(readRange()).rejects.toMatchObject({
      code: 'github/too-large',
      message: expect.stringContaining('301 files'),
      remedy: expect.stringContaining('export-ignore'),
    });
    expect(count(BLOB)).toBe(0);
  });

  it('over the limit of a file are not read', async () => {
    shop.push('topic', { ...texts('deploy', 3, 'two'), 'large.yaml': 'x'.repeat(1_001) });
    const { head, changedFiles } = await readRange({ fileBytes: 1_000 });
    expect(await contentOf(head, 'large.yaml')).toMatchObject({ code: 'file/too-large', reason: /1001 bytes/ });
    expect(changedFiles).toContainEqual({ path: 'large.yaml', status: 'added', kind: 'file', hunks: [] });
  });

  it('that have not the hash of the tree are no contents', async () => {
    shop.push('topic', { 'deploy/0.yaml': 'two\n' });
    const body = {
      sha: 'x',
      node_id: 'x',
      url: 'x',
      size: 4,
      encoding: 'base64',
      content: Buffer.from('evil').toString('base64'),
    };
    twin.faults.add({ path: /blobs/, outcome: { status: 200, body } });
    await expect(readRange()).rejects.toMatchObject({ code: 'github/malformed' });
  });
});

describe('limits of GitHub', () => {
  it('a part of a tree is no tree', async () => {
    shop.push('topic', texts('deploy', 3, 'two'));
    twin.limits.treeEntries = 5;
    await expect(readRange()).rejects.toMatchObject({
      code: 'github/too-large',
      message: expect.stringContaining('only a part of the files of acme/shop'),
      remedy: expect.stringContaining('actions/checkout'),
    });
  });

  it('folders by the hundred whose names JSON cannot hold are not asked for one by one', async () => {
    shop.push('topic', Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`${index}\ufffd/a.yaml`, 'a\n'])));
    await expect(readRange()).rejects.toMatchObject({
      code: 'github/too-large',
      message: 'acme/shop has more than 50 folders with names that are not UTF-8',
    });
  });

  it('files beyond those that a pull request lists are known from the trees', async () => {
    twin.limits.pullRequestFiles = 2;
    shop.push('topic', { ...texts('deploy', 4, 'two'), 'deploy/9.yaml': null });
    const pull = shop.openPullRequest({ head: 'topic' });
    const { changedFiles } = await readAll(pull);
    const hunks = [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1 }];
    expect(changedFiles.map((file) => [file.path, file.status])).toEqual([
      ['deploy/0.yaml', 'modified'],
      ['deploy/1.yaml', 'modified'],
      ['deploy/2.yaml', 'modified'],
      ['deploy/3.yaml', 'modified'],
      ['deploy/9.yaml', 'removed'],
    ]);
    expect(changedFiles.slice(0, 4).map((file) => file.hunks)).toEqual([hunks, hunks, hunks, hunks]);
  });

  it('hunks that GitHub does not show are found here', async () => {
    twin.limits.patchLines = 0;
    shop.push('topic', { 'deploy/0.yaml': 'two\n' });
    const { changedFiles } = await readAll(shop.openPullRequest({ head: 'topic' }));
    expect(changedFiles[0]?.hunks).toEqual([{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1 }]);
  });

  it('patches of another head are not taken for those of this one', async () => {
    shop.push('topic', { 'deploy/0.yaml': 'two\nlines\n' });
    const { number } = shop.openPullRequest({ head: 'topic' });
    const files = await listPullRequestFiles(open(), { ...SHOP, number });
    const head = shop.push('topic', { 'deploy/0.yaml': 'two\nlines\nand one more\n' });
    const { changedFiles } = await readRange({ head, files });
    expect(changedFiles[0]?.hunks).toEqual([{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 3 }]);
  });
});

it('reads a pull request of a fork, and what the merge queue makes of one', async () => {
  const fork = shop.fork('mallory');
  fork.push('topic', { 'deploy/0.yaml': 'two\n' });
  const pull = shop.openPullRequest({ head: 'topic', from: fork, login: 'mallory' });
  shop.push('main', { 'policies/since.yaml': 'kind: B\n' });
  expect((await readAll(pull)).changedFiles.map(({ path }) => path)).toEqual(['deploy/0.yaml']);
  const group = shop.enterMergeQueue(pull);
  const queued = await readRange({ base: group.baseSha, head: group.headSha });
  expect(queued.changedFiles.map(({ path }) => path)).toEqual(['deploy/0.yaml']);
});
