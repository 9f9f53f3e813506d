import { GitHubError } from '../../src/errors/tidewaiter-error.ts';
import { publishReview } from '../../src/github/publish-review.ts';
import { findConfigurationFile } from '../../src/policy/read-gate-configuration.ts';
import { openCheck, type StandingCheck } from '../checks/check.ts';
import { describeUnconfigured } from '../checks/describe-failure.ts';
import { type Case, checkPlaceOf, GATE, subjectOf } from './case.ts';
import type { JudgingDependencies } from './dependencies.ts';
import { withChange } from './review-change.ts';

/**
 * Takes back what stands at a commit where there is no configuration any more: comments go, and the check holds nobody up. A pull request cannot
 * do that to itself, for the configuration is the base branch's.
 */
export async function closeCase(
  judged: Case,
  standing: StandingCheck,
  dependencies: JudgingDependencies,
  signal: AbortSignal,
): Promise<void> {
  const subject = subjectOf(judged, undefined);
  if (standing.isCompleted && standing.subject === subject) return;
  await refuseIfConfigured(judged, dependencies, signal);

  const { github, owner, repo, number, headSha } = judged;
  const check = await openCheck(github, checkPlaceOf(judged, dependencies), standing);
  if (number !== undefined)
    await publishReview(
      github,
      { owner, repo, number },
      { gate: GATE, head: headSha, comments: [], summary: { mode: 'never', text: () => '' } },
    );
  await check.complete(describeUnconfigured(subject));
}

/** GitHub may not have yet what was pushed a moment ago, and answers then as if a file were not there: the commit itself does not err. */
async function refuseIfConfigured(judged: Case, dependencies: JudgingDependencies, signal: AbortSignal): Promise<void> {
  const found = await withChange(judged, { files: [], signal }, dependencies, async ({ base }) =>
    base ? findConfigurationFile(base.tip) : undefined,
  );
  if (found === undefined) return;
  const { owner, repo, baseSha } = judged;
  throw new GitHubError(
    `GitHub does not show ${found} of ${owner}/${repo}, which is there at ${baseSha.slice(0, 12)}`,
    {
      code: 'github/unavailable',
      remedy: 'Run it again later.',
    },
  );
}
