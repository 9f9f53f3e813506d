import { countOf } from '../../src/base/count-of.ts';
import { composePublication, DEFAULT_MAX_COMMENTS } from '../../src/github/compose-publication.ts';
import { listPullRequestFiles, type PullRequestFile } from '../../src/github/list-pull-request-files.ts';
import { type Published, publishReview } from '../../src/github/publish-review.ts';
import { readPullRequest } from '../../src/github/read-pull-request.ts';
import type { PullRequestName } from '../../src/github/repository-name.ts';
import type { Review } from '../../src/model/review.ts';
import type { Check, Completion } from '../checks/check.ts';
import { describeSuperseded } from '../checks/describe-failure.ts';
import { asDraft, describeReview } from '../checks/describe-review.ts';
import { ASKED, type Job } from '../queue/job.ts';
import { DONE, type Outcome } from '../queue/queue.ts';
import { awaitApproval } from './await-approval.ts';
import { type Case, GATE, subjectOf, whereaboutsOf } from './case.ts';
import type { JudgingDependencies, TimedDependencies } from './dependencies.ts';
import { exemptionsOf, judgementOf } from './judgement-of.ts';
import { openCase } from './open-case.ts';
import { reviewChange } from './review-change.ts';

export type PullRequestJob = Extract<Job, { kind: 'judge-pull-request' }>;

/**
 * Judges a pull request as it is now, whatever the job was queued for, and says it: in a review, in the summary and in a check. Of a head
 * that moves meanwhile nothing is said. Wherever it is broken off, the same job once more brings it to the same end.
 */
export async function judgePullRequest(
  job: PullRequestJob,
  dependencies: TimedDependencies,
  signal: AbortSignal,
): Promise<Outcome> {
  const judged = await readCase(job, dependencies);
  if (judged === undefined) return DONE;
  const opened = await openCase(judged, dependencies, { again: job.reason === ASKED, signal });
  if (opened === undefined) return DONE;

  const { gate, check } = opened;
  await check.start();
  const files = await listPullRequestFiles(judged.github, nameOf(job));
  const found = await reviewChange(judged, { gate, files, signal }, dependencies);
  const review = await awaitApproval(found, judged, dependencies);

  signal.throwIfAborted();
  dependencies.stopwatch.begin('publish');
  const published = await publish(review, judged, { job, files, dependencies });
  if (published.outcome === 'moved') return judgeTheNewHead(job, published.head, check, dependencies);

  const steps = dependencies.stopwatch.steps();
  await dependencies.saveJudgement(judgementOf(judged, shownReview(review, judged), steps));
  await dependencies.saveExemptions(exemptionsOf(judged, review));
  const subject = subjectOf(judged, gate);
  await check.complete(describe(withNotes(review, published), { judged, subject, dependencies }));
  return DONE;
}

/** Undefined for a pull request that is not open. */
export async function readCase(
  job: PullRequestJob,
  { app, now, rememberState }: JudgingDependencies,
): Promise<Case | undefined> {
  const access = await app.ofRepository(job);
  const pullRequest = await readPullRequest(access.github, nameOf(job));
  const { state, author, headSha, baseRefName, baseTip, isDraft } = pullRequest;
  const isOpen = state === 'open';
  await rememberState({ repository: `${job.owner}/${job.repo}`, number: job.number, isOpen });
  if (!isOpen) return undefined;
  const startedAt = new Date(now());
  const { installation } = job;
  return {
    installation,
    ...nameOf(job),
    ...access,
    author,
    headSha,
    baseBranch: baseRefName,
    baseSha: baseTip,
    isDraft,
    startedAt,
  };
}

interface Publishing {
  readonly job: PullRequestJob;
  readonly files: readonly PullRequestFile[];
  readonly dependencies: JudgingDependencies;
}

function publish(review: Review, judged: Case, { job, files, dependencies }: Publishing): Promise<Published> {
  const publication = composePublication(shownReview(review, judged), {
    gate: GATE,
    files,
    maxComments: DEFAULT_MAX_COMMENTS,
    summaryMode: 'always',
    whereabouts: whereaboutsOf(judged, dependencies),
    version: dependencies.version,
  });
  return publishReview(judged.github, nameOf(job), publication);
}

function shownReview(review: Review, { isDraft }: Case): Review {
  return isDraft ? asDraft(review) : review;
}

/** Queued first: whatever becomes of the old head's check, the new head is judged. */
async function judgeTheNewHead(
  job: PullRequestJob,
  head: string,
  check: Check,
  { queue }: JudgingDependencies,
): Promise<Outcome> {
  await queue.enqueue([{ job, priority: 'normal' }]);
  await check.complete(describeSuperseded(head));
  return DONE;
}

/** What the conversation does not tell, the check has to. */
function withNotes(review: Review, published: Exclude<Published, { outcome: 'moved' }>): Review {
  if (published.outcome === 'read-only')
    return withNote(review, `Comments could not be written, or not all of them: ${published.reason}.`);
  if (published.refused === 0) return review;
  const comments = countOf(published.refused, 'comment');
  return withNote(
    review,
    `GitHub did not take ${comments}; the summary in the conversation tells what they would have said.`,
  );
}

function withNote(review: Review, note: string): Review {
  return { ...review, notes: [note, ...review.notes] };
}

interface Describing {
  readonly judged: Case;
  readonly subject: string;
  readonly dependencies: JudgingDependencies;
}

function describe(review: Review, { judged, subject, dependencies }: Describing): Completion {
  return describeReview(review, {
    judged: judged.isDraft ? 'draft' : 'pull-request',
    subject,
    whereabouts: whereaboutsOf(judged, dependencies),
    version: dependencies.version,
  });
}

function nameOf({ owner, repo, number }: PullRequestJob): PullRequestName {
  return { owner, repo, number };
}
