import type { Occasion } from './faults.ts';
import { nameOfOperation } from './graphql/run-query.ts';
import { ROUTES } from './rest/answer-call.ts';
import type { FoundRoute } from './rest/find-route.ts';
import { type RepositoryCall, textOf } from './rest/route.ts';
import type { RawRequest } from './serve.ts';
import type { ApiRequest } from './twin.ts';

/** A call of the API before anything is known of who makes it. */
export interface IncomingCall {
  readonly kind: 'rest' | 'graphql';
  readonly route?: FoundRoute<RepositoryCall>;
  /** Undefined for what is no JSON object. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
  readonly request: ApiRequest;
  readonly occasion: Occasion;
}

export interface Addresses {
  readonly apiPrefix: string;
  readonly graphqlPath: string;
}

export function readCall(
  { apiPrefix, graphqlPath }: Addresses,
  { method, url, body: bytes }: RawRequest,
): IncomingCall {
  const body = parseBody(bytes);
  const isGraphql = url.pathname === graphqlPath;
  // On GitHub Enterprise Server there is no API without the prefix.
  const path = url.pathname.startsWith(apiPrefix) ? url.pathname.slice(apiPrefix.length) : '';
  if (isGraphql) {
    const query = textOf(body?.query) ?? '';
    const operation = nameOfOperation(query, textOf(body?.operationName));
    const request = { method, path: '/graphql', template: '/graphql', operation, body };
    return { kind: 'graphql', body, request, occasion: { method, path: '/graphql', query } };
  }
  const route = ROUTES.find(method, path);
  const request = {
    method,
    path: path || url.pathname,
    template: route?.template ?? path,
    ...(bytes.length > 0 ? { body } : {}),
  };
  return { kind: 'rest', ...(route === undefined ? {} : { route }), body, request, occasion: { method, path } };
}

function parseBody(bytes: Buffer): IncomingCall['body'] {
  if (bytes.length === 0) return {};
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
