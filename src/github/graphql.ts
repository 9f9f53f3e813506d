import type { Octokit } from '@octokit/core';
import { isArray, isObject } from '../base/json.ts';
import type { GitHubError } from '../errors/tidewaiter-error.ts';
import { graphqlError, malformedAnswer } from './github-errors.ts';
import type { TokenHolder } from './remedies.ts';

export type GraphqlVariables = Readonly<Record<string, unknown>>;

/** As GraphQL has it: null in place of each field that failed, and null for all where nothing could be answered. */
export interface GraphqlAnswer<Data> {
  readonly data: Data | null;
  /** At least one where `data` is null. */
  readonly errors: readonly GitHubError[];
}

/** Runs a GraphQL operation. GitHub answers 200 to what failed, too. */
export async function runGraphql<Data>(
  octokit: Octokit,
  operation: string,
  { variables, holder }: { readonly variables: GraphqlVariables; readonly holder: TokenHolder },
): Promise<GraphqlAnswer<Data>> {
  const asked = nameOfOperation(operation);
  const response = await octokit.request('POST /graphql', {
    // On an Enterprise Server it is not below the address of REST.
    baseUrl: octokit.request.endpoint.DEFAULTS.baseUrl.replace(/\/api\/v3\/?$/, '/api'),
    query: operation,
    variables,
  });
  const answer: unknown = response.data;
  const { data = null, errors = [] } = isObject(answer) ? answer : {};
  if (isArray(errors) && (errors.length > 0 || isObject(data))) {
    return { data: data as Data | null, errors: errors.map((error) => graphqlError(asked, error, holder)) };
  }
  throw malformedAnswer(asked, 'data or errors');
}

/** What an operation is called where it fails: `GraphQL query pullRequest`. */
export function nameOfOperation(operation: string): string {
  const [, name = 'query'] = /^\s*((?:query|mutation)\b(?:\s+\w+)?)/.exec(operation) ?? [];
  return `GraphQL ${name}`;
}
