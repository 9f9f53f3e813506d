import { Octokit } from '@octokit/core';
import { paginateRest } from '@octokit/plugin-paginate-rest';
import { throttling } from '@octokit/plugin-throttling';
import { boundedFetch } from './bounded-fetch.ts';
import { requestError } from './github-errors.ts';
import { type GraphqlAnswer, type GraphqlVariables, nameOfOperation, runGraphql } from './graphql.ts';
import { PATIENCE, type Patience, retrying, waitForLimits } from './patience.ts';
import type { TokenHolder } from './remedies.ts';
import { steadyLimiters } from './steady-limiters.ts';
import { refuseMalformedAnswers, refuseTimeouts } from './unusable-answers.ts';

/** GitHub's API, asked with patience. Whatever fails is thrown as a `GitHubError` that names what was asked. */
export interface GitHub {
  /** A REST request by its route. Only a GET is tried again: after a 502, anything else may have been done all the same. */
  readonly request: Octokit['request'];
  /** All pages of a REST list. */
  readonly paginate: ReturnType<typeof paginateRest>['paginate'];
  /** What a GraphQL operation answers. Where any part of it failed, that is thrown. */
  graphql<Data>(operation: string, variables: GraphqlVariables): Promise<Data>;
  /** The same, with what could be answered beside what could not. */
  graphqlInPart<Data>(operation: string, variables: GraphqlVariables): Promise<GraphqlAnswer<Data>>;
  /** A file at an address that GitHub has named, asked for without the token. */
  download(address: URL): Promise<Response>;
  readonly patience: Patience;
}

export interface GitHubConnection {
  /** `https://api.github.com`, or `https://HOST/api/v3` of an Enterprise Server. */
  readonly apiUrl: string;
  readonly token: string;
  readonly userAgent: string;
  /** Whom to tell what to do where GitHub refuses something: a workflow's job, where not said. */
  readonly holder?: TokenHolder;
  /** Is told of each request, failure and wait, in a line. */
  log?(line: string): void;
  /** Is told of each answer, also of those after which it is tried again. */
  onAnswer?(answer: Pick<Response, 'status' | 'headers'>): void;
  readonly patience?: Patience;
}

const PatientOctokit = Octokit.plugin(refuseMalformedAnswers, refuseTimeouts, throttling, paginateRest);

/** Opens GitHub's API. Nothing is asked yet. */
export function openGitHub(connection: GitHubConnection): GitHub {
  const { apiUrl, token, userAgent, holder = 'job', patience = PATIENCE } = connection;
  const log = (line: string) => connection.log?.(line);
  const teller: Teller = { holder, log };
  const octokit = new PatientOctokit({
    auth: token,
    baseUrl: apiUrl,
    userAgent,
    log: { debug: () => {}, info: () => {}, warn: log, error: log },
    request: { fetch: heardFetch(boundedFetch(patience.requestMs), connection) },
    throttle: { ...steadyLimiters(), ...waitForLimits(patience, log), retryAfterBaseValue: patience.secondMs },
  });
  octokit.hook.wrap('request', async (request, options) => {
    const { method, url } = octokit.request.endpoint.parse(options);
    const { pathname } = new URL(url);
    const asked = pathname.endsWith('/graphql') ? nameOfOperation(String(options.query)) : `${method} ${pathname}`;
    const ask = () => toldOf(asked, teller, async () => request(options));
    return method === 'GET' || asked.startsWith('GraphQL query') ? retrying(patience, ask) : ask();
  });
  const graphqlInPart = <Data>(operation: string, variables: GraphqlVariables) =>
    runGraphql<Data>(octokit, operation, { variables, holder });
  return {
    request: octokit.request,
    paginate: octokit.paginate,
    graphqlInPart,
    async graphql<Data>(operation: string, variables: GraphqlVariables) {
      const { data, errors } = await graphqlInPart<Data>(operation, variables);
      if (errors[0] !== undefined) throw errors[0];
      return data as Data;
    },
    download: (address) =>
      toldOf(`GET ${address.host}${address.pathname}`, teller, async () => {
        const signal = AbortSignal.timeout(patience.downloadMs);
        const response = await fetch(address, { headers: { 'user-agent': userAgent }, signal });
        if (response.ok) return response;
        await response.body?.cancel();
        const answer = { status: response.status, headers: Object.fromEntries(response.headers) };
        throw Object.assign(new Error(response.statusText), { response: answer });
      }),
    patience,
  };
}

function heardFetch(ask: typeof fetch, { onAnswer }: GitHubConnection): typeof fetch {
  if (onAnswer === undefined) return ask;
  return async (...request) => {
    const answer = await ask(...request);
    onAnswer(answer);
    return answer;
  };
}

interface Teller {
  readonly holder: TokenHolder;
  readonly log: (line: string) => void;
}

async function toldOf<Answer extends { readonly status: number }>(
  asked: string,
  { holder, log }: Teller,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  try {
    const answer = await ask();
    log(`${asked}: ${answer.status}`);
    return answer;
  } catch (cause) {
    const error = requestError(asked, cause, holder);
    log(error.message);
    throw error;
  }
}
