import { isArray, isObject, type JsonValue } from '../base/json.ts';
import type { ErrorCode } from '../errors/codes.ts';
import { GitHubError } from '../errors/tidewaiter-error.ts';
import { visible } from '../text/visible.ts';
import { REMEDIES, type TokenHolder } from './remedies.ts';
import { MalformedAnswer } from './unusable-answers.ts';

/** An answer that octokit made an error of. */
interface Answer {
  readonly status: number;
  readonly headers: { readonly [name: string]: unknown };
  readonly data: unknown;
}

/** An error of octokit, as one that says what was asked for and what to do. */
export function requestError(asked: string, cause: unknown, holder: TokenHolder): GitHubError {
  if (cause instanceof MalformedAnswer) return malformedAnswer(asked, 'JSON', cause);
  const answer = answerOf(cause);
  if (answer === undefined) return unavailable(`GitHub gave no answer to ${asked}: ${wordsOfError(cause)}`, cause);
  const words = wordsOf(answer.data);
  if (answer.status >= 500) return unavailable(`GitHub answered ${answer.status} to ${asked}: ${words}`, cause);
  if (isRateLimit(answer)) return rateLimited(asked, answer, { holder, cause });
  return new GitHubError(`GitHub answered ${answer.status} to ${asked}: ${words}`, {
    ...meaningOf(codeOfStatus(answer.status), { asked, words, holder }),
    cause,
  });
}

/** One of the errors in the answer to a GraphQL operation, which is named as `GraphQL query pullRequest`. */
export function graphqlError(asked: string, error: JsonValue, holder: TokenHolder): GitHubError {
  const type = isObject(error) && typeof error.type === 'string' ? error.type : '';
  const words = wordsOf(error);
  return new GitHubError(`GitHub refused ${asked}: ${words}`, meaningOf(codeOfType(type), { asked, words, holder }));
}

/** A download that did not arrive whole. */
export function brokenOff(asked: string, cause: unknown): GitHubError {
  return unavailable(`${asked} did not arrive whole: ${wordsOfError(cause)}`, cause);
}

/** An answer that is not what GitHub documents. */
export function malformedAnswer(asked: string, expected: string, cause?: unknown): GitHubError {
  return new GitHubError(`the answer to ${asked} is not what GitHub documents: it should be ${expected}`, {
    code: 'github/malformed',
    remedy: 'Run it again. If it stays so, a proxy between here and GitHub may change its answers.',
    cause,
  });
}

/** The status of the answer that an error tells of; undefined where there was none. */
export function statusOf({ cause }: GitHubError): number | undefined {
  return answerOf(cause)?.status;
}

/** octokit throws errors of several classes; what they share is the response, where there was one. */
function answerOf(cause: unknown): Answer | undefined {
  const response: unknown = cause instanceof Error && 'response' in cause ? cause.response : undefined;
  if (typeof response !== 'object' || response === null) return undefined;
  const { status, headers, data } = { status: 0, headers: {}, data: undefined, ...response };
  // GraphQL's 200 to what took too long is a 500 to us.
  const thrown = cause instanceof Error && 'status' in cause ? cause.status : undefined;
  return { status: typeof thrown === 'number' ? thrown : status, headers, data };
}

function unavailable(message: string, cause: unknown): GitHubError {
  return new GitHubError(message, {
    code: 'github/unavailable',
    remedy: 'Run it again later. https://www.githubstatus.com tells of outages.',
    cause,
  });
}

/** A request that failed, and a stream that could not be unpacked, have their words in what caused them. */
function wordsOfError(cause: unknown): string {
  if (!(cause instanceof Error)) return visible(String(cause));
  const isWordless = cause.message === '' || cause.message === 'fetch failed';
  return isWordless && cause.cause !== undefined ? wordsOfError(cause.cause) : visible(cause.message);
}

function isRateLimit({ status, headers, data }: Answer): boolean {
  if (status === 429) return true;
  const isLimited = headers['x-ratelimit-remaining'] === '0' || headers['retry-after'] !== undefined;
  // The throttling plugin makes an error of GraphQL's 200; the secondary limit may say so in words alone.
  return status === 200 || (status === 403 && (isLimited || /\brate limit\b/i.test(wordsOf(data))));
}

function rateLimited(
  asked: string,
  { headers }: Answer,
  { holder, cause }: { readonly holder: TokenHolder; readonly cause: unknown },
): GitHubError {
  return new GitHubError(`GitHub's rate limit stops ${asked}; it ends ${endOfLimit(headers)}`, {
    code: 'github/rate-limited',
    remedy: REMEDIES[holder].rateLimited,
    cause,
  });
}

/** How long GitHub asks to wait, from what a `github/rate-limited` error was caused by: a minute where it does not say. */
export function secondsOfLimit({ cause }: GitHubError, now: Date): number {
  const headers = answerOf(cause)?.headers ?? {};
  const [seconds, reset] = [Number(headers['retry-after']), Number(headers['x-ratelimit-reset'])];
  const untilReset = headers['x-ratelimit-remaining'] === '0' ? Math.ceil(reset - now.getTime() / 1_000) : 0;
  const wanted = seconds > 0 ? seconds : untilReset > 0 ? untilReset : 60;
  return Math.min(wanted, LONGEST_LIMIT_SECONDS);
}

/** A limit is of an hour at most: where it seems to be longer, one of two clocks is wrong. */
const LONGEST_LIMIT_SECONDS = 3_600;

function endOfLimit(headers: Answer['headers']): string {
  const [seconds, reset] = [Number(headers['retry-after']), Number(headers['x-ratelimit-reset'])];
  if (seconds > 0) return `in ${seconds} s`;
  return reset > 0 ? `at ${new Date(reset * 1_000).toISOString()}` : 'in a minute at the earliest';
}

/** GitHub's own words: a message, and sometimes a list of errors, as texts or as objects. A page of HTML is no words. */
function wordsOf(data: unknown): string {
  if (!isObject(data)) return 'it did not say why';
  const parts = [data.message, ...(isArray(data.errors) ? data.errors : [])].filter((part) => part !== undefined);
  return parts.length === 0 ? 'it did not say why' : visible(parts.map(wordsOfPart).join('; '));
}

function wordsOfPart(error: JsonValue): string {
  if (!isObject(error)) return String(error);
  if (typeof error.message === 'string') return error.message;
  return [error.resource, error.field, error.code].filter((word) => typeof word === 'string').join(' ');
}

type RefusalCode = Extract<
  ErrorCode,
  'github/unauthorized' | 'github/forbidden' | 'github/not-found' | 'github/refused'
>;

function codeOfStatus(status: number): RefusalCode {
  if (status === 401) return 'github/unauthorized';
  if (status === 403) return 'github/forbidden';
  return status === 404 || status === 410 ? 'github/not-found' : 'github/refused';
}

function codeOfType(type: string): RefusalCode {
  if (type === 'FORBIDDEN' || type === 'INSUFFICIENT_SCOPES') return 'github/forbidden';
  return type === 'NOT_FOUND' ? 'github/not-found' : 'github/refused';
}

interface Refusal {
  readonly asked: string;
  /** GitHub's. */
  readonly words: string;
  readonly holder: TokenHolder;
}

function meaningOf(
  code: RefusalCode,
  { asked, words, holder }: Refusal,
): { readonly code: RefusalCode; readonly remedy: string } {
  const remedies = REMEDIES[holder];
  switch (code) {
    case 'github/unauthorized':
      return { code, remedy: remedies.unauthorized };
    case 'github/forbidden':
      return { code, remedy: /SAML|SSO/.test(words) ? AUTHORIZE : remedies.forbidden(asked) };
    case 'github/not-found':
      return { code, remedy: remedies.notFound(asked) };
    case 'github/refused':
      return { code, remedy: 'GitHub understood the request and will not do it as it is. Its words say why.' };
  }
}

const AUTHORIZE = 'Authorize the token for the organization: its owner has to do so in single sign-on.';
