import { setTimeout } from 'node:timers/promises';
import type { ErrorCode } from '../errors/codes.ts';
import { GitHubError } from '../errors/tidewaiter-error.ts';

/** How often to try, and how long to wait. */
export interface Patience {
  /** How often a read that failed is tried again: after 1, 4, 9 … seconds. */
  readonly retries: number;
  /** How many seconds to wait for GitHub's rate limits, in all. */
  readonly limitSeconds: number;
  /** How many milliseconds a second of waiting takes: 0 in a test. */
  readonly secondMs: number;
  /** How long one try of a request may take. */
  readonly requestMs: number;
  /** How long an archive may take to arrive. */
  readonly downloadMs: number;
}

export const PATIENCE: Patience = {
  retries: 3,
  limitSeconds: 60,
  secondMs: 1_000,
  requestMs: 30_000,
  downloadMs: 120_000,
};

/**
 * Does what may fail for a while, again where GitHub was unavailable. octokit's own plugin for that reckons by the clock of the machine: what
 * is asked in the instant in which that is set back by an hour would go out an hour later.
 */
export async function retrying<Result>(
  { retries, secondMs }: Patience,
  attempt: () => Promise<Result>,
): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (cause) {
      if (tries > retries || !(cause instanceof GitHubError) || !PASSING.has(cause.code)) throw cause;
      await setTimeout(tries ** 2 * secondMs);
    }
  }
}

const PASSING: ReadonlySet<ErrorCode> = new Set(['github/unavailable', 'github/malformed']);

/** The handlers of octokit's throttling plugin: each answers whether to try again after so many seconds. */
export function waitForLimits({ limitSeconds }: Patience, log: (line: string) => void) {
  let waited = 0;
  const wait = (seconds: number): boolean => {
    // Where GitHub does not say how long, it is no time at all, and must not be for ever.
    const counted = Math.max(seconds, 1);
    if (waited + counted > limitSeconds) return false;
    waited += counted;
    log(`waiting ${seconds} s for GitHub's rate limit`);
    return true;
  };
  return { onRateLimit: wait, onSecondaryRateLimit: wait };
}
