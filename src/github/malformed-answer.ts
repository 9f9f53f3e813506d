import type { Octokit } from '@octokit/core';

/** GitHub, or something on the way to it, answered with what is no JSON, or with half of it. */
export class MalformedAnswer extends Error {
  /** As the retry plugin knows what may work the next time. */
  readonly status = 502;
  /** Where the retry plugin notes how often it has tried. */
  readonly request: object;

  constructor(request: object) {
    super('the answer is no JSON');
    this.request = request;
  }
}

/** An octokit plugin: octokit itself gives a broken answer as a text, which looks like an empty list to whoever pages through it. */
export function refuseMalformedAnswers(octokit: Octokit): void {
  octokit.hook.wrap('request', async (request, options) => {
    const response = await request(options);
    if (options.mediaType.format === '' && response.status < 300 && response.status !== 204) {
      if (typeof response.data !== 'object') throw new MalformedAnswer(options);
    }
    return response;
  });
}
