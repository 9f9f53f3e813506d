import { constants, deflateRawSync, gzipSync } from 'node:zlib';
import type { Patience } from '../../src/github/patience.ts';
import { pod } from '../cli/project.ts';
import { tarOf } from '../github/tar.ts';
import { graphqlErrors, htmlError, primaryRateLimit, secondaryRateLimit } from '../github-twin/faults.ts';
import type { FaultOutcome, PullRequest, Repository } from '../github-twin/twin.ts';
import type { Call } from './calls.ts';

/** What may go wrong with a call, or what somebody does just before it. */
export type FaultKind = Trouble & {
  /** Whether it can happen to a call. */
  at(call: Call): boolean;
};

/** Where something happens meanwhile. */
interface Scene {
  readonly repository: Repository;
  readonly pullRequest: PullRequest;
}

type Trouble = { readonly name: string; readonly patience?: Partial<Patience> } & (
  | { readonly outcome: () => FaultOutcome }
  | {
      readonly meanwhile: (scene: Scene) => void;
      /** Whether the run has to end as if it had happened before, or as if it had not happened. */
      readonly counts: boolean;
    }
);

export const FAULT_KINDS: readonly FaultKind[] = [
  ...anywhere(
    { name: '500', outcome: () => said(500, 'Server Error') },
    { name: '502, a page of HTML', outcome: () => htmlError(502) },
    { name: '503, a page of HTML', outcome: () => htmlError(503) },
    { name: 'connection cut before anything was done', outcome: () => 'abort' },
    { name: 'connection cut after all was done', outcome: () => 'apply-then-abort' },
    { name: '502 after all was done', outcome: () => 'apply-then-502' },
    { name: 'half of the answer', outcome: () => 'malformed-json' },
    { name: 'an answer that breaks off', outcome: () => 'break-off' },
    { name: 'no answer', outcome: () => ({ hangMs: 2_500 }), patience: { requestMs: 1_000, downloadMs: 1_000 } },
    { name: 'an empty answer', outcome: () => ({ rewrite: () => '' }) },
    { name: '401', outcome: () => said(401, 'Bad credentials') },
    { name: '403: resource not accessible', outcome: () => said(403, 'Resource not accessible by integration') },
    { name: '404', outcome: () => said(404, 'Not Found') },
    { name: '409', outcome: () => said(409, 'Git Repository is empty.') },
    { name: '410', outcome: () => said(410, 'This resource is gone.') },
    { name: '422', outcome: () => said(422, 'Validation Failed') },
    { name: '403: primary limit, 1 s', outcome: () => primaryRateLimit({ resetInSeconds: 1 }) },
    { name: '403: primary limit, an hour', outcome: () => primaryRateLimit() },
    { name: '403: secondary limit, 1 s', outcome: () => secondaryRateLimit({ retryAfterSeconds: 1 }) },
    { name: '403: secondary limit, an hour', outcome: () => secondaryRateLimit({ retryAfterSeconds: 3_600 }) },
    { name: '403: secondary limit, who knows', outcome: () => said(403, SECONDARY_LIMIT) },
    { name: '429: secondary limit, 1 s', outcome: () => secondaryRateLimit({ status: 429, retryAfterSeconds: 1 }) },
    {
      name: '429: secondary limit, an hour',
      outcome: () => secondaryRateLimit({ status: 429, retryAfterSeconds: 3_600 }),
    },
    { name: '429: secondary limit, who knows', outcome: () => said(429, SECONDARY_LIMIT) },
    { name: 'the head moves', meanwhile: moveHead, counts: true },
    { name: 'the base moves', meanwhile: moveBase, counts: false },
    {
      name: 'the base branch is deleted',
      meanwhile: ({ repository }) => repository.deleteBranch('main'),
      counts: false,
    },
    { name: 'the pull request is closed', meanwhile: ({ pullRequest }) => pullRequest.close(), counts: false },
  ),
  ...where(({ kind }) => kind !== 'download' && kind !== 'git', {
    name: 'another JSON',
    outcome: () => ({ rewrite: () => '{}' }),
  }),
  ...where(
    ({ kind }) => kind === 'query' || kind === 'mutation',
    { name: '200: FORBIDDEN', outcome: () => graphqlErrors('Resource not accessible by integration', 'FORBIDDEN') },
    { name: '200: RATE_LIMITED', outcome: () => graphqlErrors('API rate limit exceeded') },
    { name: '200: NOT_FOUND', outcome: () => graphqlErrors('Could not resolve to a node.', 'NOT_FOUND') },
    { name: '200: it took too long', outcome: () => graphqlErrors(TOOK_TOO_LONG, 'INTERNAL') },
    { name: '200: the first field is null: FORBIDDEN', outcome: () => ({ rewrite: withoutFirstField }) },
    { name: '200: an error beside all of the data', outcome: () => ({ rewrite: withError }) },
    { name: '200: data is null, and no errors', outcome: () => ({ status: 200, body: { data: null } }) },
  ),
  ...where(({ name }) => name.endsWith('/files'), { name: 'half of the list', outcome: () => ({ rewrite: half }) }),
  ...where(({ name }) => name.includes('/git/trees/'), {
    name: 'a truncated tree',
    outcome: () => ({ rewrite: truncated }),
  }),
  ...where(({ name }) => name.endsWith('/tarball/{ref}'), {
    name: 'no address',
    outcome: () => ({ status: 302, headers: { location: 'file:///etc/passwd' } }),
  }),
  ...where(
    ({ kind }) => kind === 'download',
    { name: 'an archive of nothing', outcome: () => ({ rewrite: () => gzipSync(tarOf([])) }) },
    { name: 'an archive of something else', outcome: () => ({ rewrite: () => gzipSync(SOMETHING_ELSE) }) },
    { name: 'an archive that is none', outcome: () => ({ rewrite: () => 'not an archive' }) },
    // Half a gigabyte is unpacked before it is given up, which takes a busy machine a while.
    {
      name: 'an archive without an end',
      outcome: () => ({ rewrite: () => ENDLESS }),
      patience: { downloadMs: 60_000 },
    },
  ),
];

function anywhere(...troubles: readonly Trouble[]): readonly FaultKind[] {
  return where(() => true, ...troubles);
}

function where(at: FaultKind['at'], ...troubles: readonly Trouble[]): readonly FaultKind[] {
  return troubles.map((trouble) => ({ ...trouble, at }));
}

function said(status: number, message: string): FaultOutcome {
  return { status, body: { message, documentation_url: 'https://docs.github.com/rest' } };
}

const SECONDARY_LIMIT = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
const TOOK_TOO_LONG = 'Something went wrong while executing your query. This may be the result of a timeout.';

/** What is pushed is bad, so that a run that does not see it would be green and wrong; and lines move. */
function moveHead({ repository, pullRequest }: Scene): void {
  const web = repository.read(pullRequest.headSha, 'deploy/web.yaml') ?? '';
  repository.push('topic', { 'deploy/web.yaml': `# moved\n${web}`, 'deploy/late.yaml': pod('late') });
}

function moveBase({ repository }: Scene): void {
  repository.push('main', { 'README.md': 'later' });
}

function withoutFirstField(body: Buffer): string {
  const { data } = JSON.parse(body.toString());
  const [first = ''] = Object.keys(data);
  const errors = [{ type: 'FORBIDDEN', path: [first], message: 'Resource not accessible by integration' }];
  return JSON.stringify({ data: { ...data, [first]: null }, errors });
}

function withError(body: Buffer): string {
  return JSON.stringify({ ...JSON.parse(body.toString()), errors: [{ message: 'Something is amiss.' }] });
}

function half(body: Buffer): string {
  const list = JSON.parse(body.toString());
  return JSON.stringify(list.slice(0, Math.floor(list.length / 2)));
}

function truncated(body: Buffer): string {
  const answer = JSON.parse(body.toString());
  return JSON.stringify({ ...answer, tree: answer.tree.slice(0, 2), truncated: true });
}

const SOMETHING_ELSE = tarOf([
  { name: 'acme-shop-1234567/deploy/web.yaml', content: pod('web', { team: 'shop' }) },
  { name: 'acme-shop-1234567/policies/team.yaml', content: '' },
]);

/** Less than a megabyte, which unpacks to the first 600 MB of a file. */
const ENDLESS = Buffer.concat([
  gzipSync('').subarray(0, 10),
  openDeflate(tarOf([{ name: 'zeros', size: 8_000_000_000 }]).subarray(0, 512)),
  ...Array<Buffer>(60).fill(openDeflate(Buffer.alloc(10_000_000))),
]);

/** Deflated so that more may follow. */
function openDeflate(bytes: Buffer): Buffer {
  return deflateRawSync(bytes, { finishFlush: constants.Z_FULL_FLUSH });
}
