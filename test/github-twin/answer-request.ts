import { createHash } from 'node:crypto';
import { answerWith } from './answer-with-fault.ts';
import type { FaultPlan } from './faults.ts';
import { nameOfOperation, runQuery } from './graphql/run-query.ts';
import { answerCall, ROUTES, refusable } from './rest/answer-call.ts';
import { ApiError } from './rest/api-error.ts';
import { CODELOAD, getArchive } from './rest/archives.ts';
import { type Answer, type ApiCall, textOf } from './rest/route.ts';
import type { RawAnswer, RawRequest } from './serve.ts';
import type { Token } from './state/model.ts';
import type { World } from './state/world.ts';
import type { ApiRequest } from './twin.ts';

export interface Surroundings {
  readonly world: World;
  readonly apiPrefix: string;
  readonly graphqlPath: string;
  readonly requests: ApiRequest[];
  readonly faults: FaultPlan;
}

/** From what came over the wire to what goes back. */
export async function answerRequest(surroundings: Surroundings, raw: RawRequest): Promise<RawAnswer> {
  const { world, requests } = surroundings;
  if (raw.url.pathname.startsWith(CODELOAD))
    return encode(
      refusable(() => getArchive(world, raw.url)),
      raw,
    );
  const call = readCall(surroundings, raw);
  const request = describe(call);
  const at = requests.push(request) - 1;
  const fault = surroundings.faults.meet({ method: call.method, path: call.path, ...queryOf(call) });
  const answer = await answerWith(fault, () =>
    encode(
      refusable(() => answerApiCall(surroundings, raw, call)),
      raw,
    ),
  );
  if (answer.kind === 'answer') requests[at] = { ...request, status: answer.status };
  return answer;
}

function queryOf({ isGraphql, body }: IncomingCall): { readonly query?: string } {
  return isGraphql ? { query: textOf(body.query) ?? '' } : {};
}

interface IncomingCall {
  readonly method: string;
  /** Without the prefix of GitHub Enterprise Server. */
  readonly path: string;
  readonly isGraphql: boolean;
  /** False for a body that is no JSON object. */
  readonly isReadable: boolean;
  readonly body: Readonly<Record<string, unknown>>;
}

function readCall({ apiPrefix, graphqlPath }: Surroundings, raw: RawRequest): IncomingCall {
  const { pathname } = raw.url;
  const isGraphql = pathname === graphqlPath;
  const path = pathname.startsWith(apiPrefix) ? pathname.slice(apiPrefix.length) : pathname;
  return {
    method: raw.method,
    path,
    isGraphql,
    body: parseBody(raw.body) ?? {},
    isReadable: parseBody(raw.body) !== undefined,
  };
}

/** Undefined for what is no JSON object. */
function parseBody(bytes: Buffer): IncomingCall['body'] | undefined {
  if (bytes.length === 0) return {};
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function describe({ method, path, isGraphql, body }: IncomingCall): ApiRequest {
  const found = ROUTES.find(method, path);
  return {
    method,
    path,
    template: isGraphql ? '/graphql' : (found?.template ?? path),
    ...(isGraphql ? { operation: nameOfOperation(textOf(body.query) ?? '', textOf(body.operationName)) } : {}),
    ...(Object.keys(body).length === 0 ? {} : { body }),
  };
}

function answerApiCall({ world, apiPrefix }: Surroundings, raw: RawRequest, incoming: IncomingCall): Answer {
  const call: Omit<ApiCall, 'parameters'> = {
    world,
    urls: { api: raw.url.origin + apiPrefix, server: raw.url.origin },
    ...tokenOf(world, raw.headers.authorization),
    query: raw.url.searchParams,
    body: incoming.body,
    accept: raw.headers.accept ?? '',
  };
  if (!incoming.isReadable) throw new ApiError(400, 'Problems parsing JSON');
  if (incoming.isGraphql) {
    if (call.token === undefined) throw new ApiError(401, 'This endpoint requires you to be authenticated.');
    return { status: 200, body: runQuery({ ...call, parameters: {} }) };
  }
  const answer = answerCall({ ...call, method: incoming.method, path: incoming.path });
  if (answer === undefined) throw new ApiError(404, 'Not Found');
  return answer;
}

function tokenOf(world: World, authorization: string | undefined): { readonly token?: Token } {
  if (authorization === undefined) return {};
  const token = world.tokens.get(authorization.replace(/^(token|bearer) /i, ''));
  if (token === undefined) throw new ApiError(401, 'Bad credentials');
  return { token };
}

const RATE_LIMIT = 5000;

/** What does not change costs nothing to ask again: GitHub answers 304 to the tag of what the asker has. */
function encode(answer: Answer, raw: RawRequest): RawAnswer {
  const body =
    'bytes' in answer ? answer.bytes : Buffer.from(answer.body === undefined ? '' : JSON.stringify(answer.body));
  const contentType = 'bytes' in answer ? answer.contentType : 'application/json; charset=utf-8';
  const etag = `W/"${createHash('sha256').update(body).digest('hex')}"`;
  const headers = {
    'content-type': contentType,
    'x-github-media-type': 'github.v3; format=json',
    'x-ratelimit-limit': String(RATE_LIMIT),
    'x-ratelimit-remaining': String(RATE_LIMIT - 1),
    'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + 3600),
    ...(raw.method === 'GET' && answer.status === 200 ? { etag } : {}),
    ...answer.headers,
  };
  const isKnown = raw.method === 'GET' && raw.headers['if-none-match'] === etag;
  return { kind: 'answer', status: isKnown ? 304 : answer.status, headers, body };
}
