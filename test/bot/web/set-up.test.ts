import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLog } from '../../../bot/log/open-log.ts';
import { readSettings, type Settings } from '../../../bot/settings/read-settings.ts';
import { runSetUp } from '../../../bot/web/run-set-up.ts';
import { startGitHub } from '../../github-twin/start-github.ts';
import type { GitHub } from '../../github-twin/twin.ts';
import { temporaryFolder } from '../../repository/git-fixture.ts';
import { fillSetUp, makeApp } from './fill-set-up.ts';

interface Page {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

let github: GitHub;
let settings: Settings;
let folder: string;
let address: URL;
let done: Promise<void>;
let abort: AbortController;

beforeEach(async () => {
  github = await startGitHub();
  github.createOrganization('acme', { owner: 'olivia' });
  github.signIn('olivia');
  folder = temporaryFolder();
  settings = readSettings({
    GITHUB_SERVER_URL: github.serverUrl,
    GITHUB_API_URL: github.apiUrl,
    HOST: '127.0.0.1',
    PORT: '0',
    TIDEWAITER_DATA_FOLDER: folder,
  });
  abort = new AbortController();
  const shown = Promise.withResolvers<URL>();
  const write = (line: string) => {
    const { address: each } = JSON.parse(line);
    if (typeof each === 'string') shown.resolve(new URL(each));
  };
  done = runSetUp(settings, openLog({ level: 'info', now: () => new Date(), write }), abort.signal);
  done.catch(() => {});
  address = await shown.promise;
});

afterEach(async () => {
  abort.abort();
  await done.catch(() => {});
  await github.stop();
});

async function get(url: string | URL): Promise<Page> {
  const response = await fetch(url, { redirect: 'manual' });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

describe('the set-up page', () => {
  it('leads to an App of the organisation, whose credentials only the user of the bot may read', async () => {
    const page = await get(await makeApp(address));
    expect(page).toMatchObject({ status: 200, text: expect.stringContaining('Install the App') });
    await done;
    const file = join(folder, 'credentials.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(page.text).not.toContain(JSON.parse(readFileSync(file, 'utf8')).WEBHOOK_SECRET);
    expect(readSettings({ TIDEWAITER_DATA_FOLDER: folder })).toMatchObject({
      credentials: { kind: 'app', oauth: { clientId: expect.any(String) } },
      // As the person said it on the page.
      server: { publicUrl: address.origin },
    });
    await expect(fetch(address)).rejects.toThrow();
    expect(github.violations).toEqual([]);
  });

  it('asks GitHub for what docs/bot.md says, and no more', async () => {
    const { action, manifest } = await fillSetUp(address, 'acme');
    expect(action).toMatch(/\/organizations\/acme\/settings\/apps\/new\?state=[\da-f]{48}$/);
    expect(JSON.parse(manifest)).toMatchObject({
      public: false,
      hook_attributes: { url: `${address.origin}/api/github/webhooks` },
      default_permissions: {
        checks: 'write',
        contents: 'read',
        issues: 'read',
        merge_queues: 'read',
        metadata: 'read',
        pull_requests: 'write',
      },
    });
  });

  it.each([
    ['without the token', () => new URL('/set-up', address)],
    ['with another token', () => new URL(`/set-up?token=${'0'.repeat(48)}`, address)],
    ['coming back with a state that was never given', () => new URL('/set-up/callback?code=abc&state=abc', address)],
    ['coming back without a code', () => new URL('/set-up/callback?state=', address)],
  ])('is closed %s', async (_, url) => {
    expect(await get(url())).toMatchObject({ status: 403, text: expect.not.stringContaining('<form') });
  });

  it('takes what comes back from GitHub once', async () => {
    const back = new URL(await makeApp(address));
    back.searchParams.set('code', 'not-the-code');
    expect((await get(back)).status).toBe(502);
    expect((await get(back)).status).toBe(403);
  });

  it('shows nothing that is not escaped, and allows nothing from elsewhere', async () => {
    const page = await get(`${address}&owner=${encodeURIComponent('"><script>alert(1)</script>')}&address=x`);
    expect(page.text).not.toContain('<script>');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.headers.get('content-security-policy')).not.toContain('unsafe');
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
  });

  it('does not lead to another site by the name of an organisation', async () => {
    const { action } = await fillSetUp(address, encodeURIComponent('../../evil'));
    expect(action).toBe('');
  });
});
