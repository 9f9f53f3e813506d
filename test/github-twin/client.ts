import { createSign } from 'node:crypto';
import type { GitHub, InstalledApp, Permissions } from './twin.ts';

export interface Client {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  post(path: string, body: object): Promise<Reply>;
  patch(path: string, body: object): Promise<Reply>;
  put(path: string, body: object): Promise<Reply>;
  delete(path: string, body?: object): Promise<Reply>;
  graphql(query: string, variables?: object): Promise<Reply>;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed text, or undefined where it is no JSON. */
  readonly json: Json;
}

/** Whatever came back: a test says what it expects of it. */
export type Json = Readonly<Record<string, unknown>> | readonly unknown[] | undefined;

export const EVERYTHING: Permissions = {
  administration: 'write',
  checks: 'write',
  contents: 'write',
  issues: 'write',
  'pull-requests': 'write',
  'security-events': 'write',
  statuses: 'write',
};

/**
 * Speaks plain HTTP, so that what the tests see of the twin owes nothing to a library. Redirects are not followed.
 *
 * @param credentials A token, or what goes into an Authorization header behind Basic.
 */
export function clientOf(github: GitHub, credentials?: string | { readonly basic: string }): Client {
  const authorization = authorizationFor(credentials);
  const request = async (method: string, url: string, body?: object, headers = {}): Promise<Reply> => {
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      headers: { ...authorization, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: parse(text) };
  };
  return {
    get: (path, headers) => request('GET', github.apiUrl + path, undefined, headers),
    post: (path, body) => request('POST', github.apiUrl + path, body),
    patch: (path, body) => request('PATCH', github.apiUrl + path, body),
    put: (path, body) => request('PUT', github.apiUrl + path, body),
    delete: (path, body) => request('DELETE', github.apiUrl + path, body),
    graphql: (query, variables = {}) => request('POST', github.graphqlUrl, { query, variables }),
  };
}

function authorizationFor(credentials: string | { readonly basic: string } | undefined): Record<string, string> {
  if (credentials === undefined) return {};
  return {
    authorization: typeof credentials === 'string' ? `Bearer ${credentials}` : `Basic ${credentials.basic}`,
  };
}

/** What an App proves with that it is itself: a JSON Web Token, signed with its key. */
export function signedBy({ id, privateKey }: Pick<InstalledApp, 'id' | 'privateKey'>, claims: object = {}): string {
  const seconds = Math.floor(Date.now() / 1000);
  const parts = [
    { alg: 'RS256', typ: 'JWT' },
    { iat: seconds - 30, exp: seconds + 300, iss: String(id), ...claims },
  ];
  const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey, 'base64url')}`;
}

function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
