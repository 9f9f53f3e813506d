import type { GitHubConnection } from '../../src/github/client.ts';

/** GitHub's clock, as far as it is known: it says the time with each answer. */
export interface GitHubClock {
  now(): Date;
  /** Takes the time of an answer. */
  hear(answer: Parameters<NonNullable<GitHubConnection['onAnswer']>>[0]): void;
}

/**
 * GitHub refuses what an App signs in the future, or long ago: where the clock of this machine is wrong the bot could do nothing, and not even
 * say so in a check. Until an answer has told the time our own clock is believed.
 */
export function openGitHubClock(now: () => number): GitHubClock {
  let aheadMs = 0;
  return {
    now: () => new Date(now() + aheadMs),
    hear({ headers }) {
      const told = Date.parse(headers.get('date') ?? '');
      if (Number.isFinite(told)) aheadMs = told - now();
    },
  };
}
