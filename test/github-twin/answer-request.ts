import { answerWith } from './answer-with-fault.ts';
import type { Emulated } from './emulated.ts';
import { encode } from './encode.ts';
import type { FaultPlan } from './faults.ts';
import { answerGit } from './git-http/answer-git.ts';
import { type GitAddress, readGitAddress } from './git-http/git-address.ts';
import { runQuery } from './graphql/run-query.ts';
import { type IncomingCall, type KnownCall, readCall } from './read-call.ts';
import { answerCall, type CheckedAnswer } from './rest/answer-call.ts';
import { ApiError, notFound } from './rest/api-error.ts';
import { CODELOAD, getArchive } from './rest/archives.ts';
import { findToken } from './rest/find-token.ts';
import { isJsonWebToken } from './rest/json-web-token.ts';
import { refusable } from './rest/refusable.ts';
import type { Answer, ApiCall } from './rest/route.ts';
import type { RawAnswer, RawRequest } from './serve.ts';
import type { Token } from './state/model.ts';
import type { World } from './state/world.ts';
import type { ApiRequest, GitRequest, Violation } from './twin.ts';
import { findPage } from './web/find-page.ts';
import type { Hooks } from './webhooks/hooks.ts';

export interface Surroundings {
  readonly world: World;
  readonly apiPrefix: string;
  readonly graphqlPath: string;
  readonly requests: ApiRequest[];
  readonly gitRequests: GitRequest[];
  readonly hooks: Hooks;
  readonly violations: Violation[];
  readonly faults: FaultPlan;
  readonly emulated: Emulated;
}

/** From what came over the wire to what goes back. */
export async function answerRequest(surroundings: Surroundings, raw: RawRequest): Promise<RawAnswer> {
  const { world, faults } = surroundings;
  const { method, url } = raw;
  const git = readGitAddress(method, url);
  if (git !== undefined) return answerGitRequest(surroundings, git, raw);
  const isArchive = url.pathname.startsWith(CODELOAD);
  const page = isArchive ? () => encoded(raw, () => getArchive(world, url)) : findPage(method, url.pathname);
  if (page === undefined) return answerApiRequest(surroundings, raw);
  return answerWith(faults.meet({ method, path: url.pathname }), () => page({ ...raw, world }));
}

async function answerApiRequest(surroundings: Surroundings, raw: RawRequest): Promise<RawAnswer> {
  const { requests, faults } = surroundings;
  const call = readCall(surroundings, raw);
  const at = requests.push(call.request) - 1;
  const fault = faults.meet(call.occasion);
  const answer = await answerWith(fault, () => answerCallOf(surroundings, raw, call));
  if (answer.kind === 'answer') requests[at] = { ...call.request, status: answer.status };
  return answer;
}

async function answerGitRequest(surroundings: Surroundings, git: GitAddress, raw: RawRequest): Promise<RawAnswer> {
  const { world, gitRequests, faults } = surroundings;
  const request = { ...git, bytesReceived: raw.body.length, bytesSent: 0 };
  const at = gitRequests.push(request) - 1;
  const fault = faults.meet({ method: raw.method, path: raw.url.pathname });
  const answer = await answerWith(fault, () => answerGit(world, git, raw));
  if (answer.kind === 'answer') {
    gitRequests[at] = { ...request, status: answer.status, bytesSent: answer.body.length };
  }
  return answer;
}

function encoded(raw: RawRequest, answer: () => Answer): RawAnswer {
  return encode(refusable(answer), raw);
}

function answerCallOf(surroundings: Surroundings, raw: RawRequest, call: IncomingCall): RawAnswer | Promise<RawAnswer> {
  switch (call.kind) {
    case 'emulated':
      return surroundings.emulated.answer(raw);
    case 'missing': {
      const request = `${call.request.method} ${call.request.path}`;
      surroundings.violations.push({ request, problem: 'the twin of GitHub does not know this operation: add it' });
      return encode(NOT_FOUND, raw);
    }
    case 'elsewhere':
      return encode(NOT_FOUND, raw);
    default:
      return encoded(raw, () => answerKnownCall(surroundings, raw, call));
  }
}

const NOT_FOUND: Answer = { status: 404, body: notFound().body };

function answerKnownCall(surroundings: Surroundings, raw: RawRequest, incoming: KnownCall): Answer {
  const { world, apiPrefix, violations, hooks } = surroundings;
  if (incoming.body === undefined) throw new ApiError(400, 'Problems parsing JSON');
  const { answer, problems } = dispatch(incoming, {
    world,
    urls: { api: raw.url.origin + apiPrefix, server: raw.url.origin },
    ...tokenOf(world, raw.headers.authorization),
    authorization: raw.headers.authorization,
    redeliver: (delivery) => void hooks.sendAgain(delivery),
    path: incoming.occasion.path,
    query: raw.url.searchParams,
    body: incoming.body,
    accept: raw.headers.accept ?? '',
  });
  const { method, template, operation } = incoming.request;
  const request = operation === undefined ? `${method} ${template}` : `${operation} of GraphQL`;
  for (const problem of problems) violations.push({ request, problem });
  return answer;
}

function tokenOf(world: World, authorization: string | undefined): { readonly token?: Token } {
  const speaksForItself =
    authorization !== undefined && (isJsonWebToken(authorization) || /^basic /i.test(authorization));
  if (authorization === undefined || speaksForItself) return {};
  return { token: findToken(world, authorization.replace(/^(token|bearer) /i, '')) };
}

function dispatch(incoming: KnownCall, call: Omit<ApiCall, 'parameters'>): CheckedAnswer {
  if (incoming.kind === 'rest') return answerCall(call, incoming.route);
  if (call.token === undefined) throw new ApiError(401, 'This endpoint requires you to be authenticated.');
  const { body, problems } = runQuery({ ...call, parameters: {} });
  return { answer: { status: 200, body }, problems };
}
