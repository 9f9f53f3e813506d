import { createSign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientOf } from './client.ts';
import { startGitHub } from './start-github.ts';
import type { GitHub, InstalledApp } from './twin.ts';

let github: GitHub;
let app: InstalledApp;

beforeAll(async () => {
  github = await startGitHub();
  const shop = github.createRepository('acme/shop', { private: true });
  shop.push('topic', { 'a.txt': 'a\n' });
  shop.openPullRequest({ head: 'topic' });
  app = github.installApp('gatekeeper', {
    account: 'acme',
    permissions: { contents: 'read', 'pull-requests': 'write' },
  });
});

afterAll(async () => {
  await github.stop();
  expect(github.violations).toEqual([]);
});

/** What an App proves with that it is itself: a JSON Web Token, signed with its key. */
function signedBy({ id, privateKey }: InstalledApp): string {
  const seconds = Math.floor(Date.now() / 1000);
  const parts = [
    { alg: 'RS256', typ: 'JWT' },
    { iat: seconds - 30, exp: seconds + 300, iss: String(id) },
  ];
  const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey, 'base64url')}`;
}

describe('what the twin does not answer, the emulator behind it does', () => {
  it('users and labels', async () => {
    const client = clientOf(github, github.token({ login: 'acme' }));
    expect((await client.get('/user')).json).toMatchObject({ login: 'acme' });
    await client.post('/repos/acme/shop/labels', { name: 'policy', color: 'ff0000' });
    expect((await client.get('/repos/acme/shop/labels')).json).toMatchObject([{ name: 'policy' }]);
    expect((await client.get('/no/such/thing')).status).toBe(404);
  });

  it("an App's tokens, with which the twin lets it do what it may", async () => {
    const asApp = clientOf(github, signedBy(app));
    expect((await asApp.get('/repos/acme/shop/installation')).json).toMatchObject({ id: app.installationId });
    const created = await asApp.post(`/app/installations/${app.installationId}/access_tokens`, {});
    expect(created.status).toBe(201);
    const client = clientOf(github, Object(created.json).token);
    const comment = await client.post('/repos/acme/shop/issues/1/comments', { body: 'hello' });
    expect(comment).toMatchObject({ status: 201, json: { user: { login: 'gatekeeper[bot]', type: 'Bot' } } });
    expect((await client.put('/repos/acme/shop/pulls/1/merge', {})).status).toBe(403);
  });

  it('a token that is signed with another key is none', async () => {
    const other = github.installApp('other', { account: 'acme', permissions: {} });
    expect((await clientOf(github, signedBy({ ...other, id: app.id })).get('/app')).status).toBe(401);
  });
});
