import type { PullRequest } from '../github-twin/twin.ts';

/** What a gate says in a pull request to somebody who reads it now. */
export interface Said {
  /** On lines of the diff, by their place. */
  readonly comments: readonly SaidComment[];
  readonly summaries: readonly string[];
}

/** A place is undefined where the comment has none. */
export interface SaidComment {
  readonly path: string;
  readonly line: number | undefined;
  readonly startLine: number | undefined;
  readonly suggestion: string | undefined;
  readonly body: string;
}

/** The author of whatever is posted with a job's token. */
export const BOT = 'github-actions[bot]';

/** What the comments of a gate say, without what two runs of the same differ in: ids, the order of posting and the time it took. */
export function saidIn(pullRequest: PullRequest, gate = BOT): Said {
  return {
    comments: pullRequest
      .visibleComments()
      .filter(({ author }) => author === gate)
      .map(({ path, line, startLine, suggestion, body }) => ({ path, line, startLine, suggestion, body }))
      .toSorted((left, right) => (placeOf(left) < placeOf(right) ? -1 : 1)),
    summaries: pullRequest
      .conversation()
      .filter(({ author }) => author === gate)
      .map(({ body }) => withoutTime(body)),
  };
}

/** Where a gate's comments stand, and what they suggest. */
export function placesIn(pullRequest: PullRequest, gate = BOT): readonly Omit<SaidComment, 'body'>[] {
  return saidIn(pullRequest, gate).comments.map(({ body: _, ...place }) => place);
}

/** A summary without how long it took. */
export function withoutTime(summary: string): string {
  return summary.replace(/ · [\d.]+ m?s<\/sub>\s*$/, '</sub>');
}

function placeOf({ path, line = 0 }: SaidComment): string {
  return `${path}:${String(line).padStart(6, '0')}`;
}
