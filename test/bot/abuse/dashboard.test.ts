import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDashboardSite } from '../../../bot/dashboard/dashboard-site.ts';
import type { Database } from '../../../bot/database/database.ts';
import { saveJudgement } from '../../../bot/store/save-judgement.ts';
import { startGitHub } from '../../github-twin/start-github.ts';
import type { GitHub, InstalledApp } from '../../github-twin/twin.ts';
import { type Browser, browse, CALLBACK, optionsFor } from '../dashboard/visit.ts';
import { openTestDatabase } from '../open-database.ts';
import { blocking, finding, judgement } from '../store/judgements.ts';

const SESSION = '__Host-tidewaiter-session';
const ATTEMPT = '__Host-tidewaiter-sign-in';
const MARKUP = `"><img src=x onerror=alert(1)>'`;
/** With what would reverse the text behind it, which the name of a repository cannot have at GitHub. */
const HOSTILE = `${MARKUP}\u202e`;

let github: GitHub;
let installed: InstalledApp;
let database: Database;
let alice: Browser;

beforeAll(async () => {
  github = await startGitHub();
  github.createOrganization('acme', { owner: 'olivia' });
  github.createRepository('acme/shop', { private: true, collaborators: { alice: 'read' } });
  github.createRepository('acme/vault', { private: true, collaborators: { bob: 'write' } });
  installed = github.installApp('tidewaiter', { account: 'acme', permissions: {}, callbackUrl: CALLBACK });
  database = await openTestDatabase();
  await saveJudgement(database, judgement());
  await saveJudgement(database, blocking([finding('the-secret-policy')], { repository: 'acme/vault' }));
  const reasons = [HOSTILE];
  await saveJudgement(
    database,
    blocking([finding(HOSTILE, { rule: HOSTILE })], {
      repository: `acme/${MARKUP}`,
      number: 8,
      baseBranch: HOSTILE,
      outcome: { kind: 'decided', decision: 'block', reasons, blocking: 1 },
    }),
  );
}, 60_000);

beforeEach(async () => {
  alice = await signedIn('alice');
});

afterAll(async () => {
  await database.close();
  await github.stop();
  expect(github.violations).toEqual([]);
});

function site() {
  return createDashboardSite({ ...optionsFor(github, installed, database), operators: ['root'], now: () => NOW });
}

const NOW = Date.parse('2026-05-17T13:00:00Z');

async function signedIn(login: string): Promise<Browser> {
  github.signIn(login);
  const browser = browse(site(), github);
  await browser.signIn();
  return browser;
}

/** As a browser would not: the path as it is, with a session's cookie. */
async function ask(path: string, { method = 'GET', cookie = '', type = '', body }: Asked = {}) {
  const headers = { cookie, ...(type === '' ? {} : { 'content-type': type }) };
  const url = `https://bot.example${path}`;
  const response = await site().request(url, { method, headers, ...(body === undefined ? {} : { body }) });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

interface Asked {
  readonly method?: string;
  readonly cookie?: string;
  readonly type?: string;
  readonly body?: string;
}

function cookieOf(browser: Browser): string {
  return `${SESSION}=${browser.cookies.get(SESSION)}`;
}

describe('the session of somebody is none on a repository of others', () => {
  it.each([
    '/acme/vault/pull/7',
    '/ACME/Vault/pull/7',
    '/acme/vault/pull/7?repository=acme/shop',
    '/acme%2Fvault/x/pull/7',
    '/acme/shop%2F..%2Fvault/pull/7',
    '/acme/vault%00/pull/7',
    '/acme/vault/pull/07',
    '/acme/vault/pull/7/',
    '//acme/vault/pull/7',
    '/acme/*/pull/7',
    "/acme/x'%20or%20'1'='1/pull/7",
    '/acme/%25/pull/7',
    '/installations',
    '/installations/',
  ])('%s', async (path) => {
    const { status, text } = await ask(path, { cookie: cookieOf(alice) });
    expect(status).toBe(404);
    expect(text).not.toContain('the-secret-policy');
  });

  it.each(['PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'])('by %s', async (method) => {
    const { status, text } = await ask('/acme/vault/pull/7', { method, cookie: cookieOf(alice) });
    expect([status, text.includes('the-secret-policy')]).toEqual([404, false]);
  });

  it('nor in what is shown of all', async () => {
    for (const path of ['/', '/?repository=acme/vault'])
      expect((await alice.get(path)).text).not.toMatch(/vault|the-secret-policy/);
  });
});

describe('a cookie that was not given', () => {
  it.each([
    ['nothing', ''],
    ['SQL', "' or '1'='1"],
    ['what is no text', '%00%ff'],
    ['more than a cookie holds', 'x'.repeat(10_000)],
  ])('of %s shows nothing', async (_, value) => {
    const { status, text } = await ask('/', { cookie: `${SESSION}=${value}` });
    expect([302, 403]).toContain(status);
    expect(text).not.toContain('acme');
  });

  it('of what the database has shows nothing: who reads it cannot sign in', async () => {
    const token = alice.cookies.get(SESSION) ?? '';
    const [row] = await database.query<{ hash: string }>(
      'select token_hash as hash from tidewaiter.sessions where token_hash = $1',
      [createHash('sha256').update(token).digest('hex')],
    );
    const { status } = await ask('/', { cookie: `${SESSION}=${row?.hash}` });
    expect([row?.hash.length, status]).toEqual([64, 302]);
  });

  it('by the name without its prefix, which another host of the domain could set, shows nothing', async () => {
    const cookie = `tidewaiter-session=${alice.cookies.get(SESSION)}`;
    expect((await ask('/', { cookie })).status).toBe(403);
  });
});

describe('a form of another site', () => {
  const tokenIn = async (browser: Browser) =>
    /name="token" value="([^"]+)"/.exec((await browser.get('/')).text)?.[1] ?? '';
  const FORM = 'application/x-www-form-urlencoded';

  it.each<[number, string, () => Promise<Asked>]>([
    [403, 'without the token', async () => ({ type: FORM, body: 'a=b' })],
    [403, 'with a token of nothing', async () => ({ type: FORM, body: 'token=' })],
    [403, "with somebody else's", async () => ({ type: FORM, body: `token=${await tokenIn(await signedIn('bob'))}` })],
    [403, 'with the token as JSON', async () => ({ type: 'text/plain', body: `{"token":"${await tokenIn(alice)}"}` })],
    [413, 'with ten thousand bytes more', async () => ({ type: FORM, body: `token=${'x'.repeat(10_001)}` })],
  ])('%i: signs nobody out %s', async (status, _, asked) => {
    const request = { method: 'POST', cookie: cookieOf(alice), ...(await asked()) };
    expect((await ask('/sign-out', request)).status).toBe(status);
    expect((await alice.get('/')).status).toBe(200);
  });

  it('404: an address that signs out is no link', async () => {
    expect((await ask('/sign-out', { cookie: cookieOf(alice) })).status).toBe(404);
    expect((await alice.get('/')).status).toBe(200);
  });
});

describe('signing in leads to no other site', () => {
  it.each([
    '///evil.example',
    '/%5Cevil.example',
    '%2F%2Fevil.example',
    'https:evil.example',
    'javascript:alert(1)',
    '/\tevil.example',
    '/\r\nlocation: https://evil.example',
    '/acme/shop/pull/7@evil.example',
    '/acme/shop/pull/7?to=//evil.example',
    '/installations/..//evil.example',
    '/sign-out',
    '/../..//evil.example/pull/1',
  ])('%j', async (target) => {
    const { status, headers } = await browse(site(), github).signIn(target);
    expect([status, headers.get('location')]).toEqual([302, '/']);
  });
});

describe('an answer of GitHub', () => {
  it.each([
    ['of an attempt before the last', (first: string) => first],
    ['with the state of the one and the code of the other', (first: string, last: string) => mix(first, last)],
    ['without a state', (_: string, last: string) => last.replace(/&?state=[^&]*/, '')],
    ['with an empty state', (_: string, last: string) => last.replace(/state=[^&]*/, 'state=')],
    ['with two states', (_: string, last: string) => last.replace(/state=/, 'state=x&state=')],
    ['without a code', (_: string, last: string) => last.replace(/code=[^&]*&?/, '')],
  ])('%s signs nobody in', async (_, choose) => {
    const browser = browse(site(), github);
    const [first, last] = [await browser.visitGitHub(), await browser.visitGitHub()];
    expect((await browser.get(choose(first, last))).status).toBe(403);
    expect(browser.cookies.has(SESSION)).toBe(false);
  });

  function mix(first: string, last: string): string {
    const codeOf = (back: string) => /code=([^&]*)/.exec(back)?.[1] ?? '';
    return first.replace(codeOf(first), codeOf(last));
  }

  it.each(['[]', '{}', '{"state":1}', 'null', '{"__proto__":{"state":"","verifier":"","target":"/"}}', '%'])(
    'to an attempt that was made up signs nobody in: %s',
    async (attempt) => {
      const cookie = `${ATTEMPT}=${encodeURIComponent(attempt)}`;
      expect((await ask('/sign-in/callback?code=x&state=', { cookie })).status).toBe(403);
    },
  );
});

describe('names that mean harm', () => {
  it.each(['/', `/acme/${encodeURIComponent(MARKUP)}/pull/8`])('are text in %s', async (path) => {
    const root = await signedIn('root');
    const { status, text, headers } = await ask(path, { cookie: cookieOf(root) });
    expect(status).toBe(200);
    expect(text).toContain('&lt;img');
    expect(text).not.toMatch(/<img|\u202e|<script| on\w+="/);
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('that no repository can have are nothing to an operator either', async () => {
    const root = await signedIn('root');
    expect((await ask('/acme/x%00/pull/7', { cookie: cookieOf(root) })).status).toBe(404);
  });

  it('are text on the page before signing in', async () => {
    const { text } = await ask(`/${encodeURIComponent(HOSTILE)}/x/pull/7`);
    expect(text).not.toMatch(/<img|\u202e/);
  });
});
