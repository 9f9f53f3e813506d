import type { GitHub } from '../../src/github/client.ts';
import { isOwnersRepository } from '../configuration/owners-repositories.ts';
import { walkThroughOwner } from '../configuration/walk-through-owner.ts';
import type { RepositoryAccess } from '../github/github-app.ts';
import { listOpenPullRequests } from '../github/list-open-pull-requests.ts';
import type { Job } from '../queue/job.ts';
import { DONE, type Outcome, type QueuedJob } from '../queue/queue.ts';
import { spreadSeconds } from '../queue/spread-seconds.ts';
import type { JudgingDependencies } from './dependencies.ts';
import { matterOf, withChange } from './review-change.ts';

export type BranchJob = Extract<Job, { kind: 'judge-branch' }>;

/**
 * Has the open pull requests of a branch judged again, where a push changed what judges them; and those of all repositories of an owner, where
 * it was to the repository in which the owner keeps what holds for all. Nobody waits for it.
 */
export async function judgeBranch(
  job: BranchJob,
  dependencies: JudgingDependencies,
  signal: AbortSignal,
): Promise<Outcome> {
  const access = await dependencies.app.ofRepository(job);
  const pullRequests = await listOpenPullRequests(access.github, job, job.branch);
  const holdsForAll = isOwnersRepository(job) && (await isDefaultBranch(access.github, job));
  if (pullRequests.length === 0 && !holdsForAll) return DONE;
  if (!(await isJudgedOtherwise(job, access, dependencies, signal))) return DONE;

  const { installation, owner, repo, branch } = job;
  const reason = `the gate of ${branch} has changed`;
  await dependencies.queue.enqueue([
    ...pullRequests.map(
      ({ number }, index): QueuedJob => ({
        job: { kind: 'judge-pull-request', installation, owner, repo, number, reason },
        priority: 'low',
        inSeconds: spreadSeconds(index),
      }),
    ),
    ...(holdsForAll ? [walkThroughOwner(job)] : []),
  ]);
  return DONE;
}

async function isDefaultBranch(github: GitHub, { owner, repo, branch }: BranchJob): Promise<boolean> {
  const { data } = await github.request('GET /repos/{owner}/{repo}', { owner, repo });
  return data.default_branch === branch;
}

/** Where nothing tells what was before, it may be anything. */
async function isJudgedOtherwise(
  { installation, owner, repo, before, commit }: BranchJob,
  access: RepositoryAccess,
  dependencies: JudgingDependencies,
  signal: AbortSignal,
): Promise<boolean> {
  if (before === undefined) return true;
  const gateAt = (baseTip: string) =>
    dependencies.findConfiguration(access.github, { installation, owner, repo, baseTip });
  const gate = await gateAt(commit);
  if (gate === undefined) return (await gateAt(before)) !== undefined;
  const push = { ...access, owner, repo, baseSha: before, headSha: commit };
  const { threads, now } = dependencies;
  return withChange(push, { files: [], signal }, dependencies, (change) =>
    threads.run({ task: 'has-gate-changed', about: matterOf(push, { change, gate, now: now() }) }, signal),
  );
}
