import { TidewaiterError } from '../../src/errors/tidewaiter-error.ts';
import { type CheckPlace, findCheck, openCheck, type StandingCheck } from '../checks/check.ts';
import { describeFailure, type Failure } from '../checks/describe-failure.ts';
import { ASKED } from '../queue/job.ts';
import { type Case, checkPlaceOf, subjectOf } from './case.ts';
import type { JudgingDependencies } from './dependencies.ts';
import { type MergeGroupJob, readMergeGroup } from './judge-merge-group.ts';
import { type PullRequestJob, readCase } from './judge-pull-request.ts';
import { failedJudgement } from './judgement-of.ts';

/**
 * Ends a judgement that failed each time in a red check that says why. Throws where GitHub does not take even that: then it has to be tried
 * again, for as long as it takes.
 */
export async function giveUpJudging(
  job: PullRequestJob | MergeGroupJob,
  failure: Failure,
  dependencies: JudgingDependencies,
): Promise<void> {
  const found = await find(job, dependencies);
  if (found === undefined) return;
  const { judged, place, standing } = found;
  if (await isSettled(job, found, dependencies)) return;

  await dependencies.saveJudgement(failedJudgement(judged, failure.reason, failure.steps));
  const check = await openCheck(judged.github, place, standing);
  await check.complete(describeFailure(failure, judged.number === undefined ? 'merge-group' : 'pull-request'));
}

interface Found {
  readonly judged: Case;
  readonly place: CheckPlace;
  readonly standing: StandingCheck | undefined;
}

/** Undefined where there is nothing left that a check could stand at. */
async function find(
  job: PullRequestJob | MergeGroupJob,
  dependencies: JudgingDependencies,
): Promise<Found | undefined> {
  try {
    const judged = await readJob(job, dependencies);
    if (judged === undefined) return undefined;
    const place = checkPlaceOf(judged, dependencies);
    return { judged, place, standing: await findCheck(judged.github, place) };
  } catch (error) {
    if (!(error instanceof TidewaiterError) || !GONE.has(error.code)) throw error;
    const { owner, repo, kind } = job;
    dependencies.log.warn('given up, and nobody is left to tell', { repository: `${owner}/${repo}`, job: kind, error });
    return undefined;
  }
}

function readJob(job: PullRequestJob | MergeGroupJob, dependencies: JudgingDependencies): Promise<Case | undefined> {
  return job.kind === 'judge-pull-request' ? readCase(job, dependencies) : readMergeGroup(job, dependencies);
}

/** The repository, the pull request, its base branch or its commit (422); or our leave to look at them. */
const GONE: ReadonlySet<TidewaiterError['code']> = new Set([
  'github/not-found',
  'github/refused',
  'github/forbidden',
  'git/unknown-revision',
]);

/** Whether nobody wants a check where there is none, or a later job has had more luck. */
async function isSettled(
  job: PullRequestJob | MergeGroupJob,
  { judged, standing }: Found,
  { findConfiguration }: JudgingDependencies,
): Promise<boolean> {
  // What is open is ours to end.
  if (standing?.isCompleted === false) return false;
  const { github, installation, owner, repo, baseSha } = judged;
  try {
    const gate = await findConfiguration(github, { installation, owner, repo, baseTip: baseSha });
    if (standing === undefined) return gate === undefined;
    return standing.subject === subjectOf(judged, gate) && (gate === undefined || isAnswer(standing, job));
  } catch (error) {
    if (!(error instanceof TidewaiterError) || !LASTING.has(error.code)) throw error;
    // It will not be known later either: a check that nobody wants does less harm than none where one is required.
    return false;
  }
}

const LASTING: ReadonlySet<TidewaiterError['code']> = new Set([...GONE, 'github/too-large', 'github/malformed']);

/** What was there before somebody asked is none. */
function isAnswer({ completedAt = '' }: StandingCheck, job: PullRequestJob | MergeGroupJob): boolean {
  if (job.kind === 'judge-merge-group' || job.reason !== ASKED) return true;
  return Date.parse(completedAt) - Date.parse(job.askedAt ?? '') > CLOCKS_DIFFER_MS;
}

/** One is GitHub's, the other ours. So soon after somebody asked no job has had its last try. */
const CLOCKS_DIFFER_MS = 60_000;
