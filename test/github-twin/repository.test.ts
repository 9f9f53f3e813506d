import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, clientOf } from './client.ts';
import { startGitHub } from './start-github.ts';
import type { Files, GitHub, Repository } from './twin.ts';

let github: GitHub;
let repositories = 0;
let folder: string;

beforeAll(async () => {
  github = await startGitHub();
  folder = mkdtempSync(join(tmpdir(), 'github-twin-test-'));
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await github.stop();
  expect(github.violations).toEqual([]);
});

interface Scene {
  readonly shop: Repository;
  readonly client: Client;
  readonly path: string;
}

function scene(files: Files, settings: { readonly private?: boolean } = {}): Scene {
  const name = `acme/shop-${++repositories}`;
  const shop = github.createRepository(name, { files, ...settings });
  const client = clientOf(
    github,
    github.token({ app: 'github-actions', permissions: { contents: 'read', 'pull-requests': 'read' } }),
  );
  return { shop, client, path: `/repos/${name}` };
}

function git(...command: readonly string[]): string {
  return execFileSync('git', command, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trimEnd();
}

const EVERY_KIND: Files = {
  'z.txt': 'z\n',
  'a/b.txt': 'in a folder\n',
  'a.txt': 'sorted before the folder a, as git sorts\n',
  'a-b': { executable: '#!/bin/sh\n' },
  link: { symlink: 'z.txt' },
  'empty.txt': '',
  'bytes.bin': Buffer.from([0, 255, 10, 0]),
  'ünïcode/日本.txt': 'n\n',
};

describe('git is real', () => {
  it('git itself finds nothing wrong, and clones what was pushed', () => {
    const { shop } = scene(EVERY_KIND);
    shop.push('topic', { 'z.txt': null, 'a/b.txt': 'changed\n' });
    expect(git('--git-dir', shop.folder, 'fsck', '--full', '--strict')).toBe('');
    git('clone', '-q', '--branch', 'topic', `file://${shop.folder}`, 'clone');
    expect(git('-C', 'clone', 'status', '--porcelain')).toBe('');
    expect(git('-C', 'clone', 'rev-parse', 'HEAD')).toBe(shop.head('topic'));
    expect(git('-C', 'clone', 'ls-files').split('\n')).toHaveLength(7);
  });

  it('the same story has the same commits', async () => {
    await using other = await startGitHub();
    await using another = await startGitHub();
    const [one, two] = [other, another].map((twin) => twin.createRepository('acme/shop', { files: EVERY_KIND }));
    expect(one?.head('main')).toBe(two?.head('main'));
  });
});

describe('files of a pull request', () => {
  it('have the patches that git makes', async () => {
    const long = Array.from({ length: 20 }, (_, index) => `line ${index}\n`).join('');
    const { shop, client, path } = scene({ ...EVERY_KIND, 'long.txt': long, 'moved.txt': long.toUpperCase() });
    shop.push('topic', {
      'z.txt': 'z, changed\nwithout an end',
      'a.txt': null,
      'moved.txt': null,
      'new/place.txt': long.toUpperCase().replace('LINE 3', 'three'),
      'bytes.bin': Buffer.from([0, 1]),
      link: { symlink: 'a.txt' },
      'added.txt': 'one\ntwo\n',
    });
    shop.openPullRequest({ head: 'topic' });
    const { json } = await client.get(`${path}/pulls/1/files`);
    expect(json).toMatchObject([
      { filename: 'a.txt', status: 'removed', additions: 0, deletions: 1 },
      { filename: 'added.txt', status: 'added', additions: 2, changes: 2, patch: '@@ -0,0 +1,2 @@\n+one\n+two' },
      { filename: 'bytes.bin', status: 'modified', changes: 0 },
      { filename: 'link', status: 'modified', patch: expect.stringContaining('+a.txt') },
      { filename: 'new/place.txt', previous_filename: 'moved.txt', status: 'renamed', additions: 1, deletions: 1 },
      { filename: 'z.txt', patch: '@@ -1 +1,2 @@\n-z\n+z, changed\n+without an end\n\\ No newline at end of file' },
    ]);
    expect(Object(json)[2]).not.toHaveProperty('patch');
    expect(Object(json)[1].sha).toBe(git('--git-dir', shop.folder, 'rev-parse', 'topic:added.txt'));
  });

  it('lines that look like the diff’s own, and carriage returns, do not confuse it', async () => {
    const { shop, client, path } = scene({ 'a.txt': 'a\n' });
    const text = 'diff --git a/x b/x\n@@ -1 +1 @@\n--- a\n+++ b\nBinary files a and b differ\n\rdiff --git a/y b/y\n';
    shop.push('topic', { 'a.txt': text, 'b.txt': 'b\r\n' });
    shop.openPullRequest({ head: 'topic' });
    const { json } = await client.get(`${path}/pulls/1/files`);
    const added = text
      .split('\n')
      .slice(0, -1)
      .map((line) => `+${line}`);
    expect(json).toMatchObject([
      { filename: 'a.txt', additions: 6, patch: ['@@ -1 +1,6 @@', '-a', ...added].join('\n') },
      { filename: 'b.txt', patch: '@@ -0,0 +1 @@\n+b\r' },
    ]);
  });

  it('a file becomes a link, a folder, a submodule; only its mode changes', async () => {
    const { shop, client, path } = scene({ link: 'a\n', folder: 'a\n', tool: 'a\n', vendor: 'a\n' });
    shop.push('topic', {
      link: { symlink: 'a' },
      'folder/file': 'b\n',
      tool: { executable: 'a\n' },
      vendor: { submodule: '1'.repeat(40) },
    });
    shop.openPullRequest({ head: 'topic' });
    expect((await client.get(`${path}/pulls/1/files`)).json).toMatchObject([
      { filename: 'folder', status: 'removed' },
      { filename: 'folder/file', status: 'added', patch: '@@ -0,0 +1 @@\n+b' },
      { filename: 'link', status: 'changed', additions: 1, deletions: 1 },
      { filename: 'tool', status: 'changed', changes: 0 },
      { filename: 'vendor', status: 'changed', sha: '1'.repeat(40) },
    ]);
    const { tree } = Object((await client.get(`${path}/git/trees/topic?recursive=1`)).json);
    expect(tree).toContainEqual({ path: 'vendor', mode: '160000', type: 'commit', sha: '1'.repeat(40) });
    expect(git('--git-dir', shop.folder, 'fsck', '--strict')).toBe('');
  });

  it('a patch that is too long is left out, and takes no comments; so is the rest once all are', async () => {
    const { shop, client, path } = scene({});
    shop.push('topic', {
      'a.txt': 'a\n'.repeat(20_001),
      'b.txt': 'b\n'.repeat(19_999),
      'c.txt': 'c\n',
      'd.txt': 'd\n',
    });
    const pullRequest = shop.openPullRequest({ head: 'topic' });
    const files = Object((await client.get(`${path}/pulls/1/files`)).json);
    expect(files.map((file: object) => 'patch' in file)).toEqual([false, true, true, false]);
    expect(files[0]).toMatchObject({ additions: 20_001 });
    const token = pullRequest.jobToken({ event: 'pull_request', permissions: { 'pull-requests': 'write' } });
    const comments = [{ path: 'a.txt', line: 1, body: 'no' }];
    const review = { event: 'COMMENT', body: 'Review.', comments };
    expect((await clientOf(github, token).post(`${path}/pulls/1/reviews`, review)).status).toBe(422);
  });

  it('come in pages, with links to the others', async () => {
    const { shop, client, path } = scene({});
    shop.push('topic', Object.fromEntries(Array.from({ length: 250 }, (_, index) => [`file-${index}.txt`, 'x\n'])));
    shop.openPullRequest({ head: 'topic' });
    const first = await client.get(`${path}/pulls/1/files`);
    expect(first.json).toHaveLength(30);
    const large = await client.get(`${path}/pulls/1/files?per_page=1000`);
    expect(large.json).toHaveLength(100);
    expect(large.headers.get('link')).toBe(
      `<${github.apiUrl}${path}/pulls/1/files?per_page=1000&page=2>; rel="next", <${github.apiUrl}${path}/pulls/1/files?per_page=1000&page=3>; rel="last"`,
    );
    const last = await client.get(`${path}/pulls/1/files?per_page=100&page=3`);
    expect(last.json).toHaveLength(50);
    expect(last.headers.get('link')).toMatch(/page=2>; rel="prev".*page=1>; rel="first"/);
    expect(Object((await client.get(`${path}/pulls/1`)).json)).toMatchObject({ changed_files: 250, additions: 250 });
    const compared = Object((await client.get(`${path}/compare/main...topic`)).json);
    expect(compared.files).toHaveLength(250);
    expect(compared).toMatchObject({ status: 'ahead', ahead_by: 1, merge_base_commit: { sha: shop.head('main') } });
  });
});

describe('trees, blobs and archives', () => {
  it('a recursive tree says when it is not whole', async () => {
    const { client, path } = scene({ 'a.txt': 'a\n', 'b/c.txt': 'c\n' });
    const whole = Object((await client.get(`${path}/git/trees/main?recursive=1`)).json);
    expect(whole).toMatchObject({
      truncated: false,
      tree: [
        { path: 'a.txt', type: 'blob', mode: '100644', size: 2 },
        { path: 'b', type: 'tree', mode: '040000' },
        { path: 'b/c.txt', type: 'blob' },
      ],
    });
    github.limits.treeEntries = 2;
    const part = Object((await client.get(`${path}/git/trees/main?recursive=1`)).json);
    github.limits.treeEntries = 100_000;
    expect(part).toMatchObject({ truncated: true });
    expect(part.tree).toHaveLength(2);
  });

  it('a blob is base64, or itself', async () => {
    const { shop, client, path } = scene({ 'a.txt': 'ä\n'.repeat(40) });
    const sha = git('--git-dir', shop.folder, 'rev-parse', 'main:a.txt');
    const { content, encoding } = Object((await client.get(`${path}/git/blobs/${sha}`)).json);
    expect(encoding).toBe('base64');
    expect(Buffer.from(content, 'base64').toString()).toBe('ä\n'.repeat(40));
    const raw = await client.get(`${path}/git/blobs/${sha}`, { accept: 'application/vnd.github.raw' });
    expect(raw.text).toBe('ä\n'.repeat(40));
  });

  it('an archive obeys .gitattributes, comes from elsewhere and is no API call', async () => {
    const attributes = 'hidden.yaml export-ignore\nstamp.txt export-subst\n';
    const { shop, client, path } = scene({
      '.gitattributes': attributes,
      'hidden.yaml': 'h: 1\n',
      'stamp.txt': '$Format:%H$\n',
      'a.txt': 'a\n',
    });
    const redirect = await client.get(`${path}/tarball/${shop.head('main')}`);
    expect(redirect.status).toBe(302);
    const before = github.requests.length;
    const archive = await fetch(redirect.headers.get('location') ?? '');
    expect(github.requests).toHaveLength(before);
    const tar = Buffer.from(await archive.arrayBuffer());
    const options = { cwd: folder, input: tar, encoding: 'utf8' } as const;
    const names = execFileSync('tar', ['-tz'], options).trim().split('\n');
    const root = `${shop.fullName.replace('/', '-')}-${shop.head('main').slice(0, 7)}/`;
    expect(names.filter((name) => !name.endsWith('/'))).toEqual(
      ['.gitattributes', 'a.txt', 'stamp.txt'].map((name) => root + name),
    );
    expect(execFileSync('tar', ['-xzO', `${root}stamp.txt`], options)).toBe(`${shop.head('main')}\n`);
  });

  it("a private one's archive needs the token of its address", async () => {
    const { client, path } = scene({}, { private: true });
    const address = (await client.get(`${path}/tarball/main`)).headers.get('location') ?? '';
    expect((await fetch(address)).status).toBe(200);
    expect((await fetch(address.replace(/\?.*/, ''))).status).toBe(404);
  });

  it('what has not changed is 304 to whoever has it', async () => {
    const { client, path } = scene({});
    const { headers } = await client.get(path);
    const again = await client.get(path, { 'if-none-match': headers.get('etag') ?? '' });
    expect(again).toMatchObject({ status: 304, text: '' });
  });
});
