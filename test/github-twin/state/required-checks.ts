import type { RequiredCheck } from '../twin.ts';
import { latestRuns } from './checks.ts';
import type { CheckRunState, RepositoryState, StatusState } from './model.ts';

export interface Requirements {
  readonly total: number;
  /** GitHub's sentence for each required check that does not let a merge pass. */
  readonly unmet: readonly string[];
}

/** Which required checks of a branch a commit does not meet. */
export function requirementsOf(repository: RepositoryState, branch: string, sha: string): Requirements {
  const checks = repository.requiredChecks.get(branch)?.checks ?? [];
  return { total: checks.length, unmet: checks.flatMap((check) => unmetCheck(repository, sha, check)) };
}

function unmetCheck(repository: RepositoryState, sha: string, { context, app }: RequiredCheck): readonly string[] {
  const all: readonly Report[] = [
    ...latestRuns(repository, sha)
      .filter((run) => run.name === context)
      .map((run) => ({ source: run.suite.app.slug, verdict: verdictOf(run) })),
    ...latestStatus(repository, sha, context).map((status) => ({
      source: status.app?.slug,
      verdict: verdictOfStatus(status.state),
    })),
  ];
  const counting = all.filter((report) => app === undefined || report.source === app);
  if (all.length === 0) return [`Required status check "${context}" is expected.`];
  if (counting.length === 0) return [`Required status check "${context}" was not set by the expected GitHub App.`];
  // Where a check run and a status have the same name, both are required.
  if (counting.some(({ verdict }) => verdict === 'failing')) return [`Required status check "${context}" is failing.`];
  if (counting.some(({ verdict }) => verdict === 'pending'))
    return [`Required status check "${context}" is in progress.`];
  return [];
}

interface Report {
  readonly source: string | undefined;
  readonly verdict: 'passing' | 'pending' | 'failing';
}

const PASSING: readonly string[] = ['success', 'neutral', 'skipped'];

function verdictOf({ progress }: CheckRunState): Report['verdict'] {
  if (progress.status !== 'completed') return 'pending';
  return PASSING.includes(progress.conclusion) ? 'passing' : 'failing';
}

function latestStatus(repository: RepositoryState, sha: string, context: string): readonly StatusState[] {
  const latest = repository.statuses.findLast((status) => status.sha === sha && status.context === context);
  return latest === undefined ? [] : [latest];
}

function verdictOfStatus(state: StatusState['state']): Report['verdict'] {
  if (state === 'success') return 'passing';
  return state === 'pending' ? 'pending' : 'failing';
}
