import { setTimeout } from 'node:timers/promises';

/** GitHub allows 100 at once, to all that ask in somebody's name. */
const MOST_AT_ONCE = 10;

/** Shared by all connections of a process, as octokit's are. */
const REQUESTS = inLine(MOST_AT_ONCE);
const TOKENS = inLine(1);
const AT_ONCE = inLine(Number.POSITIVE_INFINITY);

/**
 * In place of the limiters of octokit's throttling plugin. Those note when the next request may go out: by a clock that is then set back by an
 * hour, none goes out for an hour. Nor do these make its pauses before each write (1 s, or 3 s where it notifies people, and GraphQL queries
 * count as writes): a run writes a handful of times.
 */
export function steadyLimiters(): object {
  return {
    global: group(REQUESTS),
    auth: group(TOKENS),
    write: group(AT_ONCE),
    notifications: group(AT_ONCE),
    retryLimiter: tryAgain(),
  };
}

type Task = (...given: readonly unknown[]) => Promise<unknown>;
type Schedule = (task: Task, ...given: readonly unknown[]) => Promise<unknown>;

/** The plugin has a limiter for each key, and one key. */
function group(schedule: Schedule) {
  const limiter = {
    schedule: (_options: unknown, task: Task, ...given: readonly unknown[]) => schedule(task, ...given),
  };
  return { key: () => limiter };
}

function inLine(most: number): Schedule {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (task, ...given) => {
    if (running < most) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await task(...given);
    } finally {
      const next = waiting.shift();
      // Whoever is next has this one's place.
      if (next) next();
      else running -= 1;
    }
  };
}

/** Tells after how many milliseconds to try again what has failed; not at all where it tells nothing. */
type OnFailed = (error: unknown, task: { readonly args: readonly unknown[] }) => Promise<number | undefined>;

function tryAgain() {
  let onFailed: OnFailed = async () => undefined;
  return {
    on(_event: 'failed', listener: OnFailed) {
      onFailed = listener;
    },
    async schedule(task: Task, ...args: readonly unknown[]) {
      for (;;) {
        try {
          return await task(...args);
        } catch (error) {
          // The plugin stumbles over errors that bear no answer, after which it is not to be tried again.
          const pause = await onFailed(error, { args }).catch(() => undefined);
          if (pause === undefined) throw error;
          await setTimeout(pause);
        }
      }
    },
  };
}
