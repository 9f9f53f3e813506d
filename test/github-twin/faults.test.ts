import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Client, clientOf } from './client.ts';
import { graphqlErrors, htmlError, primaryRateLimit, secondaryRateLimit } from './faults.ts';
import { startGitHub } from './start-github.ts';
import type { FaultOutcome, GitHub, PullRequest, Repository } from './twin.ts';

let github: GitHub;
let shop: Repository;
let pullRequest: PullRequest;
let client: Client;

beforeAll(async () => {
  github = await startGitHub();
  shop = github.createRepository('acme/shop');
  shop.push('topic', { 'a.txt': 'a\n' });
  pullRequest = shop.openPullRequest({ head: 'topic' });
  client = clientOf(github, github.token({ login: 'acme' }));
});

afterAll(() => github.stop());
beforeEach(() => github.faults.clear());

const COMMENTS = '/repos/acme/shop/issues/1/comments';

async function commentUnder(outcome: FaultOutcome) {
  const before = pullRequest.conversation().length;
  github.faults.add({ method: 'POST', path: /\/issues\/1\/comments$/, outcome });
  const reply = await client.post(COMMENTS, { body: 'hello' }).catch((error: unknown) => error);
  return { reply, applied: pullRequest.conversation().length > before };
}

describe('each way to fail', () => {
  it.each<[string, FaultOutcome, { readonly reply: object; readonly applied: boolean }]>([
    ['a primary rate limit', primaryRateLimit(), { reply: { status: 403 }, applied: false }],
    ['a secondary rate limit', secondaryRateLimit({ status: 429 }), { reply: { status: 429 }, applied: false }],
    ['a page of HTML', htmlError(503), { reply: { status: 503, json: undefined }, applied: false }],
    [
      'an answer of our own',
      { status: 418, body: { message: 'tea' } },
      { reply: { status: 418, json: { message: 'tea' } }, applied: false },
    ],
    ['502 after it took effect', 'apply-then-502', { reply: { status: 502 }, applied: true }],
    ['a connection cut before', 'abort', { reply: expect.any(TypeError), applied: false }],
    ['a connection cut after', 'apply-then-abort', { reply: expect.any(TypeError), applied: true }],
    ['an answer cut in the middle', 'malformed-json', { reply: { status: 201, json: undefined }, applied: true }],
    ['an answer that breaks off', 'break-off', { reply: expect.any(TypeError), applied: true }],
    [
      'an answer with another body',
      { rewrite: () => '{"message":"else"}' },
      { reply: { json: { message: 'else' } }, applied: true },
    ],
    ['no answer for a while', { hangMs: 30 }, { reply: expect.any(TypeError), applied: false }],
  ])('%s', async (_, outcome, expected) => {
    expect(await commentUnder(outcome)).toMatchObject(expected);
    expect((await client.post(COMMENTS, { body: 'again' })).status).toBe(201);
  });

  it('rate limits say when to come back', async () => {
    github.faults.add({ outcome: primaryRateLimit({ resetInSeconds: 60 }) });
    const primary = (await client.get('/repos/acme/shop')).headers;
    expect(primary.get('x-ratelimit-remaining')).toBe('0');
    expect(Number(primary.get('x-ratelimit-reset')) - Date.now() / 1000).toBeGreaterThan(50);
    github.faults.add({ outcome: secondaryRateLimit({ retryAfterSeconds: 7 }) });
    expect((await client.get('/repos/acme/shop')).headers.get('retry-after')).toBe('7');
  });
});

describe('when it fails', () => {
  it('the nth request that matches, and so many of them', async () => {
    github.faults.add({ path: /\/files$/, nth: 2, times: 2, outcome: htmlError(502) });
    const statuses: number[] = [];
    for (let turn = 0; turn < 5; turn++) statuses.push((await client.get('/repos/acme/shop/pulls/1/files')).status);
    expect(statuses).toEqual([200, 502, 502, 200, 200]);
  });

  it('a GraphQL query by its text', async () => {
    github.faults.add({ graphql: /viewer/, outcome: graphqlErrors('API rate limit exceeded') });
    expect((await client.graphql('{ rateLimit { cost } }')).json).toMatchObject({ data: { rateLimit: { cost: 1 } } });
    expect(await client.graphql('{ viewer { login } }')).toMatchObject({
      status: 200,
      json: { errors: [{ type: 'RATE_LIMITED' }] },
    });
  });

  it('something else happens before the answer', async () => {
    const moved = pullRequest.headSha;
    github.faults.add({ path: /\/pulls\/1$/, before: () => shop.push('topic', { 'b.txt': 'b\n' }) });
    const { json } = await client.get('/repos/acme/shop/pulls/1');
    expect(Object(json).head.sha).toBe(pullRequest.headSha);
    expect(pullRequest.headSha).not.toBe(moved);
  });
});

describe('every call is on record', () => {
  it('with its operation and what became of it', async () => {
    const before = github.requests.length;
    github.faults.add({ path: /\/git\/ref/, outcome: 'abort' });
    await client.get('/repos/acme/shop/git/ref/heads%2Fmain').catch(() => undefined);
    await client.get('/repos/acme/shop/nothing');
    await client.graphql('query Who { viewer { login } }');
    expect(github.requests.slice(before)).toMatchObject([
      { method: 'GET', template: '/repos/{owner}/{repo}/git/ref/{ref}' },
      { path: '/repos/acme/shop/nothing', status: 404 },
      { template: '/graphql', operation: 'Who', status: 200 },
    ]);
    expect(github.requests[before]).not.toHaveProperty('status');
  });
});

describe('the contract is held', () => {
  it.each([
    ['a misspelt member', (to: Client) => to.post(COMMENTS, { body: 'b', bodyy: 'c' }), 'bodyy'],
    [
      'a number as text',
      (to: Client) =>
        to.post('/repos/acme/shop/pulls/1/comments', { body: 'b', commit_id: 'c', path: 'a.txt', line: '1' }),
      '/line must be integer',
    ],
    [
      'an event that is none',
      (to: Client) => to.post('/repos/acme/shop/pulls/1/reviews', { event: 'NOD', body: 'b' }),
      '/event must be equal',
    ],
    ['a query that is not known', (to: Client) => to.get('/repos/acme/shop/pulls?state=ajar'), '"state" is "ajar"'],
  ])('%s is refused with 500 and remembered', async (_, send, problem) => {
    await using other = await startGitHub();
    other.createRepository('acme/shop');
    const reply = await send(clientOf(other, other.token({ login: 'acme' })));
    expect(reply).toMatchObject({ status: 500, json: { message: expect.stringContaining(problem) } });
    expect(other.violations).toMatchObject([{ problem: expect.stringContaining(problem) }]);
  });
});

describe('what the twin should know and does not', () => {
  it('is 404, and a violation', async () => {
    await using other = await startGitHub();
    other.createRepository('acme/shop');
    const reply = await clientOf(other).get('/repos/acme/shop/pulls/1/commits');
    expect(reply.status).toBe(404);
    expect(other.violations).toMatchObject([{ request: 'GET /repos/acme/shop/pulls/1/commits' }]);
  });
});

describe('GitHub Enterprise Server', () => {
  it('has its API below /api', async () => {
    await using server = await startGitHub({ enterprise: true });
    server.createRepository('acme/shop');
    expect(server.apiUrl).toBe(`${server.serverUrl}/api/v3`);
    expect(server.graphqlUrl).toBe(`${server.serverUrl}/api/graphql`);
    const there = clientOf(server, server.token({ login: 'acme' }));
    const { status, json } = await there.get('/repos/acme/shop');
    expect({ status, url: Object(json).url }).toEqual({
      status: 200,
      url: `${server.serverUrl}/api/v3/repos/acme/shop`,
    });
    expect((await there.graphql('{ viewer { login } }')).json).toEqual({ data: { viewer: { login: 'acme' } } });
    expect((await fetch(`${server.serverUrl}/repos/acme/shop`)).status).toBe(404);
    expect(server.violations).toEqual([]);
  });
});
