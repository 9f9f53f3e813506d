import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGitHub } from './start-github.ts';
import type { GitHub, Permissions, Repository } from './twin.ts';

let github: GitHub;
let shop: Repository;
let folder: string;

beforeAll(async () => {
  github = await startGitHub();
  shop = github.createRepository('acme/shop', {
    private: true,
    files: { 'web.yaml': 'a: 1\n', 'big.bin': 'x'.repeat(100_000) },
  });
  shop.push('main', { 'web.yaml': 'a: 2\n' });
  folder = mkdtempSync(join(tmpdir(), 'git-http-'));
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await github.stop();
});

let mirrors = 0;

/** A bare repository that fetches from GitHub, with a token or without. */
async function mirror(token?: string) {
  const directory = join(folder, `mirror-${++mirrors}.git`);
  const credentials = Buffer.from(`x-access-token:${token}`).toString('base64');
  const header = {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'http.extraHeader',
    GIT_CONFIG_VALUE_0: `Authorization: Basic ${credentials}`,
  };
  const git = async (...command: readonly string[]) => {
    const env = { PATH: process.env.PATH, GIT_TERMINAL_PROMPT: '0', ...(token === undefined ? {} : header) };
    const { stdout } = await promisify(execFile)('git', ['--git-dir', directory, ...command], { env });
    return stdout.trim();
  };
  await git('init', '--quiet', '--bare');
  return { git, fetch: (...what: readonly string[]) => git('fetch', '--quiet', '--no-tags', ...what) };
}

function tokenFor(repository: string, permissions: Permissions = { contents: 'read' }): string {
  return github.token({ app: 'gatekeeper', repository, permissions });
}

function address(name = 'acme/shop'): string {
  return `${github.serverUrl}/${name}.git`;
}

describe('git fetches over HTTP', () => {
  it('exact commits, shallow, without the large files, in protocol v2', async () => {
    const { git, fetch } = await mirror(tokenFor('acme/shop'));
    shop.push('topic', { 'new.yaml': 'b: 1\n' });
    const old = shop.push('topic', { 'new.yaml': 'b: 2\n' });
    shop.push('topic', { 'new.yaml': 'b: 3\n' }, { amend: true });
    await fetch('--depth=1', '--filter=blob:limit=1k', address(), old, shop.head('main'));
    expect(await git('cat-file', '-t', old)).toBe('commit');
    expect(await git('show', `${old}:new.yaml`)).toBe('b: 2');
    expect(await git('rev-list', '--count', old)).toBe('1');
    const missing = await git('rev-list', '--objects', '--missing=print', old);
    expect(missing.split('\n').filter((line) => line.startsWith('?'))).toHaveLength(1);
  });

  it('the pull request of a fork, by its ref and by its commit', async () => {
    const fork = shop.fork('bob');
    const head = fork.push('idea', { 'idea.yaml': 'c: 1\n' });
    const { number } = shop.openPullRequest({ head: 'idea', from: fork });
    const { git, fetch } = await mirror(tokenFor('acme/shop'));
    await fetch(address(), `refs/pull/${number}/head`);
    expect(await git('rev-parse', 'FETCH_HEAD')).toBe(head);
  });

  it('is recorded with its bytes, and is no API call', async () => {
    const before = { calls: github.requests.length, fetches: github.gitRequests.length };
    const { fetch } = await mirror(tokenFor('acme/shop'));
    await fetch('--depth=1', address(), shop.head('main'));
    expect(github.requests).toHaveLength(before.calls);
    const [refs, ...objects] = github.gitRequests.slice(before.fetches);
    expect(refs).toMatchObject({ repository: 'acme/shop', kind: 'refs', status: 200 });
    expect(objects.at(-1)).toMatchObject({ kind: 'objects', status: 200, bytesSent: expect.any(Number) });
    expect(objects.at(-1)?.bytesReceived).toBeGreaterThan(100);
  });

  it('in the protocol of before', async () => {
    const { git } = await mirror(tokenFor('acme/shop'));
    await git('-c', 'protocol.version=0', 'fetch', '--quiet', address(), 'main');
    expect(await git('rev-parse', 'FETCH_HEAD')).toBe(shop.head('main'));
  });
});

describe('who may not fetch', () => {
  it.each([
    ['nobody in particular', () => undefined, 'could not read Username'],
    // git would ask for another password, if there were somebody to ask.
    ['an unknown token', () => 'ghs_made-up', 'could not read Username'],
    ['a token of another repository', () => tokenFor('acme/other'), 'Repository not found'],
    ['a token that may not read contents', () => tokenFor('acme/shop', { checks: 'write' }), 'Repository not found'],
  ])('%s', async (_, token, words) => {
    const { fetch } = await mirror(token());
    await expect(fetch(address(), 'main')).rejects.toThrow(words);
  });

  it('from what is not there, even with a token', async () => {
    const { fetch } = await mirror(tokenFor('acme/shop'));
    await expect(fetch(address('acme/nothing'), 'main')).rejects.toThrow('Repository not found');
  });

  it('what is public anybody fetches', async () => {
    const open = github.createRepository('acme/open');
    const { git, fetch } = await mirror();
    await fetch(address('acme/open'), 'main');
    expect(await git('rev-parse', 'FETCH_HEAD')).toBe(open.head('main'));
  });
});

describe('faults reach git, too', () => {
  it.each([
    // Once is not enough: git opens another connection by itself.
    ['connections that are cut', { path: /git-upload-pack$/, times: 9, outcome: 'abort' as const }],
    ['a pack that breaks off', { path: /git-upload-pack$/, outcome: 'break-off' as const }],
    ['an error in its place', { path: /info\/refs$/, outcome: { status: 503 } }],
  ])('%s', async (_, fault) => {
    const { fetch } = await mirror(tokenFor('acme/shop'));
    github.faults.add(fault);
    await expect(fetch('--depth=1', address(), shop.head('main'))).rejects.toThrow();
    github.faults.clear();
    await fetch('--depth=1', address(), shop.head('main'));
  });
});
