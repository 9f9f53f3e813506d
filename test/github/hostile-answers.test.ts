import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findMergeBase } from '../../src/github/find-merge-base.ts';
import { listPullRequestFiles } from '../../src/github/list-pull-request-files.ts';
import { readChangeSet } from '../../src/github/read-change-set.ts';
import { readGitTree } from '../../src/github/read-git-tree.ts';
import { readPullRequest } from '../../src/github/read-pull-request.ts';
import { startGitHub } from '../github-twin/start-github.ts';
import type { PullRequest, Repository, GitHub as Twin } from '../github-twin/twin.ts';
import { apiOf, readerOf } from './api.ts';
import { type TarEntry, tarOf } from './tar.ts';

/** What GitHub would never answer, and what its bytes must not be able to do to us all the same. */
let twin: Twin;
let shop: Repository;
let pullRequest: PullRequest;

beforeEach(async () => {
  twin = await startGitHub();
  shop = twin.createRepository('acme/shop', { files: { 'a.yaml': 'a: 1\n', 'b.yaml': 'b: 1\n' } });
  shop.push('topic', CHANGED);
  pullRequest = shop.openPullRequest({ head: 'topic' });
});
afterEach(() => twin.stop());

const SHOP = { owner: 'acme', repo: 'shop' };
const CHANGED = { 'a.yaml': 'a: 2\n', 'c.yaml': 'c: 1\n', 'd.yaml': 'd: 1\n' };

function open() {
  return apiOf(twin, { token: readerOf(twin, 'acme/shop') });
}

async function readHead() {
  const { head, changedFiles } = await readChangeSet(open(), {
    ...SHOP,
    base: shop.head('main'),
    head: shop.head('topic'),
  });
  const contents = await head.read((await head.list()).map(({ path }) => path));
  const texts = Array.from(contents, ([path, content]) => [
    path,
    content.outcome === 'text' ? content.source.text : content.code,
  ]);
  return { changedFiles, texts: Object.fromEntries(texts) };
}

type TreeAnswer = { readonly tree: readonly { readonly path: string; readonly [field: string]: unknown }[] };

function answerTree(change: (tree: TreeAnswer['tree']) => TreeAnswer['tree']) {
  const rewrite = (body: Buffer) => {
    const answer: TreeAnswer = JSON.parse(body.toString());
    return JSON.stringify({ ...answer, tree: change(answer.tree) });
  };
  twin.faults.add({ path: new RegExp(`/git/trees/${shop.head('topic')}`), outcome: { rewrite } });
}

describe('a tree', () => {
  it.each(['../a.yaml', 'x/../../a.yaml', '/etc/passwd', './a.yaml', 'x//a.yaml', 'x/', '..', ''])(
    'has no path such as %j',
    async (path) => {
      answerTree(([first, ...rest]) => (first === undefined ? rest : [{ ...first, path }, ...rest]));
      await expect(readHead()).rejects.toMatchObject({
        code: 'github/malformed',
        message: expect.stringContaining('each path is there once and leads down'),
      });
    },
  );

  it('has no path twice: one of the two would be hidden', async () => {
    answerTree((tree) => [...tree, ...tree.slice(0, 1)]);
    await expect(readHead()).rejects.toMatchObject({ code: 'github/malformed' });
  });

  it('may have names with dots', async () => {
    shop.push('topic', { '.hidden/..a': 'x\n', '...': 'y\n', 'a..': 'z\n' });
    expect((await readHead()).texts).toMatchObject({ '.hidden/..a': 'x\n', '...': 'y\n', 'a..': 'z\n' });
  });

  it('of 200,000 files with one content is read, and the content once', { timeout: 60_000 }, async () => {
    answerTree((tree) => {
      const [first] = tree.slice(-1);
      return Array.from({ length: 200_000 }, (_, index) => ({ ...first, path: `many/${index}.yaml` }));
    });
    const { changedFiles } = await readHead();
    expect(changedFiles).toHaveLength(200_002);
    expect(twin.requests.filter(({ template }) => /blobs|tarball/.test(template)).length).toBeLessThan(5);
  });

  it('of 200,000 contents that no archive has is not read one by one', { timeout: 60_000 }, async () => {
    answerTree((tree) =>
      Array.from({ length: 200_000 }, (_, index) => ({
        ...tree[0],
        path: `many/${index}.yaml`,
        sha: index.toString(16).padStart(40, '0'),
      })),
    );
    await expect(readHead()).rejects.toMatchObject({ code: 'github/too-large', remedy: expect.any(String) });
  });
});

describe('an archive', () => {
  function answerArchive(...entries: readonly TarEntry[]) {
    twin.faults.add({ path: /_codeload/, outcome: { rewrite: () => gzipSync(tarOf(entries)) }, times: 10 });
  }

  it.each<[what: string, entries: readonly TarEntry[]]>([
    ['of links', [{ name: 'shop/a.yaml', type: '2', target: '/etc/passwd' }]],
    ['of hard links', [{ name: 'shop/a.yaml', type: '1', target: '../../etc/passwd' }]],
    ['of devices', [{ name: 'shop/a.yaml', type: '3' }]],
    ['of folders that hold something', [{ name: 'shop/a.yaml', type: '5', content: 'a: evil\n' }]],
    ['of other contents', [{ name: 'shop/a.yaml', content: 'a: evil\n' }]],
    ['of contents under the names of others', [{ name: 'shop/d.yaml', content: 'a: 2\n' }]],
    ['of paths that lead up', [{ name: '../../a.yaml', content: 'a: evil\n' }]],
    [
      'of a path twice',
      [
        { name: 'shop/a.yaml', content: 'a: 2\n' },
        { name: 'shop/a.yaml', content: 'a: evil\n' },
      ],
    ],
    ['of nothing', []],
  ])('%s gives what the tree says, and nothing else', async (_what, entries) => {
    answerArchive(...entries);
    expect((await readHead()).texts).toEqual({ ...CHANGED, 'b.yaml': 'b: 1\n' });
  });

  it('that says that a file goes on beyond its end is broken', async () => {
    answerArchive({ name: 'shop/a.yaml', content: 'a: 2\n', size: 1_000_000 });
    await expect(readHead()).rejects.toMatchObject({
      code: 'github/unavailable',
      message: expect.stringMatching(/did not arrive whole: .+/),
    });
  });

  it('that is none says what is wrong with it', async () => {
    twin.faults.add({ path: /_codeload/, outcome: { rewrite: () => '<html></html>' }, times: 10 });
    await expect(readHead()).rejects.toMatchObject({ message: expect.stringMatching(/did not arrive whole: \w+/) });
  });

  it('that may not be had takes no more than contents: read', async () => {
    twin.faults.add({ path: /_codeload/, outcome: { status: 404 } });
    await expect(readHead()).rejects.toMatchObject({ remedy: expect.stringContaining('`contents: read`') });
  });
});

describe('an answer of another shape', () => {
  const number = () => pullRequest.number;

  it.each<[what: string, path: RegExp, read: () => Promise<unknown>]>([
    ['a tree', /trees/, () => readGitTree(open(), { ...SHOP, commit: shop.head('topic') })],
    ['two commits compared', /compare/, () => findMergeBase(open(), { ...SHOP, base: shop.head('main'), head: 'f00' })],
    ['a list of files', /files/, () => listPullRequestFiles(open(), { ...SHOP, number: number() })],
    ['data or errors', /graphql/, () => readPullRequest(open(), { ...SHOP, number: number() })],
  ])('is not taken for %s', async (what, path, read) => {
    twin.faults.add({ path, outcome: { status: 200, body: {} } });
    await expect(read()).rejects.toMatchObject({
      code: 'github/malformed',
      message: expect.stringContaining(`it should be ${what}`),
    });
  });
});
