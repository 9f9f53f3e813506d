import type { Database } from '../database/database.ts';
import type { GitHubApp } from '../github/github-app.ts';
import type { Log } from '../log/open-log.ts';
import type { Queue } from '../queue/queue.ts';

/** What sweeps need of the rest of the bot. */
export interface SweepDependencies {
  readonly app: GitHubApp;
  readonly database: Database;
  readonly queue: Pick<Queue, 'enqueue'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Log;
}
