import type { GitHub } from '../../src/github/client.ts';
import type { RepositoryName } from '../../src/github/repository-name.ts';
import type { GitHubApp } from '../github/github-app.ts';
import type { Log } from '../log/open-log.ts';
import type { Mirrors } from '../mirrors/mirrors.ts';
import type { RepositoryGate } from '../orders/order.ts';
import type { RepositoryOfInstallation } from '../queue/job.ts';
import type { Queue } from '../queue/queue.ts';
import type { ExemptionsOfBranch } from '../store/exemptions.ts';
import type { Judgement } from '../store/judgement.ts';
import type { PullRequestState } from '../store/open-pull-requests.ts';
import type { Proposal, ProposalPlace } from '../store/proposals.ts';
import type { JudgingThreads } from '../threads/open-judging-threads.ts';
import type { Stopwatch } from './stopwatch.ts';

/** What judging needs of the rest of the bot. */
export interface JudgingDependencies {
  readonly app: GitHubApp;
  readonly mirrors: Mirrors;
  readonly threads: Pick<JudgingThreads, 'run' | 'isHeldUp'>;
  readonly queue: Pick<Queue, 'enqueue'>;
  readonly findConfiguration: FindConfiguration;
  readonly saveJudgement: (judgement: Judgement) => Promise<void>;
  readonly rememberState: (state: PullRequestState) => Promise<void>;
  readonly saveExemptions: (exemptions: ExemptionsOfBranch) => Promise<void>;
  /** What the bot proposed, and for whom. */
  readonly findProposal: (place: ProposalPlace) => Promise<Proposal | undefined>;
  /** The page that tells the story of a commit's judgements; undefined where the bot has no address. */
  readonly addressOf: (place: JudgedPlace) => string | undefined;
  /** `https://github.com`. */
  readonly serverUrl: string;
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds, to measure with. */
  readonly clock: () => number;
  readonly log: Log;
}

/** What one judgement needs: its own time is taken. */
export interface TimedDependencies extends JudgingDependencies {
  readonly stopwatch: Stopwatch;
}

/**
 * What a repository wants to be judged by at a commit of the branch that something is to be merged into; undefined where neither the
 * repository nor its owner says anything: then the bot says nothing there.
 */
export type FindConfiguration = (
  github: GitHub,
  place: RepositoryOfInstallation & { readonly baseTip: string },
) => Promise<RepositoryGate | undefined>;

export interface JudgedPlace extends RepositoryName {
  /** Of a merge group the pull request whose turn in the queue it is, where that is known. */
  readonly number?: number;
  readonly headSha: string;
}
