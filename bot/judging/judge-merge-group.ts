import { resolveRef } from '../../src/github/resolve-ref.ts';
import { describeReview } from '../checks/describe-review.ts';
import type { Job } from '../queue/job.ts';
import { DONE, type Outcome } from '../queue/queue.ts';
import { type Case, subjectOf, whereaboutsOf } from './case.ts';
import type { JudgingDependencies, TimedDependencies } from './dependencies.ts';
import { exemptionsOf, judgementOf } from './judgement-of.ts';
import { openCase } from './open-case.ts';
import { reviewChange } from './review-change.ts';

export type MergeGroupJob = Extract<Job, { kind: 'judge-merge-group' }>;

/**
 * Judges what a merge queue is going to merge: everything that the combined commit changes of the branch, by the branch's policies as they are
 * now. The check is all that is said; the pull requests in it have had their reviews.
 */
export async function judgeMergeGroup(
  job: MergeGroupJob,
  dependencies: TimedDependencies,
  signal: AbortSignal,
): Promise<Outcome> {
  const judged = await readMergeGroup(job, dependencies);
  const opened = await openCase(judged, dependencies, { again: false, signal });
  if (opened === undefined) return DONE;

  const { gate, check } = opened;
  await check.start();
  const review = await reviewChange(judged, { gate, files: [], signal }, dependencies);

  await dependencies.saveJudgement(judgementOf(judged, review, dependencies.stopwatch.steps()));
  await dependencies.saveExemptions(exemptionsOf(judged, review));
  const whereabouts = whereaboutsOf(judged, dependencies);
  const { version } = dependencies;
  await check.complete(
    describeReview(review, { judged: 'merge-group', subject: subjectOf(judged, gate), whereabouts, version }),
  );
  return DONE;
}

export async function readMergeGroup(job: MergeGroupJob, { app, now }: JudgingDependencies): Promise<Case> {
  const { installation, owner, repo, headSha, baseBranch, queuedNumber } = job;
  const access = await app.ofRepository(job);
  const baseSha = await resolveRef(access.github, { owner, repo, ref: `refs/heads/${baseBranch}` });
  return {
    installation,
    owner,
    repo,
    ...access,
    ...(queuedNumber === undefined ? {} : { queuedNumber }),
    headSha,
    baseBranch,
    baseSha,
    isDraft: false,
    startedAt: new Date(now()),
  };
}
