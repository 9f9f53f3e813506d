import type { Octokit } from '@octokit/core';
import { isArray, isObject, type JsonValue } from '../base/json.ts';

/** GitHub, or something on the way to it, answered with what is no JSON, or with half of it. */
export class MalformedAnswer extends Error {
  constructor() {
    super('the answer is no JSON');
  }
}

/** An octokit plugin: octokit itself gives a broken answer as a text, which looks like an empty list to whoever pages through it. */
export function refuseMalformedAnswers(octokit: Octokit): void {
  octokit.hook.wrap('request', async (request, options) => {
    const response = await request(options);
    if (options.mediaType.format === '' && response.status < 300 && response.status !== 204) {
      if (typeof response.data !== 'object') throw new MalformedAnswer();
    }
    return response;
  });
}

/** GraphQL answered 200, and that it took too long. */
class TookTooLong extends Error {
  /** What REST would have said. */
  readonly status = 500;
  readonly response: object;

  constructor(response: object) {
    super('it took too long');
    this.response = response;
  }
}

/** An octokit plugin: what took too long has failed for a while, and is no answer. */
export function refuseTimeouts(octokit: Octokit): void {
  octokit.hook.wrap('request', async (request, options) => {
    const response = await request(options);
    if (isTimeout(response.data)) throw new TookTooLong(response);
    return response;
  });
}

function isTimeout(data: JsonValue): boolean {
  if (!isObject(data) || !isArray(data.errors)) return false;
  const [first] = data.errors;
  return isObject(first) && /Something went wrong while executing your query/.test(String(first.message));
}
