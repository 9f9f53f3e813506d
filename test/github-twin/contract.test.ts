import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, clientOf, EVERYTHING, type Reply, signedBy } from './client.ts';
import { checkAnswer } from './contract/guard.ts';
import { OPERATIONS } from './rest/answer-call.ts';
import { startGitHub } from './start-github.ts';
import type { GitHub, InstalledApp, PullRequest, Repository } from './twin.ts';

let github: GitHub;
let shop: Repository;
let pullRequest: PullRequest;
let client: Client;
let app: InstalledApp;
let asApp: Client;

beforeAll(async () => {
  github = await startGitHub();
  shop = github.createRepository('acme/shop', { files: { 'web.yaml': 'a: 1\n', link: { symlink: 'web.yaml' } } });
  shop.protect('main', { checks: [{ context: 'gate', app: 'github-actions' }, { context: 'lint' }] });
  shop.protect('stable', { checks: [{ context: 'gate', app: 'github-actions' }], by: 'ruleset' });
  const fork = shop.fork('bob');
  fork.push('topic', { 'web.yaml': 'a: 2\n', 'new/deep.yaml': 'b: 1\n' });
  pullRequest = shop.openPullRequest({ head: 'topic', from: fork });
  client = clientOf(github, github.token({ app: 'github-actions', permissions: EVERYTHING }));
  github.createOrganization('guild', { owner: 'olivia' });
  github.createRepository('guild/hall');
  app = github.installApp('gatekeeper', {
    account: 'guild',
    permissions: { contents: 'read' },
    callbackUrl: 'https://bot.example/',
  });
  github.installApp('gatekeeper', { account: 'acme' });
  github.deliverTo('gatekeeper', { url: 'http://127.0.0.1:1', secret: 's' });
  await github.webhooks.settled();
  asApp = clientOf(github, signedBy(app));
});

afterAll(() => github.stop());

const PULL = '/repos/acme/shop/pulls/1';
const COMMENT = { path: 'web.yaml', line: 1, body: 'no' };

/** Each operation, called as its documentation says. What must be there before is made on the way. */
const CALLS: Readonly<Record<string, () => Promise<Reply>>> = {
  'GET /app': () => asApp.get('/app'),
  'GET /app/installations': () => asApp.get('/app/installations'),
  'GET /app/installations/{installation_id}': () => asApp.get(`/app/installations/${app.installationId}`),
  'POST /app/installations/{installation_id}/access_tokens': () =>
    asApp.post(`/app/installations/${app.installationId}/access_tokens`, { repositories: ['hall'] }),
  'GET /repos/{owner}/{repo}/installation': () => asApp.get('/repos/guild/hall/installation'),
  'GET /orgs/{org}/installation': () => asApp.get('/orgs/guild/installation'),
  'GET /users/{username}/installation': () => asApp.get('/users/acme/installation'),
  'GET /installation/repositories': async () => (await asInstallation()).get('/installation/repositories'),
  'DELETE /installation/token': async () => (await asInstallation()).delete('/installation/token'),
  'GET /app/hook/deliveries': () => asApp.get('/app/hook/deliveries'),
  'GET /app/hook/deliveries/{delivery_id}': () => asApp.get(`/app/hook/deliveries/${deliveryId()}`),
  'POST /app/hook/deliveries/{delivery_id}/attempts': () =>
    asApp.post(`/app/hook/deliveries/${deliveryId()}/attempts`, {}),
  'GET /repos/{owner}/{repo}': () => client.get('/repos/bob/shop'),
  'GET /repos/{owner}/{repo}/tarball/{ref}': () => client.get('/repos/acme/shop/tarball/main'),
  'POST /repos/{owner}/{repo}/check-runs': () => createCheckRun(),
  'GET /repos/{owner}/{repo}/check-runs/{check_run_id}': async () =>
    client.get(`/repos/acme/shop/check-runs/${await idOf(createCheckRun())}`),
  'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}': async () =>
    client.patch(`/repos/acme/shop/check-runs/${await idOf(createCheckRun())}`, { conclusion: 'failure' }),
  'GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations': async () =>
    client.get(`/repos/acme/shop/check-runs/${await idOf(createCheckRun())}/annotations`),
  'GET /repos/{owner}/{repo}/commits/{ref}/check-runs': () => client.get('/repos/acme/shop/commits/main/check-runs'),
  'GET /repos/{owner}/{repo}/commits/{ref}/check-suites': () =>
    client.get('/repos/acme/shop/commits/main/check-suites'),
  'POST /repos/{owner}/{repo}/code-scanning/sarifs': () =>
    client.post('/repos/acme/shop/code-scanning/sarifs', {
      commit_sha: shop.head('main'),
      ref: 'refs/heads/main',
      sarif: gzipSync('{"runs":[]}').toString('base64'),
    }),
  'GET /repos/{owner}/{repo}/collaborators/{username}/permission': () =>
    client.get('/repos/acme/shop/collaborators/bob/permission'),
  'GET /repos/{owner}/{repo}/git/ref/{ref}': () => client.get('/repos/acme/shop/git/ref/heads/main'),
  'GET /repos/{owner}/{repo}/git/trees/{tree_sha}': () => client.get('/repos/acme/shop/git/trees/main?recursive=1'),
  'GET /repos/{owner}/{repo}/git/blobs/{file_sha}': async () => {
    const tree = await client.get('/repos/acme/shop/git/trees/main');
    const [file] = Object(tree.json).tree;
    return client.get(`/repos/acme/shop/git/blobs/${file.sha}`);
  },
  'POST /repos/{owner}/{repo}/git/blobs': () => client.post('/repos/acme/shop/git/blobs', { content: 'x' }),
  'POST /repos/{owner}/{repo}/git/trees': () => createTree(),
  'POST /repos/{owner}/{repo}/git/commits': () => createCommit(),
  'GET /repos/{owner}/{repo}/git/commits/{commit_sha}': () =>
    client.get(`/repos/acme/shop/git/commits/${shop.head('main')}`),
  'POST /repos/{owner}/{repo}/git/refs': () => createRef('one'),
  'PATCH /repos/{owner}/{repo}/git/refs/{ref}': async () => {
    await createRef('two');
    const { json } = await createCommit();
    return client.patch('/repos/acme/shop/git/refs/heads/two', { sha: Object(json).sha });
  },
  'DELETE /repos/{owner}/{repo}/git/refs/{ref}': async () => {
    await createRef('three');
    return client.delete('/repos/acme/shop/git/refs/heads/three');
  },
  'PUT /repos/{owner}/{repo}/contents/{path}': async () => {
    await createRef('four');
    return client.put('/repos/acme/shop/contents/new.yaml', { message: 'm', content: 'eA==', branch: 'four' });
  },
  'POST /repos/{owner}/{repo}/pulls': () => {
    shop.push('five', { 'five.yaml': 'a: 5\n' });
    return client.post('/repos/acme/shop/pulls', { title: 'T', head: 'five', base: 'main', body: 'B', draft: true });
  },
  'PATCH /repos/{owner}/{repo}/pulls/{pull_number}': () => client.patch(PULL, { title: 'Another' }),
  'GET /user': () => clientOf(github, github.token({ login: 'acme' })).get('/user'),
  'GET /user/repos': () => clientOf(github, github.token({ login: 'acme' })).get('/user/repos'),
  'DELETE /applications/{client_id}/token': async () => {
    const token = await signInAs('alice');
    const basic = Buffer.from(`${app.clientId}:${app.clientSecret}`).toString('base64');
    return clientOf(github, { basic }).delete(`/applications/${app.clientId}/token`, { access_token: token });
  },
  'POST /app-manifests/{code}/conversions': async () => {
    github.signIn('acme');
    const manifest = JSON.stringify({ name: 'M', url: 'https://m.example', redirect_url: 'https://m.example/' });
    const code = await codeFrom('/settings/apps/new', { method: 'POST', body: new URLSearchParams({ manifest }) });
    return clientOf(github).post(`/app-manifests/${code}/conversions`, {});
  },
  'GET /repos/{owner}/{repo}/branches': () => client.get('/repos/acme/shop/branches'),
  'GET /repos/{owner}/{repo}/branches/{branch}': () => client.get('/repos/acme/shop/branches/main'),
  'GET /repos/{owner}/{repo}/commits/{ref}': () => client.get('/repos/acme/shop/commits/main'),
  'GET /repos/{owner}/{repo}/contents/{path}': () => client.get(`/repos/bob/shop/contents/new%2Fdeep.yaml?ref=topic`),
  'GET /repos/{owner}/{repo}/compare/{basehead}': () => client.get('/repos/acme/shop/compare/main...bob:topic'),
  'GET /repos/{owner}/{repo}/issues/{issue_number}/comments': () => client.get('/repos/acme/shop/issues/1/comments'),
  'POST /repos/{owner}/{repo}/issues/{issue_number}/comments': () => createIssueComment(),
  'GET /repos/{owner}/{repo}/issues/comments/{comment_id}': async () =>
    client.get(`/repos/acme/shop/issues/comments/${await idOf(createIssueComment())}`),
  'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}': async () =>
    client.patch(`/repos/acme/shop/issues/comments/${await idOf(createIssueComment())}`, { body: 'else' }),
  'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}': async () =>
    client.delete(`/repos/acme/shop/issues/comments/${await idOf(createIssueComment())}`),
  'GET /repos/{owner}/{repo}/pulls': () => client.get('/repos/acme/shop/pulls?state=all'),
  'GET /repos/{owner}/{repo}/pulls/{pull_number}': () => client.get(PULL),
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/files': () => client.get(`${PULL}/files`),
  'PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge': () => client.put(`${PULL}/merge`, {}),
  'GET /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions': () => onReactions('issues', 'GET'),
  'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions': () => onReactions('issues', 'POST'),
  'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions/{reaction_id}': () =>
    onReactions('issues', 'DELETE'),
  'GET /repos/{owner}/{repo}/pulls/comments/{comment_id}/reactions': () => onReactions('pulls', 'GET'),
  'POST /repos/{owner}/{repo}/pulls/comments/{comment_id}/reactions': () => onReactions('pulls', 'POST'),
  'DELETE /repos/{owner}/{repo}/pulls/comments/{comment_id}/reactions/{reaction_id}': () =>
    onReactions('pulls', 'DELETE'),
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers': () =>
    client.post(`${PULL}/requested_reviewers`, { reviewers: ['acme'] }),
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/comments': async () => {
    // One on a line, and one on a whole file.
    await createReviewComment();
    await client.post(`${PULL}/comments`, {
      ...COMMENT,
      line: undefined,
      subject_type: 'file',
      commit_id: pullRequest.headSha,
    });
    return client.get(`${PULL}/comments`);
  },
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/comments': () => createReviewComment(),
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/comments/{comment_id}/replies': async () =>
    client.post(`${PULL}/comments/${await idOf(createReviewComment())}/replies`, { body: 'why?' }),
  'GET /repos/{owner}/{repo}/pulls/comments/{comment_id}': async () =>
    client.get(`/repos/acme/shop/pulls/comments/${await idOf(createReviewComment())}`),
  'PATCH /repos/{owner}/{repo}/pulls/comments/{comment_id}': async () =>
    client.patch(`/repos/acme/shop/pulls/comments/${await idOf(createReviewComment())}`, { body: 'else' }),
  'DELETE /repos/{owner}/{repo}/pulls/comments/{comment_id}': async () =>
    client.delete(`/repos/acme/shop/pulls/comments/${await idOf(createReviewComment())}`),
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews': () => client.get(`${PULL}/reviews`),
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews': () => createReview(),
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}': async () =>
    client.get(`${PULL}/reviews/${await idOf(createReview())}`),
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/comments': async () =>
    client.get(`${PULL}/reviews/${await idOf(createReview())}/comments`),
  'PUT /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/dismissals': async () => {
    const review = client.post(`${PULL}/reviews`, { event: 'APPROVE' });
    return client.put(`${PULL}/reviews/${await idOf(review)}/dismissals`, { message: 'No more.' });
  },
  'GET /repos/{owner}/{repo}/branches/{branch}/protection/required_status_checks': () =>
    client.get('/repos/acme/shop/branches/main/protection/required_status_checks'),
  'GET /repos/{owner}/{repo}/rules/branches/{branch}': () => client.get('/repos/acme/shop/rules/branches/stable'),
  'POST /repos/{owner}/{repo}/statuses/{sha}': () =>
    client.post(`/repos/acme/shop/statuses/${shop.head('main')}`, { state: 'success', context: 'lint' }),
  'GET /repos/{owner}/{repo}/commits/{ref}/status': () => client.get('/repos/acme/shop/commits/main/status'),
};

function createTree() {
  return client.post('/repos/acme/shop/git/trees', {
    base_tree: shop.head('main'),
    tree: [{ path: 'new.yaml', mode: '100644', type: 'blob', content: 'x: 1\n' }],
  });
}

async function createCommit(): Promise<Reply> {
  const tree = Object((await createTree()).json).sha;
  return client.post('/repos/acme/shop/git/commits', { message: 'M', tree, parents: [shop.head('main')] });
}

function createRef(branch: string) {
  return client.post('/repos/acme/shop/git/refs', { ref: `refs/heads/${branch}`, sha: shop.head('main') });
}

async function signInAs(login: string): Promise<string> {
  github.signIn(login);
  const code = await codeFrom(`/login/oauth/authorize?client_id=${app.clientId}`);
  const response = await fetch(`${github.serverUrl}/login/oauth/access_token`, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify({ client_id: app.clientId, client_secret: app.clientSecret, code }),
  });
  return Object(await response.json()).access_token;
}

async function codeFrom(path: string, options: RequestInit = {}): Promise<string | null> {
  const { headers } = await fetch(github.serverUrl + path, { redirect: 'manual', ...options });
  return new URL(headers.get('location') ?? '').searchParams.get('code');
}

async function asInstallation(): Promise<Client> {
  const { json } = await asApp.post(`/app/installations/${app.installationId}/access_tokens`, {});
  return clientOf(github, Object(json).token);
}

function deliveryId(): number {
  return github.webhooks.deliveries[0]?.id ?? 0;
}

function createCheckRun() {
  return client.post('/repos/acme/shop/check-runs', {
    name: 'gate',
    head_sha: pullRequest.headSha,
    status: 'in_progress',
    output: {
      title: 'T',
      summary: 'S',
      annotations: [{ path: 'web.yaml', start_line: 1, end_line: 1, annotation_level: 'failure', message: 'no' }],
    },
  });
}

function createIssueComment() {
  return client.post('/repos/acme/shop/issues/1/comments', { body: 'hello' });
}

function createReviewComment() {
  return client.post(`${PULL}/comments`, { ...COMMENT, commit_id: pullRequest.headSha });
}

function createReview() {
  return client.post(`${PULL}/reviews`, { event: 'COMMENT', body: 'One word.', comments: [COMMENT] });
}

async function idOf(reply: Promise<Reply>): Promise<number> {
  return Object((await reply).json).id;
}

async function onReactions(family: 'issues' | 'pulls', method: 'GET' | 'POST' | 'DELETE'): Promise<Reply> {
  const id = await idOf(family === 'issues' ? createIssueComment() : createReviewComment());
  const path = `/repos/acme/shop/${family}/comments/${id}/reactions`;
  const created = await client.post(path, { content: 'eyes' });
  if (method === 'POST') return created;
  return method === 'GET' ? client.get(path) : client.delete(`${path}/${Object(created.json).id}`);
}

describe("every operation is as GitHub's description has it", () => {
  it.each(OPERATIONS)('%s', async (operation) => {
    const call = CALLS[operation];
    if (call === undefined) throw new Error(`${operation} has no call here: add one`);
    const before = github.requests.length;
    const reply = await call();
    expect(github.violations).toEqual([]);
    expect(reply.status).toBeLessThan(operation.endsWith('/merge') ? 406 : 400);
    expect(github.requests.slice(before).map(({ method, template }) => `${method} ${template}`)).toContain(operation);
  });
});

describe('an answer of the twin that GitHub would not give', () => {
  const ref = 'GET /repos/{owner}/{repo}/git/ref/{ref}';
  const comment = 'GET /repos/{owner}/{repo}/pulls/comments/{comment_id}';

  it('lacks a member, or has one of another type', () => {
    expect(checkAnswer(ref, 200, { ref: 'refs/heads/main', node_id: 1, url: 'u' })).toEqual([
      `it must have required property 'object' {"missingProperty":"object"}`,
      '/node_id must be string {"type":"string"}',
    ]);
  });

  it('has a status that is not described', () => {
    expect(checkAnswer(ref, 418, {})).toEqual(['the answer has the status 418, which is not described']);
    expect(checkAnswer(ref, 404, { message: 'Not Found' })).toEqual([]);
  });

  it('a line that is null is one that GitHub gives, whatever it says; text is not', async () => {
    const { json } = await createReviewComment();
    expect(checkAnswer(comment, 200, { ...json, line: null, position: null })).toEqual([]);
    expect(checkAnswer(comment, 200, { ...json, line: '3' })).toEqual(['/line must be integer {"type":"integer"}']);
  });
});
