import type { Queue as QueueSettings } from 'pg-boss';
import type { JobKind } from './job.ts';

/** A queue of pg-boss's: what is quick, or waited for, does not stand behind what is slow. */
export type Lane = 'judge' | 'answer' | 'spread';

export const LANES: readonly Lane[] = ['judge', 'answer', 'spread'];

/** Where a job goes after its last try. */
export const DEAD = 'dead';

/** How many jobs of a lane one process works on at once. */
export const AT_ONCE: { readonly [lane in Lane | typeof DEAD]: number } = { judge: 4, answer: 2, spread: 1, dead: 1 };

export function laneOf(kind: JobKind): Lane {
  switch (kind) {
    case 'judge-pull-request':
    case 'judge-merge-group':
      return 'judge';
    // A person waits for these.
    case 'command':
    case 'button':
      return 'answer';
    // Queue other jobs, and do little themselves.
    case 'judge-branch':
    case 'judge-owner':
      return 'spread';
  }
}

/** After the first try. */
export const RETRIES = 5;

const PATIENCE = { retryBackoff: true, retryDelay: 5, retryDelayMax: 600, heartbeatSeconds: 15, expireInSeconds: 600 };
/** The bodies of comments are in there: what is done with does not stay. What waits does, however long. */
const KEEPING = { deleteAfterSeconds: 3600, retentionSeconds: 365 * 24 * 3600 };

/**
 * `short`: of one key, one job waits. Not `stately`: that is held to a list of what is active which may be a minute old, and after a crash so is
 * what comes next.
 */
export const LANE_SETTINGS: Omit<QueueSettings, 'name'> = {
  ...PATIENCE,
  ...KEEPING,
  policy: 'short',
  retryLimit: RETRIES,
  deadLetter: DEAD,
};

/** What is dead is given up for as long as it takes: nothing ends in silence. */
export const DEAD_SETTINGS: Omit<QueueSettings, 'name'> = {
  ...PATIENCE,
  ...KEEPING,
  retryLimit: 1_000_000,
};
