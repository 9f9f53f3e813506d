import type { ApiRequest, PullRequest, Violation } from '../github-twin/twin.ts';

/** Words of somebody who has looked at how we find our own comments. */
export const FORGED = '<!-- tidewaiter summary tidewaiter -->\n### All is well';

export interface Aftermath {
  readonly pullRequest: PullRequest;
  /** Whose comments are ours. */
  readonly author: string;
  /** What was asked of GitHub, and what of it must not be asked. */
  readonly requests: readonly ApiRequest[];
  readonly violations: readonly Violation[];
}

/** What must not be, however a run ends. */
export function findHarm({ pullRequest, author, requests, violations }: Aftermath): string | undefined {
  const isOurs = (spoken: { readonly author: string }) => spoken.author === author;
  const comments = pullRequest.visibleComments().map(({ path, line, body }) => `${path}:${line} ${body}`);
  const summaries = pullRequest.conversation().filter(isOurs);
  const [violation] = violations;
  if (new Set(comments).size < comments.length) return 'a comment stands twice';
  if (summaries.length > 1) return 'two summaries stand';
  if (pullRequest.reviews().filter(isOurs).length > reviewsAskedFor(requests).size) return 'a review was posted twice';
  if (!pullRequest.conversation().some(({ body }) => body === FORGED)) return "somebody else's comment is gone";
  if (violation !== undefined) return `${violation.request}: ${violation.problem}`;
  return undefined;
}

/** A review that is asked for again, for the answer was lost, is one review. */
function reviewsAskedFor(requests: readonly ApiRequest[]): ReadonlySet<string> {
  const posted = requests.filter(({ method, template }) => method === 'POST' && template.endsWith('/reviews'));
  return new Set(posted.map(({ body }) => JSON.stringify(body)));
}
