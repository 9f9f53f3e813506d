import type { PullRequest } from '../../src/github/read-pull-request.ts';
import type { Queryable } from '../database/database.ts';
import type { Case } from '../judging/case.ts';
import type { CommandJob } from '../judging/create-work.ts';
import type { JudgingDependencies } from '../judging/dependencies.ts';
import type { RepositoryGate } from '../orders/order.ts';

export interface CommandDependencies extends JudgingDependencies {
  /** Which refusals have been said. */
  readonly database: Queryable;
}

/** What a command is about, as it is now. */
export interface CommandRequest {
  readonly job: CommandJob;
  readonly pullRequest: PullRequest;
  /** The pull request, to be judged. */
  readonly judged: Case;
  readonly gate: RepositoryGate;
  /** When the comment was made, by GitHub's clock; undefined for a button. */
  readonly askedAt: string | undefined;
  readonly signal: AbortSignal;
}
