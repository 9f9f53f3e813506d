import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, clientOf, signedBy } from './client.ts';
import { startGitHub } from './start-github.ts';
import type { GitHub, InstalledApp, Repository } from './twin.ts';

const PERMISSIONS = { checks: 'write', contents: 'read', 'pull-requests': 'write' } as const;

let github: GitHub;
let shop: Repository;
let app: InstalledApp;
let asApp: Client;

beforeAll(async () => {
  github = await startGitHub();
  github.createOrganization('acme', { owner: 'olivia' });
  shop = github.createRepository('acme/shop', { private: true, collaborators: { alice: 'write', terry: 'triage' } });
  github.createRepository('acme/other', { private: true });
  shop.push('topic', { 'a.txt': 'a\n' });
  shop.openPullRequest({ head: 'topic', login: 'alice' });
  app = github.installApp('gatekeeper', { account: 'acme', permissions: PERMISSIONS });
  asApp = clientOf(github, signedBy(app));
});

afterAll(async () => {
  await github.stop();
  expect(github.violations).toEqual([]);
});

function tokens({ installationId }: InstalledApp = app): string {
  return `/app/installations/${installationId}/access_tokens`;
}

async function tokenOf(body: object = {}): Promise<Client> {
  const { status, json } = await asApp.post(tokens(), body);
  expect(status).toBe(201);
  return clientOf(github, Object(json).token);
}

const HELLO = { body: 'hello' };
const COMMENTS = '/repos/acme/shop/issues/1/comments';

describe('an App speaks for itself with a JSON Web Token', () => {
  it('and learns what it is and where it is installed', async () => {
    expect((await asApp.get('/app')).json).toMatchObject({
      id: app.id,
      slug: 'gatekeeper',
      client_id: app.clientId,
      permissions: { checks: 'write', contents: 'read', pull_requests: 'write', metadata: 'read' },
    });
    const installation = {
      id: app.installationId,
      account: { login: 'acme', type: 'Organization' },
      target_type: 'Organization',
      repository_selection: 'all',
      suspended_at: null,
    };
    expect((await asApp.get('/app/installations')).json).toMatchObject([installation]);
    for (const path of [
      '/repos/acme/shop/installation',
      '/orgs/acme/installation',
      `/app/installations/${app.installationId}`,
    ]) {
      expect((await asApp.get(path)).json).toMatchObject(installation);
    }
    expect((await asApp.get('/users/acme/installation')).status).toBe(404);
  });

  const seconds = Math.floor(Date.now() / 1000);

  it.each([
    [
      'not signed with its key',
      () => signedBy({ id: app.id, privateKey: github.installApp('x', { account: 'x' }).privateKey }),
      'could not be decoded',
    ],
    ['of nobody', () => signedBy({ ...app, id: 1 }), 'Integration not found'],
    ['that has run out', () => signedBy(app, { exp: seconds - 1 }), 'must be a numeric value representing the future'],
    ['for longer than ten minutes', () => signedBy(app, { exp: seconds + 3600 }), 'too far in the future'],
    ['from the future', () => signedBy(app, { iat: seconds + 120 }), "'Issued at' claim"],
    [
      'that is a token of its installation',
      () => github.token({ app: 'gatekeeper', permissions: {} }),
      'could not be decoded',
    ],
  ])('refused: one %s', async (_, text, words) => {
    const reply = await clientOf(github, text()).get('/app');
    expect(reply).toMatchObject({ status: 401, json: { message: expect.stringContaining(words) } });
  });

  it('signed with any of its keys, until that one is revoked', async () => {
    const { id, privateKey } = github.installApp('keyring', { account: 'acme' });
    const fresh = github.addKey('keyring');
    const statuses = () =>
      Promise.all(
        [privateKey, fresh].map(
          async (key) => (await clientOf(github, signedBy({ id, privateKey: key })).get('/app')).status,
        ),
      );
    expect(await statuses()).toEqual([200, 200]);
    github.revokeKeysBut('keyring', fresh);
    expect(await statuses()).toEqual([401, 200]);
  });
});

describe("an installation's token", () => {
  it('lives for an hour, is long, and acts as the bot', async () => {
    const { json } = await asApp.post(tokens(), {});
    const { token, expires_at: expiresAt, permissions, repository_selection: selection } = Object(json);
    expect(token).toMatch(new RegExp(`^ghs_${app.id}_[\\w-]+\\.[\\w-]+\\.[\\w-]+$`));
    expect(token.length).toBeGreaterThan(200);
    expect(Math.abs(Date.parse(expiresAt) - Date.now() - 3_600_000)).toBeLessThan(60_000);
    expect({ permissions, selection }).toMatchObject({ permissions: { checks: 'write' }, selection: 'all' });
    const comment = await clientOf(github, token).post(COMMENTS, HELLO);
    expect(comment).toMatchObject({ status: 201, json: { user: { login: 'gatekeeper[bot]', type: 'Bot' } } });
  });

  it('narrowed to one repository and one permission', async () => {
    const { id } = Object((await (await tokenOf()).get('/repos/acme/shop')).json);
    const narrow = await tokenOf({ repository_ids: [id], permissions: { contents: 'read' } });
    expect((await narrow.get('/installation/repositories')).json).toMatchObject({
      total_count: 1,
      repositories: [{ full_name: 'acme/shop' }],
    });
    expect((await narrow.get('/repos/acme/shop/git/trees/main')).status).toBe(200);
    expect((await narrow.get('/repos/acme/other')).status).toBe(404);
    expect((await narrow.post(COMMENTS, HELLO)).status).toBe(403);
  });

  it.each([
    [
      'a permission that the installation lacks',
      { permissions: { contents: 'write' } },
      'The permissions requested are not granted',
    ],
    ['a permission of another kind', { permissions: { issues: 'read' } }, 'The permissions requested are not granted'],
    ['a repository that it is not on', { repositories: ['nothing'] }, 'There is at least one repository'],
  ])('422: %s', async (_, body, words) => {
    expect(await asApp.post(tokens(), body)).toMatchObject({
      status: 422,
      json: { message: expect.stringContaining(words) },
    });
  });

  it('of some repositories of a person', async () => {
    for (const name of ['dora/one', 'dora/two']) github.createRepository(name, { private: true });
    const installed = github.installApp('gatekeeper', { account: 'dora', repositories: ['one'] });
    const { json } = await asApp.post(tokens(installed), {});
    expect(json).toMatchObject({ repository_selection: 'selected' });
    const client = clientOf(github, Object(json).token);
    expect((await client.get('/repos/dora/one')).status).toBe(200);
    expect((await client.get('/repos/dora/two')).status).toBe(404);
    expect((await client.get('/repos/acme/shop')).status).toBe(404);
    installed.selectRepositories('two');
    expect((await client.get('/repos/dora/one')).status).toBe(404);
  });

  it('is no good any more once it has run out, was revoked, or its installation is gone', async () => {
    const client = await tokenOf();
    const [left, right] = [await tokenOf(), await tokenOf()];
    expect((await left.delete('/installation/token')).status).toBe(204);
    expect((await left.get('/repos/acme/shop')).status).toBe(401);
    expect((await right.get('/repos/acme/shop')).status).toBe(200);
    github.expireTokens();
    expect(await client.get('/repos/acme/shop')).toMatchObject({ status: 401, json: { message: 'Bad credentials' } });

    const installed = github.installApp('gatekeeper', { account: 'eve' });
    const { json } = await asApp.post(tokens(installed), {});
    installed.uninstall();
    expect((await clientOf(github, Object(json).token).get('/installation/repositories')).status).toBe(401);
    expect((await asApp.post(tokens(installed), {})).status).toBe(404);
  });

  it('of a suspended installation neither works nor is given', async () => {
    const installed = github.installApp('gatekeeper', { account: 'frank' });
    const { json } = await asApp.post(tokens(installed), {});
    installed.suspend();
    const suspended = { status: 403, json: { message: 'This installation has been suspended' } };
    expect(await asApp.post(tokens(installed), {})).toMatchObject(suspended);
    const client = clientOf(github, Object(json).token);
    expect(await client.get('/installation/repositories')).toMatchObject(suspended);
    installed.unsuspend();
    expect((await client.get('/installation/repositories')).status).toBe(200);
  });
});

describe('what an App is told of', () => {
  it('the roles of people', async () => {
    const client = await tokenOf();
    const roleOf = async (login: string) => {
      const { json } = await client.get(`/repos/acme/shop/collaborators/${login}/permission`);
      return `${Object(json).permission} ${Object(json).role_name}`;
    };
    expect(await Promise.all(['olivia', 'alice', 'terry'].map(roleOf))).toEqual([
      'admin admin',
      'write write',
      'read triage',
    ]);
    github.createRepository('zoe/hers');
    expect(await roleOf('zoe')).toBe('none none');
    shop.setRole('zoe', 'maintain');
    shop.setRole('terry', undefined);
    expect(await Promise.all(['zoe', 'terry'].map(roleOf))).toEqual(['write maintain', 'none none']);
  });

  it('an author is the bot in REST, and has no [bot] in GraphQL', async () => {
    const client = await tokenOf();
    const { json } = await client.post(COMMENTS, HELLO);
    expect(Object(json).user.login).toBe('gatekeeper[bot]');
    const answer = await client.graphql(
      'query ($id: ID!) { node(id: $id) { ... on IssueComment { author { login __typename } } } }',
      {
        id: Object(json).node_id,
      },
    );
    expect(answer.json).toMatchObject({ data: { node: { author: { login: 'gatekeeper', __typename: 'Bot' } } } });
  });
});

describe('a required check', () => {
  it('counts from its App alone, whatever the name', async () => {
    shop.push('other', { 'b.txt': 'b\n' });
    const pullRequest = shop.openPullRequest({ head: 'other', login: 'alice' });
    shop.protect('main', { checks: [{ context: 'gate', app: 'gatekeeper' }] });
    const run = {
      name: 'gate',
      head_sha: pullRequest.headSha,
      conclusion: 'success',
      output: { title: 'T', summary: 'S' },
    };
    const forger = clientOf(github, github.token({ app: 'forger', permissions: { checks: 'write' } }));
    expect((await forger.post('/repos/acme/shop/check-runs', run)).status).toBe(201);
    shop.reportJob({ sha: pullRequest.headSha, name: 'gate', conclusion: 'success' });
    expect(pullRequest.merge()).toMatchObject({ status: 405, message: expect.stringContaining('expected GitHub App') });

    const client = await tokenOf();
    const listed = await client.get(`/repos/acme/shop/commits/${pullRequest.headSha}/check-runs?app_id=${app.id}`);
    expect(listed.json).toMatchObject({ total_count: 0 });
    await client.post('/repos/acme/shop/check-runs', run);
    expect(pullRequest.merge().status).toBe(200);
  });
});
