import type { GitHub } from '../../src/github/client.ts';
import { checkName, findCheck } from '../checks/check.ts';
import { listOpenPullRequests, type OpenPullRequest } from '../github/list-open-pull-requests.ts';
import { isOfDraft } from '../judging/case.ts';
import type { RepositoryOfInstallation } from '../queue/job.ts';
import { readSettled, rememberAllOpen, rememberSettled } from '../store/open-pull-requests.ts';
import { latestJudgementOfHead } from '../store/read-judgements.ts';
import type { SweepDependencies } from './dependencies.ts';

/**
 * The numbers of a repository's open pull requests that are to be judged. A check that was found to be completed is not asked for again, by
 * whichever process, until the pull request changes or is judged once more.
 */
export async function findLeftBehind(
  github: GitHub,
  { owner, repo }: RepositoryOfInstallation,
  dependencies: SweepDependencies & { readonly since: Date },
  signal: AbortSignal,
): Promise<readonly number[]> {
  const { database, since } = dependencies;
  const repository = `${owner}/${repo}`;
  const open = await listOpenPullRequests(github, { owner, repo });
  const numbers = open.map(({ number }) => number);
  await rememberAllOpen(database, repository, { numbers, since });
  const settled = await readSettled(database, repository);
  const left: number[] = [];
  for (const pullRequest of open) {
    if (signal.aborted) break;
    const { number } = pullRequest;
    const state = stateOf(pullRequest);
    if (settled.get(number) === state || (await wasSkipped(repository, pullRequest, dependencies))) continue;
    if (await hasCheck(github, { owner, repo, ...pullRequest }, dependencies))
      await rememberSettled(database, { repository, number, settled: state });
    else left.push(number);
  }
  return left;
}

/** What a check is of: where any of it changes, there has to be another. */
function stateOf({ headSha, baseBranch, isDraft }: OpenPullRequest): string {
  return [headSha, isDraft ? 'draft' : 'ready', baseBranch].join(' ');
}

/** What was skipped is asked about again once a day: its owner may have got a configuration that no delivery to the repository tells of. */
async function wasSkipped(
  repository: string,
  { headSha, baseBranch }: OpenPullRequest,
  { database, now }: SweepDependencies,
): Promise<boolean> {
  const latest = await latestJudgementOfHead(database, { repository, headSha, baseBranch });
  return latest?.outcome.kind === 'skipped' && now() - latest.startedAt.getTime() < SKIPPED_MS;
}

const SKIPPED_MS = 24 * 60 * 60 * 1000;

/** One that was cancelled tells nothing of its commit, and one of a draft nothing of what is ready. */
async function hasCheck(
  github: GitHub,
  { owner, repo, headSha, baseBranch, isDraft }: OpenPullRequest & { readonly owner: string; readonly repo: string },
  { app }: SweepDependencies,
): Promise<boolean> {
  const name = checkName(baseBranch);
  const check = await findCheck(github, { owner, repo, app: app.id, headSha, name, detailsUrl: undefined });
  if (!check?.isCompleted || check.isCancelled) return false;
  return isDraft || !isOfDraft(check.subject);
}
