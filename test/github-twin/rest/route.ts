import type { DeliveryState, RepositoryState, Token, User } from '../state/model.ts';
import type { World } from '../state/world.ts';
import type { Scope } from '../twin.ts';
import { ApiError } from './api-error.ts';

/** One operation of the API, named as GitHub documents it. It sees for itself who calls. */
export interface PlainRoute {
  readonly operation: string;
  readonly handle: (call: ApiCall) => Answer;
}

/** An operation on a repository that the caller's token may reach. */
export interface Route {
  readonly operation: string;
  /** What a token needs; one of several is enough. */
  readonly scopes: readonly Scope[];
  readonly handle: (call: RepositoryCall) => Answer;
}

export interface ApiCall {
  readonly world: World;
  readonly urls: Urls;
  /** Whose token came with it. An App that speaks for itself has none, see `verifyApp`. */
  readonly token?: Token;
  readonly authorization: string | undefined;
  /** Sends a delivery once more. */
  readonly redeliver: (delivery: DeliveryState) => void;
  readonly parameters: Readonly<Record<string, string>>;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  readonly accept: string;
}

export interface RepositoryCall extends ApiCall {
  readonly repository: RepositoryState;
}

export interface Urls {
  /** Of the API, with its prefix. */
  readonly api: string;
  readonly server: string;
}

export type Answer = { readonly status: number; readonly headers?: Readonly<Record<string, string>> } & (
  | { readonly body?: unknown }
  | { readonly bytes: Buffer; readonly contentType: string }
);

const DEFAULT_PAGE = 30;
const LARGEST_PAGE = 100;

/** One page of a list, with the links to the others. */
export function page(
  call: ApiCall,
  items: readonly unknown[],
  wrap = (slice: readonly unknown[]): unknown => slice,
): Answer {
  const size = Math.min(positive(call.query.get('per_page')) ?? DEFAULT_PAGE, LARGEST_PAGE);
  const number = positive(call.query.get('page')) ?? 1;
  const body = wrap(items.slice((number - 1) * size, number * size));
  const link = linkHeader(call, number, Math.max(1, Math.ceil(items.length / size)));
  return { status: 200, body, ...(link === '' ? {} : { headers: { link } }) };
}

function linkHeader(call: ApiCall, number: number, last: number): string {
  const to = (page: number, relation: string) => {
    const query = new URLSearchParams(call.query);
    query.set('page', String(page));
    return `<${call.urls.api}${call.path}?${query}>; rel="${relation}"`;
  };
  const back = number > 1 ? [to(number - 1, 'prev')] : [];
  const on = number < last ? [to(number + 1, 'next'), to(last, 'last')] : [];
  return [...back, ...on, ...(number > 1 ? [to(1, 'first')] : [])].join(', ');
}

function positive(text: string | null): number | undefined {
  const number = Number(text);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

/** Who acts. Reading public things needs no token; everything that this is asked for does. */
export function actorOf(call: ApiCall): User {
  return authenticated(call).actor;
}

export function authenticated(call: ApiCall): Token {
  if (call.token === undefined) throw new ApiError(401, 'Requires authentication');
  return call.token;
}

export function numberParameter(call: ApiCall, name: string): number {
  return Number(call.parameters[name]);
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

export function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
