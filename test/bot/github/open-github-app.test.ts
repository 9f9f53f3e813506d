import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openGitHubApp } from '../../../bot/github/open-github-app.ts';
import { startGitHub } from '../../github-twin/start-github.ts';
import type { GitHub, InstalledApp } from '../../github-twin/twin.ts';

const HOUR = 3_600_000;
const PERMISSIONS = { checks: 'write', contents: 'write', 'pull-requests': 'write', issues: 'read' } as const;

let github: GitHub;
let installed: InstalledApp;

beforeAll(async () => {
  github = await startGitHub();
  github.createOrganization('acme', { owner: 'olivia' });
  github.createRepository('acme/shop', { private: true });
  github.createRepository('acme/other', { private: true });
  installed = github.installApp('tidewaiter', { account: 'acme', permissions: PERMISSIONS });
});

afterAll(async () => {
  await github.stop();
  expect(github.violations).toEqual([]);
});

function open(changes: Partial<Parameters<typeof openGitHubApp>[0]> = {}) {
  return openGitHubApp({
    appId: installed.id,
    privateKeys: [installed.privateKey],
    apiUrl: github.apiUrl,
    userAgent: 'tidewaiter/test',
    allowsCommits: false,
    now: Date.now,
    log: () => {},
    ...changes,
  });
}

function shop() {
  return { installation: installed.installationId, owner: 'acme', repo: 'shop' };
}

async function statusOf(asked: Promise<{ readonly status: number }>): Promise<string> {
  return asked.then(
    ({ status }) => String(status),
    (error) => error.code,
  );
}

describe('the App', () => {
  it('knows what its comments are signed with', async () => {
    expect(await open().login()).toBe('tidewaiter[bot]');
  });

  it('has tokens of one repository, that read files and write none', async () => {
    const access = await open().ofRepository(shop());
    const read = (repo: string) =>
      statusOf(
        access.github.request('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', {
          owner: 'acme',
          repo,
          tree_sha: 'main',
        }),
      );
    expect(await read('shop')).toBe('200');
    expect(await read('other')).toBe('github/not-found');
    const sha = '0'.repeat(40);
    const write = access.github.request('POST /repos/{owner}/{repo}/git/refs', {
      owner: 'acme',
      repo: 'shop',
      ref: 'refs/heads/x',
      sha,
    });
    expect(await statusOf(write)).toBe('github/forbidden');
  });

  it('reads pull requests and checks of an installation for a sweep, and no file', async () => {
    const reading = await open().ofInstallation(installed.installationId);
    const place = { owner: 'acme', repo: 'other' };
    expect(await statusOf(reading.request('GET /repos/{owner}/{repo}/pulls', place))).toBe('200');
    const check = { ...place, name: 'check', head_sha: '0'.repeat(40) };
    expect(await statusOf(reading.request('POST /repos/{owner}/{repo}/check-runs', check))).toBe('github/forbidden');
    const tree = { ...place, tree_sha: 'main' };
    expect(await statusOf(reading.request('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', tree))).toBe(
      'github/forbidden',
    );
  });

  it('asks for a token once, and again before it runs out', async () => {
    let now = Date.now();
    const app = open({ now: () => now });
    const [first, second] = await Promise.all([app.ofRepository(shop()), app.ofRepository(shop())]);
    expect(second.token).toBe(first.token);
    now += HOUR / 2;
    expect((await app.ofRepository(shop())).token).toBe(first.token);
    now += HOUR / 2;
    expect((await app.ofRepository(shop())).token).not.toBe(first.token);
  });

  it('asks for another token where GitHub takes one no longer, though by our clock it has time left', async () => {
    const app = open();
    const first = await app.ofRepository(shop());
    github.expireTokens();
    const asked = first.github.request('GET /repos/{owner}/{repo}', { owner: 'acme', repo: 'shop' });
    expect(await statusOf(asked)).toBe('github/unauthorized');
    expect((await app.ofRepository(shop())).token).not.toBe(first.token);
  });

  it.each([
    ['ahead', HOUR],
    ['behind', -HOUR],
  ])("signs by GitHub's clock where ours is an hour %s", async (_, wrongBy) => {
    const app = open({ now: () => Date.now() + wrongBy });
    expect(await app.login()).toBe('tidewaiter[bot]');
    expect((await app.asApp().request('GET /app')).status).toBe(200);
    expect((await app.ofRepository(shop())).token).toMatch(/^ghs_/);
  });

  it('commits only where the operator allows it', async () => {
    await expect(open().ofRepository(shop(), 'commits')).rejects.toMatchObject({
      code: 'bot/settings',
      remedy: expect.stringContaining('TIDEWAITER_ALLOW_COMMITS'),
    });
    const allowed = await open({ allowsCommits: true }).ofRepository(shop(), 'commits');
    expect(allowed.token).toMatch(/^ghs_/);
  });

  it('tries its second key where GitHub does not take the first, and stays with what was taken', async () => {
    const fresh = github.addKey('tidewaiter');
    const gone = installed.privateKey;
    github.revokeKeysBut('tidewaiter', fresh);
    const app = open({ privateKeys: [gone, fresh] });
    expect(await app.login()).toBe('tidewaiter[bot]');
    expect((await app.asApp().request('GET /app')).status).toBe(200);
    await expect(open({ privateKeys: [gone] }).login()).rejects.toMatchObject({
      code: 'github/unauthorized',
      remedy: expect.stringContaining('PRIVATE_KEY'),
    });
  });
});
