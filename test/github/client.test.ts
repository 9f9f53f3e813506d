import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GitHubError } from '../../src/errors/tidewaiter-error.ts';
import { openGitHub } from '../../src/github/client.ts';
import { graphqlErrors, htmlError, primaryRateLimit, secondaryRateLimit } from '../github-twin/faults.ts';
import { startGitHub } from '../github-twin/start-github.ts';
import type { FaultOutcome, GitHub as Twin } from '../github-twin/twin.ts';
import { apiOf, NO_WAITING, readerOf, requestsOf } from './api.ts';

let twin: Twin;
let token: string;

beforeEach(async () => {
  twin = await startGitHub();
  twin.createRepository('acme/shop', { files: { 'a.yaml': 'a: 1\n' } });
  token = readerOf(twin, 'acme/shop');
});
afterEach(() => twin.stop());

const BRANCHES = 'GET /repos/{owner}/{repo}/branches';
const SHOP = { owner: 'acme', repo: 'shop' };

function listBranches(patience = {}) {
  return apiOf(twin, { token, patience }).request(BRANCHES, SHOP);
}

function fail(outcome: FaultOutcome, times = 1) {
  twin.faults.add({ path: /branches/, outcome, times });
}

async function errorOf(promise: Promise<unknown>): Promise<GitHubError> {
  const error: unknown = await promise.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (error instanceof GitHubError) return error;
  throw new Error('a GitHubError was expected', { cause: error });
}

describe('a read that fails', () => {
  it.each<[what: string, outcome: FaultOutcome]>([
    ['a bad gateway', htmlError(502)],
    ['a connection that is cut', 'abort'],
    ['half of an answer', 'malformed-json'],
  ])('is tried again: %s', async (_what, outcome) => {
    fail(outcome, 2);
    const { data } = await listBranches();
    expect(data.map(({ name }) => name)).toEqual(['main']);
    expect(requestsOf(twin)).toEqual([BRANCHES, BRANCHES, BRANCHES]);
  });

  it('is tried again: no answer for too long', async () => {
    fail({ hangMs: 60_000 });
    await listBranches({ requestMs: 1_000 });
    expect(requestsOf(twin)).toEqual([BRANCHES, BRANCHES]);
  });

  it('ends after a few tries, in words', async () => {
    fail(htmlError(502), 100);
    const error = await errorOf(listBranches());
    expect(error).toMatchObject({ code: 'github/unavailable', remedy: expect.stringContaining('later') });
    expect(error.message).toBe('GitHub answered 502 to GET /repos/acme/shop/branches: it did not say why');
    expect(requestsOf(twin)).toHaveLength(4);
  });

  it('that reaches nobody says so', async () => {
    await twin.stop();
    expect(await errorOf(listBranches())).toMatchObject({
      code: 'github/unavailable',
      message: expect.stringMatching(/^GitHub gave no answer to GET \/repos\/acme\/shop\/branches: .*ECONNREFUSED/),
    });
  });

  it('is not tried again where GitHub has said no', async () => {
    const other = apiOf(twin, { token }).request(BRANCHES, { owner: 'acme', repo: 'nowhere' });
    expect(await errorOf(other)).toMatchObject({ code: 'github/not-found' });
    expect(requestsOf(twin)).toEqual([BRANCHES]);
  });

  it('that is half of an answer every time is no empty list', async () => {
    fail('malformed-json', 100);
    expect(await errorOf(apiOf(twin, { token }).paginate(BRANCHES, SHOP))).toMatchObject({ code: 'github/malformed' });
  });
});

describe('a write that fails', () => {
  it.each<[what: string, outcome: FaultOutcome]>([
    ['a bad gateway', 'apply-then-502'],
    ['a connection that is cut', 'apply-then-abort'],
  ])('is not tried again, for it may have been done: %s', async (_what, outcome) => {
    const shop = twin.createRepository('acme/writable', { files: { 'a.yaml': 'a: 1\n' } });
    shop.push('topic', { 'a.yaml': 'a: 2\n' });
    const { number } = shop.openPullRequest({ head: 'topic' });
    twin.faults.add({ method: 'POST', path: /comments/, outcome });
    const github = apiOf(twin, { token: twin.token({ login: 'acme', repository: 'acme/writable' }) });
    const comment = github.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      owner: 'acme',
      repo: 'writable',
      issue_number: number,
      body: 'hello',
    });
    expect(await errorOf(comment)).toMatchObject({ code: 'github/unavailable' });
    expect(requestsOf(twin)).toHaveLength(1);
  });
});

describe('rate limits', () => {
  it.each([403, 429] as const)('a short one is waited for: secondary, %i', async (status) => {
    const lines: string[] = [];
    fail(secondaryRateLimit({ status, retryAfterSeconds: 20 }));
    const github = apiOf(twin, { token, log: (line) => lines.push(line) });
    expect((await github.request(BRANCHES, SHOP)).status).toBe(200);
    expect(lines).toContain("waiting 20 s for GitHub's rate limit");
  });

  it('a short one is waited for: the hour is almost over', async () => {
    fail(primaryRateLimit({ resetInSeconds: 10 }));
    expect((await listBranches()).status).toBe(200);
  });

  it('a long one is not waited for, and its end is told', async () => {
    fail(primaryRateLimit({ resetInSeconds: 1_800 }), 100);
    const error = await errorOf(listBranches());
    expect(error).toMatchObject({ code: 'github/rate-limited' });
    const [, end = ''] = /it ends at (\S+Z)$/.exec(error.message) ?? [];
    expect(Math.abs(Date.parse(end) - Date.now() - 1_800_000)).toBeLessThan(10_000);
  });

  it('short ones in a row are waited for up to the bound', async () => {
    fail(secondaryRateLimit({ retryAfterSeconds: 25 }), 100);
    const error = await errorOf(listBranches());
    expect(error).toMatchObject({ code: 'github/rate-limited', message: expect.stringMatching(/it ends in 25 s$/) });
    expect(requestsOf(twin)).toHaveLength(3);
  });

  it('GraphQL tells of one with 200', async () => {
    twin.faults.add({ graphql: /viewer/, outcome: graphqlErrors('API rate limit exceeded'), times: 100 });
    const query = apiOf(twin, { token, patience: { limitSeconds: 0 } }).graphql('query who { viewer { login } }', {});
    expect(await errorOf(query)).toMatchObject({
      code: 'github/rate-limited',
      message: expect.stringContaining('GraphQL query who'),
    });
  });
});

it.each([
  ['back', -1],
  ['on', 1],
])('asks on where the clock of the machine is set %s', async (_way, hours) => {
  vi.useFakeTimers({ toFake: ['Date'] });
  try {
    const github = apiOf(twin, { token });
    await github.request(BRANCHES, SHOP);
    const underWay = github.request(BRANCHES, SHOP);
    await setImmediate();
    vi.setSystemTime(Date.now() + hours * 3_600_000);
    await underWay;
    await github.request(BRANCHES, SHOP);
    await apiOf(twin, { token }).request(BRANCHES, SHOP);
  } finally {
    vi.useRealTimers();
  }
  expect(requestsOf(twin)).toEqual(Array(4).fill(BRANCHES));
});

it('asks for ten things at once and no more, and for each of them in the end', async () => {
  fail({ hangMs: 500 }, 10);
  const asking = Promise.all(Array.from({ length: 25 }, () => listBranches()));
  while (twin.requests.length < 10) await sleep(5);
  await sleep(100);
  expect(twin.requests).toHaveLength(10);
  expect((await asking).map(({ status }) => status)).toEqual(Array(25).fill(200));
});

describe('what GitHub refuses', () => {
  it('a bad token: to give another', async () => {
    const request = apiOf(twin, { token: 'ghs_wrong' }).request(BRANCHES, SHOP);
    expect(await errorOf(request)).toMatchObject({
      code: 'github/unauthorized',
      message: 'GitHub answered 401 to GET /repos/acme/shop/branches: Bad credentials',
      remedy: expect.stringContaining('github-token'),
    });
  });

  it.each([
    ['GET /repos/acme/shop/pulls/1/files', {}, 'pull-requests: read'],
    ['POST /repos/acme/shop/issues/1/comments', { body: 'x' }, 'pull-requests: write'],
    ['POST /repos/acme/shop/check-runs', { name: 'x', head_sha: 'x' }, 'checks: write'],
    ['GET /repos/acme/shop/git/trees/main', {}, 'contents: read'],
  ])('a token that may not: which line the job lacks (%s)', async (route, parameters, permission) => {
    twin.faults.add({ outcome: { status: 403, body: { message: 'Resource not accessible by integration' } } });
    const error = await errorOf(apiOf(twin, { token }).request(route, parameters));
    expect(error).toMatchObject({ code: 'github/forbidden', remedy: expect.stringContaining(`\`${permission}\``) });
    expect(error.message).toContain(`${route}: Resource not accessible by integration`);
  });

  it.each([
    ['GET /repos/acme/shop/pulls/1/files', {}, 'pull_requests: read'],
    ['POST /repos/acme/shop/check-runs', { name: 'x', head_sha: 'x' }, 'checks: write'],
  ])('an App that may not: which permission it lacks (%s)', async (route, parameters, permission) => {
    twin.faults.add({ outcome: { status: 403, body: { message: 'Resource not accessible by integration' } } });
    const { remedy } = await errorOf(apiOf(twin, { token, holder: 'app' }).request(route, parameters));
    expect(remedy).toMatch(new RegExp(`^Give the App the permission \`${permission}\``));
    expect(remedy).not.toMatch(/job|workflow/);
  });

  it('what it will not do: its words, in both of its shapes', async () => {
    const refuse = (errors: readonly unknown[]) =>
      twin.faults.add({ path: /branches/, outcome: { status: 422, body: { message: 'Validation Failed', errors } } });
    refuse(['line must be part of the diff']);
    expect((await errorOf(listBranches())).message).toMatch(/: Validation Failed; line must be part of the diff$/);
    twin.faults.clear();
    refuse([{ resource: 'PullRequest', field: 'head', code: 'invalid' }]);
    expect(await errorOf(listBranches())).toMatchObject({
      code: 'github/refused',
      message: expect.stringMatching(/: Validation Failed; PullRequest head invalid$/),
    });
  });

  it('words that would paint the terminal are shown as they are', async () => {
    fail({ status: 404, body: { message: 'no \u001b[31msuch thing' } });
    expect((await errorOf(listBranches())).message).toContain('no \\x1b[31msuch thing');
  });
});

describe('GraphQL', () => {
  const TWO = 'query two { viewer { login } repository(owner: "acme", name: "nowhere") { id } }';

  it('throws what failed', async () => {
    expect(await errorOf(apiOf(twin, { token }).graphql(TWO, {}))).toMatchObject({
      code: 'github/not-found',
      message: expect.stringMatching(/^GitHub refused GraphQL query two: Could not resolve/),
    });
  });

  it('gives what could be answered to who asks for it', async () => {
    const { data, errors } = await apiOf(twin, { token }).graphqlInPart(TWO, {});
    expect(data).toEqual({ viewer: { login: 'github-actions[bot]' }, repository: null });
    expect(errors).toMatchObject([{ code: 'github/not-found' }]);
  });

  const TOOK_TOO_LONG = graphqlErrors('Something went wrong while executing your query. It may be a timeout.', '');

  it('is asked a query again where it took too long, as GitHub says with 200', async () => {
    twin.faults.add({ outcome: TOOK_TOO_LONG });
    expect((await apiOf(twin, { token }).graphqlInPart(TWO, {})).data).not.toBeNull();
    expect(requestsOf(twin)).toEqual(['two', 'two']);
  });

  it('is not asked for a change again, and says that it is unavailable: the change may have been made', async () => {
    twin.faults.add({ outcome: TOOK_TOO_LONG });
    const change = 'mutation change { addComment(input: { subjectId: "x", body: "x" }) { clientMutationId } }';
    expect(await errorOf(apiOf(twin, { token }).graphql(change, {}))).toMatchObject({
      code: 'github/unavailable',
      message: expect.stringContaining('Something went wrong'),
    });
    expect(requestsOf(twin)).toHaveLength(1);
  });

  it.each<[what: string, outcome: FaultOutcome]>([
    ['a bad token', { status: 401, body: { message: 'Bad credentials' } }],
    ['a token that may not', { status: 403, body: { message: 'Resource not accessible by integration' } }],
    ['a limit that ends in an hour', primaryRateLimit()],
  ])('is not asked again where another try would change nothing: %s', async (_what, outcome) => {
    twin.faults.add({ outcome, times: 100 });
    await errorOf(apiOf(twin, { token }).graphql(TWO, {}));
    expect(requestsOf(twin)).toEqual(['two']);
  });

  it('is below /api on an Enterprise Server', async () => {
    await using enterprise = await startGitHub({ enterprise: true });
    const own = enterprise.token({ login: 'acme' });
    const answer = await apiOf(enterprise, { token: own }).graphql('query who { viewer { login } }', {});
    expect(answer).toEqual({ viewer: { login: 'acme' } });
  });

  it('tries a query again, and no mutation', async () => {
    twin.faults.add({ graphql: /./, outcome: htmlError(502), times: 2 });
    await apiOf(twin, { token }).graphql('query who { viewer { login } }', {});
    expect(requestsOf(twin)).toHaveLength(3);
    twin.faults.clear();
    twin.faults.add({ graphql: /./, outcome: htmlError(502), times: 2 });
    const mutation =
      'mutation hide { minimizeComment(input: { subjectId: "x", classifier: OUTDATED }) { clientMutationId } }';
    expect(await errorOf(apiOf(twin, { token }).graphql(mutation, {}))).toMatchObject({ code: 'github/unavailable' });
    expect(requestsOf(twin)).toHaveLength(4);
  });
});

it('names the token in no error and no log', async () => {
  const lines: string[] = [];
  const errors: unknown[] = [];
  const github = apiOf(twin, { token, log: (line) => lines.push(line) });
  for (const outcome of [htmlError(502), primaryRateLimit(), 'abort', 'malformed-json'] as const) {
    twin.faults.add({ outcome, times: 4 });
    errors.push(await errorOf(github.request(BRANCHES, SHOP)));
    twin.faults.clear();
  }
  errors.push(await errorOf(github.graphql('query who { nonsense }', {})));
  const told = inspect([lines, errors], { depth: Number.POSITIVE_INFINITY, showHidden: true });
  expect(told).toContain('/repos/acme/shop/branches');
  expect(told).not.toContain(token);
});

it('sends no token where it is redirected to another host', async () => {
  await using elsewhere = await startGitHub();
  elsewhere.createRepository('acme/shop', { private: true, files: { 'a.yaml': 'a: 1\n' } });
  const location = `${elsewhere.apiUrl}/repos/acme/shop/branches`;
  twin.faults.add({ path: /branches/, outcome: { status: 302, headers: { location } } });
  // Who comes with this token there is told that it is a bad one, and who comes with none that there is nothing.
  expect(await errorOf(listBranches())).toMatchObject({ code: 'github/not-found' });
});

it('has a user agent', async () => {
  const github = openGitHub({ apiUrl: twin.apiUrl, token, userAgent: 'tidewaiter/1.2.3', patience: NO_WAITING });
  const { headers } = github.request.endpoint(BRANCHES, SHOP);
  expect(headers['user-agent']).toMatch(/^tidewaiter\/1\.2\.3 /);
});
