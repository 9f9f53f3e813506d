import { compareText } from '../../src/base/compare-text.ts';
import type { ErrorCode } from '../../src/errors/codes.ts';
import { TidewaiterError } from '../../src/errors/tidewaiter-error.ts';
import type { GitHub } from '../../src/github/client.ts';
import { listOpenPullRequests } from '../github/list-open-pull-requests.ts';
import { listRepositories } from '../github/list-repositories.ts';
import type { Job, RepositoryOfInstallation } from '../queue/job.ts';
import { DONE, type Outcome, type QueuedJob } from '../queue/queue.ts';
import { spreadSeconds } from '../queue/spread-seconds.ts';
import type { JudgingDependencies } from './dependencies.ts';

export type OwnerJob = Extract<Job, { kind: 'judge-owner' }>;

/** In one step. A step that is broken off is begun anew. */
const MOST_REPOSITORIES = 100;

/**
 * Has the open pull requests of all repositories of an owner judged by what holds now in all of them. It walks through them by name, a step at a
 * time: the next step waits until the pull requests of this one have had their turns.
 */
export async function judgeOwner(
  job: OwnerJob,
  { app, queue }: JudgingDependencies,
  signal: AbortSignal,
): Promise<Outcome> {
  const github = await app.ofInstallation(job.installation);
  const left = (await listRepositories(github, job.installation))
    .filter(({ repo }) => compareText(repo, job.after) > 0)
    .toSorted((one, other) => compareText(one.repo, other.repo));
  const step = left.slice(0, MOST_REPOSITORIES);

  const found: Job[] = [];
  for (const repository of step) {
    signal.throwIfAborted();
    for (const number of await findNumbers(github, repository))
      found.push({
        kind: 'judge-pull-request',
        ...repository,
        number,
        reason: `what judges repositories of ${job.owner} may have changed`,
      });
  }
  const last = left.length > step.length ? step.at(-1) : undefined;
  const next: readonly Job[] = last === undefined ? [] : [{ ...job, after: last.repo }];
  await queue.enqueue(
    [...found, ...next].map(
      (each, index): QueuedJob => ({ job: each, priority: 'low', inSeconds: spreadSeconds(index) }),
    ),
  );
  return DONE;
}

async function findNumbers(github: GitHub, repository: RepositoryOfInstallation): Promise<readonly number[]> {
  try {
    return (await listOpenPullRequests(github, repository)).map(({ number }) => number);
  } catch (error) {
    // One that was taken away meanwhile, or that nobody may look at, does not keep the others from being judged.
    if (error instanceof TidewaiterError && IS_CLOSED.has(error.code)) return [];
    throw error;
  }
}

const IS_CLOSED: ReadonlySet<ErrorCode> = new Set(['github/not-found', 'github/forbidden']);
