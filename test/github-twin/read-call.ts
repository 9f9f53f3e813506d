import type { Occasion } from './faults.ts';
import { nameOfOperation } from './graphql/run-query.ts';
import { ROUTES } from './rest/answer-call.ts';
import type { FoundRoute } from './rest/find-route.ts';
import { textOf } from './rest/route.ts';
import type { RawRequest } from './serve.ts';
import type { ApiRequest } from './twin.ts';

/** A call of the API before anything is known of who makes it. */
export type IncomingCall =
  | KnownCall
  /** What the emulator answers; what the twin should and cannot; nothing of the API at all. */
  | ({ readonly kind: 'emulated' | 'missing' | 'elsewhere' } & Described);

/** What the twin answers itself. */
export type KnownCall = ({ readonly kind: 'rest'; readonly route: FoundRoute } | { readonly kind: 'graphql' }) &
  Described;

interface Described {
  /** Undefined for what is no JSON object. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
  readonly request: ApiRequest;
  readonly occasion: Occasion;
}

/** Of these the emulator has a state of its own, which has nothing to do with the twin's. */
const TWINS_OWN =
  /^\/(app|app-manifests|applications|installation|user)($|\/)|^\/repos\/[^/]+\/[^/]+($|\/(installation|collaborators|pulls|git|commits|compare|contents|branches|check-runs|check-suites|statuses|rules|rulesets|issues\/(comments|\d+\/comments))($|\/))/;

export interface Addresses {
  readonly apiPrefix: string;
  readonly graphqlPath: string;
}

export function readCall(
  { apiPrefix, graphqlPath }: Addresses,
  { method, url, body: bytes }: RawRequest,
): IncomingCall {
  const body = parseBody(bytes);
  if (url.pathname === graphqlPath) {
    const query = textOf(body?.query) ?? '';
    const operation = nameOfOperation(query, textOf(body?.operationName));
    const request = { method, path: '/graphql', template: '/graphql', operation, body };
    return { kind: 'graphql', body, request, occasion: { method, path: '/graphql', query } };
  }
  // On GitHub Enterprise Server there is no API without the prefix.
  const isApi = url.pathname.startsWith(apiPrefix);
  const path = isApi ? url.pathname.slice(apiPrefix.length) : url.pathname;
  const route = isApi ? ROUTES.find(method, path) : undefined;
  const request = { method, path, template: route?.template ?? path, ...(bytes.length > 0 ? { body } : {}) };
  const described = { body, request, occasion: { method, path } };
  if (route !== undefined) return { kind: 'rest', route, ...described };
  if (!isApi) return { kind: 'elsewhere', ...described };
  return { kind: TWINS_OWN.test(path) ? 'missing' : 'emulated', ...described };
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
