import { afterEach, beforeEach, expect, it } from 'vitest';
import { donePage } from '../../../bot/web/set-up-pages.ts';
import { createSetUpSite } from '../../../bot/web/set-up-site.ts';
import { startGitHub } from '../../github-twin/start-github.ts';
import type { GitHub } from '../../github-twin/twin.ts';

const TOKEN = 'f'.repeat(48);
const HOUR = 60 * 60 * 1000;

let github: GitHub;
let registered: number;
let now: number;
let site: ReturnType<typeof createSetUpSite>;

beforeEach(async () => {
  github = await startGitHub();
  github.signIn('olivia');
  [registered, now] = [0, HOUR];
  site = open();
});

afterEach(() => github.stop());

function open() {
  return createSetUpSite({
    serverUrl: github.serverUrl,
    apiUrl: github.apiUrl,
    token: TOKEN,
    publicUrl: undefined,
    allowsCommits: false,
    now: () => now,
    register: async () => void registered++,
    report: () => {},
  });
}

/** Fills in the page that only the secret address shows, and tells where GitHub sends the browser back to. */
async function makeApp(): Promise<string> {
  const page = await (await site.request(`/set-up?token=${TOKEN}&address=http://127.0.0.1:9`)).text();
  const decode = (encoded = '') => encoded.replaceAll('&quot;', '"').replaceAll('&amp;', '&');
  const action = decode(/<form method="post" action="([^"]*)"/.exec(page)?.[1]);
  const manifest = decode(/name="manifest" value="([^"]*)"/.exec(page)?.[1]);
  const body = new URLSearchParams({ manifest });
  const made = await fetch(action, { method: 'POST', redirect: 'manual', body });
  const { pathname, search } = new URL(made.headers.get('location') ?? '');
  return pathname + search;
}

it('whoever has the address of the set-up page registers the App', async () => {
  expect((await site.request(await makeApp())).status).toBe(200);
  expect(registered).toBe(1);
});

it.each([
  ['no token', '/set-up'],
  ['a part of the token', `/set-up?token=${TOKEN.slice(1)}`],
  ['more than the token', `/set-up?token=${TOKEN}f`],
  ['another token before the right one', `/set-up?token=x&token=${TOKEN}`],
  ['the token in another place', `/set-up?state=${TOKEN}`],
])('%s: 403, and no form', async (_, path) => {
  const response = await site.request(path);
  expect(response.status).toBe(403);
  expect(await response.text()).not.toMatch(/<form|f{48}/);
});

it.each([
  ['without its state', (back: string) => back.replace(/state=[^&]*/, 'state=')],
  ['with another state', (back: string) => back.replace(/state=[^&]*/, `state=${TOKEN}`)],
  ['with the name of what every object has', (back: string) => back.replace(/state=[^&]*/, 'state=__proto__')],
])('an answer of GitHub %s registers nothing', async (_, change) => {
  expect((await site.request(change(await makeApp()))).status).toBe(403);
  expect(registered).toBe(0);
});

it('an answer that comes after an hour registers nothing', async () => {
  const back = await makeApp();
  now += HOUR + 1;
  expect((await site.request(back)).status).toBe(403);
  expect(registered).toBe(0);
});

it('an answer to the page of another bot registers nothing', async () => {
  const back = await makeApp();
  site = open();
  expect((await site.request(back)).status).toBe(403);
  expect(registered).toBe(0);
});

it.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'file:///etc/passwd',
  '//evil.example',
  'https://a:b@evil.example',
])('GitHub is not told that the bot is at %s', async (address) => {
  const response = await site.request(`/set-up?token=${TOKEN}&address=${encodeURIComponent(address)}`);
  expect(await response.text()).not.toContain('name="manifest"');
});

it('the page that says that the App is made shows its name as text', async () => {
  const hostile = '"><img src=x onerror=alert(1)>';
  const credentials = { privateKey: 'key', webhookSecret: 'secret', clientId: 'client', clientSecret: 'secret' };
  const text = String(await donePage({ id: 1, slug: hostile, url: hostile, ...credentials }).html);
  expect(text).not.toContain('<img');
  expect(text.match(/&quot;&gt;&lt;img/g)).toHaveLength(2);
});
