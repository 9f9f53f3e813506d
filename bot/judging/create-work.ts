import { assertNever } from '../../src/base/assert-never.ts';
import type { ErrorCode } from '../../src/errors/codes.ts';
import { GitHubError, TidewaiterError } from '../../src/errors/tidewaiter-error.ts';
import { secondsOfLimit } from '../../src/github/github-errors.ts';
import type { Failure } from '../checks/describe-failure.ts';
import type { Job } from '../queue/job.ts';
import type { Outcome, Work } from '../queue/queue.ts';
import { HeldUp } from '../threads/open-judging-threads.ts';
import type { JudgingDependencies, TimedDependencies } from './dependencies.ts';
import { giveUpJudging } from './give-up.ts';
import { type BranchJob, judgeBranch } from './judge-branch.ts';
import { judgeMergeGroup } from './judge-merge-group.ts';
import { judgeOwner, type OwnerJob } from './judge-owner.ts';
import { judgePullRequest } from './judge-pull-request.ts';
import { startStopwatch } from './stopwatch.ts';

export interface WorkDependencies extends JudgingDependencies {
  readonly commands: CommandWork;
}

/** What people ask for, in a comment or by a button. */
export type CommandJob = Extract<Job, { kind: 'command' | 'button' }>;

export interface CommandWork {
  run(job: CommandJob, signal: AbortSignal): Promise<Outcome>;
  giveUp(job: CommandJob, reason: string): Promise<void>;
}

/**
 * Everything that the queue has done. Where GitHub asks for patience, or something else takes all there is to judge with, it is done later, and
 * no try is spent.
 */
export function createWork(dependencies: WorkDependencies): Work {
  return {
    async run(job, signal) {
      // Asked before anything is asked of GitHub: it may have to wait a few times.
      if (dependencies.threads.isHeldUp(job)) return HELD_UP;
      try {
        return await runUnlessInVain(job, dependencies, signal);
      } catch (error) {
        if (error instanceof HeldUp) return HELD_UP;
        if (!(error instanceof GitHubError) || error.code !== 'github/rate-limited') throw error;
        const seconds = secondsOfLimit(error, new Date(dependencies.now()));
        return { outcome: 'later', seconds, reason: 'GitHub asks for patience' };
      }
    },
    giveUp: (job, reason) => giveUpJob(job, { reason, tries: 'all', steps: {} }, dependencies),
  };
}

const HELD_UP: Outcome = { outcome: 'later', seconds: 5, reason: 'what is judged at the moment takes long' };

/** What takes more than there is for it would do so each time, and others wait: it is given up at once. */
async function runUnlessInVain(job: Job, dependencies: WorkDependencies, signal: AbortSignal): Promise<Outcome> {
  const stopwatch = startStopwatch(dependencies.clock);
  try {
    return await runJob(job, { ...dependencies, stopwatch }, signal);
  } catch (error) {
    if (!(error instanceof TidewaiterError) || error.code !== 'bot/judging-limit') throw error;
    const reason = [error.message, error.remedy].join('\n');
    await giveUpJob(job, { reason, tries: 'one', steps: stopwatch.steps() }, dependencies);
    return { outcome: 'given-up', reason: error.message };
  }
}

function runJob(job: Job, dependencies: WorkDependencies & TimedDependencies, signal: AbortSignal): Promise<Outcome> {
  switch (job.kind) {
    case 'judge-pull-request':
      return judgePullRequest(job, dependencies, signal);
    case 'judge-merge-group':
      return judgeMergeGroup(job, dependencies, signal);
    case 'judge-branch':
      return judgeBranch(job, dependencies, signal);
    case 'judge-owner':
      return judgeOwner(job, dependencies, signal);
    case 'command':
    case 'button':
      return dependencies.commands.run(job, signal);
    default:
      return assertNever(job);
  }
}

async function giveUpJob(job: Job, failure: Failure, dependencies: WorkDependencies): Promise<void> {
  switch (job.kind) {
    case 'judge-pull-request':
    case 'judge-merge-group':
      return giveUpJudging(job, failure, dependencies);
    case 'judge-branch':
    case 'judge-owner':
      return judgeAtLast(job, dependencies);
    case 'command':
    case 'button':
      return dependencies.commands.giveUp(job, failure.reason);
    default:
      return assertNever(job);
  }
}

/**
 * There is no check to make red, and verdicts of policies that have changed must not stand: it is tried for as long as it takes, without a look
 * at what has changed, or until there is nothing left to judge.
 */
async function judgeAtLast(job: BranchJob | OwnerJob, dependencies: WorkDependencies): Promise<void> {
  const { signal } = new AbortController();
  try {
    if (job.kind === 'judge-owner') await judgeOwner(job, dependencies, signal);
    else await judgeBranch(withoutBefore(job), dependencies, signal);
  } catch (error) {
    if (!(error instanceof TidewaiterError) || !IS_GONE.has(error.code)) throw error;
    dependencies.log.warn('given up, and nobody is left to judge', { repository: `${job.owner}/${job.repo}`, error });
  }
}

function withoutBefore({ before: _, ...job }: BranchJob): BranchJob {
  return job;
}

/** The installation, or the repository in it. */
const IS_GONE: ReadonlySet<ErrorCode> = new Set(['github/not-found', 'github/refused']);
