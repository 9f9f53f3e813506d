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

/** What our comments say, without what two runs of the same differ in: ids, the order of posting and the time it took. */
export function saidIn(pullRequest: PullRequest): Said {
  return {
    comments: pullRequest
      .visibleComments()
      .filter(({ author }) => author === BOT)
      .map(({ path, line, startLine, suggestion, body }) => ({ path, line, startLine, suggestion, body }))
      .toSorted((left, right) => (placeOf(left) < placeOf(right) ? -1 : 1)),
    summaries: pullRequest
      .conversation()
      .filter(({ author }) => author === BOT)
      .map(({ body }) => withoutTime(body)),
  };
}

/** A summary without how long it took. */
export function withoutTime(summary: string): string {
  return summary.replace(/ · [\d.]+ m?s<\/sub>\s*$/, '</sub>');
}

function placeOf({ path, line = 0 }: SaidComment): string {
  return `${path}:${String(line).padStart(6, '0')}`;
}
