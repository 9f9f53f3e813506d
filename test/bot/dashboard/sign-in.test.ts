import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDashboardSite } from '../../../bot/dashboard/dashboard-site.ts';
import type { Database } from '../../../bot/database/database.ts';
import { saveJudgement } from '../../../bot/store/save-judgement.ts';
import { startGitHub } from '../../github-twin/start-github.ts';
import type { GitHub, InstalledApp } from '../../github-twin/twin.ts';
import { openTestDatabase } from '../open-database.ts';
import { judgement } from '../store/judgements.ts';
import { type Browser, browse, CALLBACK, optionsFor } from './visit.ts';

const PAGE = '/acme/shop/pull/7';
const SESSION = '__Host-tidewaiter-session';

let github: GitHub;
let installed: InstalledApp;
let database: Database;
let now: number;
let browser: Browser;

beforeAll(async () => {
  github = await startGitHub();
  github.createOrganization('acme', { owner: 'olivia' });
  github.createRepository('acme/shop', { private: true, collaborators: { alice: 'read' } });
  github.createRepository('acme/vault', { private: true, collaborators: { bob: 'write' } });
  installed = github.installApp('tidewaiter', { account: 'acme', permissions: {}, callbackUrl: CALLBACK });
  database = await openTestDatabase();
  await saveJudgement(database, judgement());
  await saveJudgement(database, judgement({ repository: 'acme/vault' }));
}, 60_000);

beforeEach(() => {
  now = Date.parse('2026-05-17T12:00:00Z');
  github.signIn('alice');
  browser = open();
});

afterAll(async () => {
  await database.close();
  await github.stop();
  expect(github.violations).toEqual([]);
});

function open(operators: readonly string[] = []): Browser {
  const options = { ...optionsFor(github, installed, database), operators, now: () => now };
  return browse(createDashboardSite(options), github);
}

async function statusOf(path: string): Promise<number> {
  return (await browser.get(path)).status;
}

describe('signing in', () => {
  it('leads back to the page that was asked for, and the token is given up', async () => {
    expect(await browser.get(PAGE)).toMatchObject({ status: 403, text: expect.stringContaining('target=%2Facme') });
    const asked = github.requests.length;
    const back = await browser.signIn(PAGE);
    expect(back).toMatchObject({ status: 302 });
    expect(back.headers.get('location')).toBe(PAGE);
    expect(await statusOf(PAGE)).toBe(200);
    expect(github.requests.slice(asked).map(({ template, status }) => [template, status])).toEqual([
      ['/user', 200],
      ['/user/repos', 200],
      ['/applications/{client_id}/token', 204],
    ]);
  });

  it('keeps a cookie that no script reads and that goes nowhere else', async () => {
    const cookies = (await browser.signIn()).headers.getSetCookie();
    const session = cookies.find((cookie) => cookie.startsWith(`${SESSION}=`)) ?? '';
    for (const attribute of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/']) expect(session).toContain(attribute);
    expect(session).not.toContain('Domain');
  });

  it.each(['https://evil.example/', '//evil.example/a/pull/1', '/\\evil.example', '/.//evil.example', '/a/b/pull/1\n'])(
    'never leads to another site: %j',
    async (target) => {
      expect((await browser.signIn(target)).headers.get('location')).toBe('/');
    },
  );

  it.each([
    ['comes back to another browser', async () => open().get(await browser.visitGitHub())],
    ['comes back with another state', async () => browser.get(`${await browser.visitGitHub()}x`)],
    ['says no', () => browser.get('/sign-in/callback?error=access_denied&state=x')],
  ])('nobody is signed in who %s', async (_, comeBack) => {
    expect((await comeBack()).status).toBe(403);
    expect(await statusOf(PAGE)).toBe(403);
  });

  it('an answer of GitHub is taken once', async () => {
    const back = await browser.visitGitHub();
    expect((await browser.get(back)).status).toBe(302);
    expect((await browser.get(back)).status).toBe(403);
  });

  it.each([
    ['another code', (back: string) => back.replace(/code=[^&]*/, 'code=another')],
    [
      'the code of an attempt that this browser did not begin',
      (back: string) => {
        const [name = '', value = ''] = [...browser.cookies].find(([each]) => each.endsWith('sign-in')) ?? [];
        browser.cookies.set(name, value.replace(/verifier%22%3A%22[^%]*/, 'verifier%22%3A%22guessed'));
        return back;
      },
    ],
  ])('GitHub tells nothing for %s', async (_, change) => {
    expect((await browser.get(change(await browser.visitGitHub()))).status).toBe(502);
    expect(await statusOf(PAGE)).toBe(403);
  });

  it('whom GitHub does not tell about is not signed in', async () => {
    github.faults.add({ path: /^\/user\/repos/, outcome: { status: 403, body: { message: 'Forbidden' } } });
    expect((await browser.signIn()).status).toBe(502);
    expect(await statusOf(PAGE)).toBe(403);
  });
});

describe('who is signed in', () => {
  it('sees no repository in which they have no permission, and not whether it is there', async () => {
    await browser.signIn();
    const hidden = await browser.get('/acme/vault/pull/7');
    const missing = await browser.get('/acme/nothing/pull/7');
    expect([hidden.status, missing.status]).toEqual([404, 404]);
    expect(hidden.text).toBe(missing.text);
  });

  it('is not seen as somebody else by a cookie that was made up', async () => {
    await browser.signIn();
    browser.cookies.set(SESSION, 'x'.repeat(43));
    expect((await browser.get(PAGE)).headers.get('location')).toBe(`/sign-in?target=${encodeURIComponent(PAGE)}`);
  });

  it('is known for ten minutes, and then looked up again at GitHub without being asked', async () => {
    await browser.signIn();
    now += 10 * 60_000;
    const sent = await browser.get(PAGE);
    expect(sent.headers.get('location')).toBe(`/sign-in?target=${encodeURIComponent(PAGE)}`);
    expect(sent.text).not.toContain('acme/shop #7');
  });

  it('sees everything as an operator', async () => {
    browser = open(['Alice']);
    await browser.signIn();
    expect(await statusOf('/acme/vault/pull/7')).toBe(200);
  });

  it.each([[[]], [['alice']]])(
    'finds a repository in upper and lower case, as at GitHub; operators: %j',
    async (operators) => {
      browser = open(operators);
      await browser.signIn();
      expect(await statusOf('/Acme/SHOP/pull/7')).toBe(200);
      expect(await statusOf('/Acme/Nothing/pull/7')).toBe(404);
    },
  );

  it('signs out by a form of their own page alone', async () => {
    await browser.signIn();
    const [, token = ''] = (await browser.get(PAGE)).text.match(/name="token" value="([^"]+)"/) ?? [];
    const session = browser.cookies.get(SESSION) ?? '';
    expect((await browser.post('/sign-out', {})).status).toBe(403);
    expect((await browser.post('/sign-out', { token: session })).status).toBe(403);
    expect(await statusOf(PAGE)).toBe(200);
    expect((await browser.post('/sign-out', { token })).status).toBe(303);
    expect(browser.cookies.has(SESSION)).toBe(false);
    // Whoever has kept the cookie has nothing.
    browser.cookies.set(SESSION, session);
    expect(await statusOf(PAGE)).toBe(302);
  });
});
