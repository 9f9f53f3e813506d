import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clientOf, signedBy } from './client.ts';
import { type Listener, startListener } from './listener.ts';
import { startGitHub } from './start-github.ts';
import type { GitHub, InstalledApp } from './twin.ts';

const CALLBACK = 'https://bot.example/callback';

let github: GitHub;
let app: InstalledApp;

beforeAll(async () => {
  github = await startGitHub();
  github.createRepository('acme/shop', { private: true, collaborators: { alice: 'maintain' } });
  github.createRepository('bob/notes', { private: true, collaborators: { alice: 'write' } });
  app = github.installApp('gatekeeper', {
    account: 'acme',
    permissions: { contents: 'read', 'pull-requests': 'write' },
    callbackUrl: CALLBACK,
  });
});

beforeEach(() => github.signOut());

afterAll(async () => {
  await github.stop();
  expect(github.violations).toEqual([]);
});

function open(path: string, query: Readonly<Record<string, string>>, form?: Readonly<Record<string, string>>) {
  const address = `${github.serverUrl}${path}?${new URLSearchParams(query)}`;
  const body = form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) };
  return fetch(address, { redirect: 'manual', ...body });
}

/** Where a browser is sent on to. */
async function sentTo(response: Promise<Response>): Promise<URL> {
  const { status, headers } = await response;
  expect(status).toBe(302);
  return new URL(headers.get('location') ?? '');
}

const verifier = randomBytes(32).toString('base64url');
const challenge = createHash('sha256').update(verifier).digest('base64url');

function authorize(more: Readonly<Record<string, string>> = {}) {
  const proof = { code_challenge: challenge, code_challenge_method: 'S256' };
  return open('/login/oauth/authorize', {
    client_id: app.clientId,
    redirect_uri: CALLBACK,
    state: 'xyz',
    ...proof,
    ...more,
  });
}

async function codeFor(login: string): Promise<string> {
  github.signIn(login);
  return (await sentTo(authorize())).searchParams.get('code') ?? '';
}

async function exchange(code: string, more: Readonly<Record<string, string>> = {}) {
  const response = await fetch(`${github.serverUrl}/login/oauth/access_token`, {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams({
      client_id: app.clientId,
      client_secret: app.clientSecret,
      code,
      code_verifier: verifier,
      ...more,
    }),
  });
  expect(response.status).toBe(200);
  return Object(await response.json());
}

describe('who signs in with an App', () => {
  it('is sent back with a code, which becomes a token that says who they are', async () => {
    github.signIn('alice');
    const back = await sentTo(authorize());
    expect(`${back.origin}${back.pathname}`).toBe(CALLBACK);
    expect(back.searchParams.get('state')).toBe('xyz');
    const { access_token: token, token_type: type } = await exchange(back.searchParams.get('code') ?? '');
    expect({ token, type }).toEqual({ token: expect.stringMatching(/^ghu_/), type: 'bearer' });
    const client = clientOf(github, token);
    expect((await client.get('/user')).json).toMatchObject({ login: 'alice', type: 'User' });
    // What the user sees, and the App is installed on.
    expect((await client.get('/user/repos')).json).toMatchObject([
      { full_name: 'acme/shop', permissions: { admin: false, maintain: true, push: true } },
    ]);
    expect((await client.get('/repos/bob/notes')).status).toBe(404);
    const comment = await client.post('/repos/acme/shop/issues/1/comments', { body: 'x' });
    expect(comment.status).toBe(404);
  });

  it('a token is given back by the App, and then is none', async () => {
    const { access_token: token } = await exchange(await codeFor('alice'));
    const revoke = (secret: string) =>
      fetch(`${github.apiUrl}/applications/${app.clientId}/token`, {
        method: 'DELETE',
        headers: { authorization: `Basic ${Buffer.from(`${app.clientId}:${secret}`).toString('base64')}` },
        body: JSON.stringify({ access_token: token }),
      });
    expect((await revoke('guessed')).status).toBe(404);
    expect((await clientOf(github, token).get('/user')).status).toBe(200);
    expect((await revoke(app.clientSecret)).status).toBe(204);
    expect((await clientOf(github, token).get('/user')).status).toBe(401);
    expect((await revoke(app.clientSecret)).status).toBe(422);
  });

  it.each([
    ['without the verifier', { code_verifier: '' }, 'bad_verification_code'],
    ['with another verifier', { code_verifier: 'guessed' }, 'bad_verification_code'],
    ['with another secret', { client_secret: 'guessed' }, 'incorrect_client_credentials'],
    ['for another address', { redirect_uri: 'https://evil.example/' }, 'redirect_uri_mismatch'],
  ])('a code is nothing %s', async (_, more, error) => {
    expect(await exchange(await codeFor('alice'), more)).toMatchObject({ error });
  });

  it('a code is good once', async () => {
    const code = await codeFor('alice');
    expect(await exchange(code)).toHaveProperty('access_token');
    expect(await exchange(code)).toMatchObject({ error: 'bad_verification_code' });
  });

  it('says no, is not signed in, or is sent to an address that is not of the App', async () => {
    expect((await authorize()).status).toBe(200);
    github.signIn('alice', { refuses: true });
    expect((await sentTo(authorize())).searchParams.get('error')).toBe('access_denied');
    github.signIn('alice');
    const elsewhere = await sentTo(authorize({ redirect_uri: 'https://evil.example/callback' }));
    expect(elsewhere.origin).toBe(new URL(CALLBACK).origin);
    expect(elsewhere.searchParams.get('error')).toBe('redirect_uri_mismatch');
    expect(elsewhere.searchParams.has('code')).toBe(false);
    expect((await authorize({ client_id: 'unknown' })).status).toBe(404);
  });
});

describe('an App is made from a manifest', () => {
  const MANIFEST = {
    name: 'Tidewaiter of Acme',
    url: 'https://bot.example',
    hook_attributes: { url: 'http://127.0.0.1:1/hooks' },
    redirect_url: 'https://bot.example/setup?step=2',
    callback_urls: [CALLBACK],
    public: false,
    default_permissions: { checks: 'write', contents: 'read', pull_requests: 'write', merge_queues: 'read' },
    default_events: ['pull_request', 'merge_group'],
  };
  let listener: Listener;

  beforeAll(async () => {
    listener = await startListener('');
    github.createOrganization('guild', { owner: 'olivia' });
  });

  afterAll(() => listener.stop());

  function create(manifest: object, path = '/settings/apps/new') {
    return open(path, { state: 'abc' }, { manifest: JSON.stringify(manifest) });
  }

  it('its credentials are given out once; then it can be installed, and hears what happens', async () => {
    github.signIn('olivia');
    const manifest = { ...MANIFEST, hook_attributes: { url: `${listener.url}/hooks` } };
    const back = await sentTo(create(manifest, '/organizations/guild/settings/apps/new'));
    expect(back.href).toMatch(/^https:\/\/bot\.example\/setup\?step=2&code=\w+&state=abc$/);
    const convert = () => clientOf(github).post(`/app-manifests/${back.searchParams.get('code')}/conversions`, {});
    const { status, json } = await convert();
    expect({ status, json }).toMatchObject({
      status: 201,
      json: {
        slug: 'tidewaiter-of-acme',
        name: 'Tidewaiter of Acme',
        owner: { login: 'guild' },
        permissions: { pull_requests: 'write', metadata: 'read' },
        events: ['pull_request', 'merge_group'],
        html_url: `${github.serverUrl}/apps/tidewaiter-of-acme`,
      },
    });
    expect((await convert()).status).toBe(404);

    const { id, pem, client_id: clientId, webhook_secret: secret } = Object(json);
    const asApp = clientOf(github, signedBy({ id, privateKey: pem }));
    expect((await asApp.get('/app')).json).toMatchObject({ id, client_id: clientId });
    github.installApp('tidewaiter-of-acme', { account: 'guild' });
    await github.webhooks.settled();
    expect(listener.received.map(({ headers }) => headers['x-github-event'])).toEqual(['ping', 'installation']);
    expect(await github.webhooks.forge({ app: 'tidewaiter-of-acme', event: 'ping', payload: {}, secret })).toBe(202);
  });

  it.each([
    ['without a name', { name: undefined }, 'Name must have'],
    ['without an address', { url: undefined }, 'Url can&#39;t be blank'.replace('&#39;', "'")],
    [
      'for events of what it may not read',
      { default_events: ['issue_comment', 'check_run', 'push'], default_permissions: { checks: 'read' } },
      'Default events unsupported: issue_comment, push',
    ],
  ])('refused: %s', async (_, more, words) => {
    github.signIn('alice');
    const response = await create({ ...MANIFEST, ...more });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain(words);
  });

  it('refused: a name that is taken, and for an organisation of somebody else', async () => {
    github.signIn('alice');
    expect((await create({ ...MANIFEST, name: 'Gatekeeper' })).status).toBe(422);
    expect((await create(MANIFEST, '/organizations/guild/settings/apps/new')).status).toBe(404);
  });
});
