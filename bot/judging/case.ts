import { addressesAtGitHub, type Whereabouts } from '../../src/report/whereabouts.ts';
import { type CheckPlace, checkName } from '../checks/check.ts';
import type { RepositoryAccess } from '../github/github-app.ts';
import type { RepositoryGate } from '../orders/order.ts';
import type { RepositoryOfInstallation } from '../queue/job.ts';
import type { JudgingDependencies } from './dependencies.ts';

/** The gate's name in the markers of its comments. Those of an Action with the same name have another author. */
export const GATE = 'tidewaiter';

/** What is to be judged: a commit that is to be merged into a branch. */
export interface Case extends RepositoryOfInstallation, RepositoryAccess {
  /** The pull request; absent for a merge group. */
  readonly number?: number;
  /** Of a merge group: the pull request whose turn in the queue it is. */
  readonly queuedNumber?: number;
  /** Who opened the pull request. */
  readonly author?: string;
  readonly headSha: string;
  readonly baseBranch: string;
  /** The commit that the branch is at: whose policies judge. */
  readonly baseSha: string;
  /** A draft is judged otherwise than what it is once it is ready. */
  readonly isDraft: boolean;
  readonly startedAt: Date;
}

export function checkPlaceOf(
  { owner, repo, number, queuedNumber = number, headSha, baseBranch }: Case,
  { app, addressOf }: Pick<JudgingDependencies, 'app' | 'addressOf'>,
): CheckPlace {
  const detailsUrl = addressOf({
    owner,
    repo,
    headSha,
    ...(queuedNumber === undefined ? {} : { number: queuedNumber }),
  });
  return { owner, repo, app: app.id, headSha, name: checkName(baseBranch), detailsUrl };
}

/**
 * What a judgement is of, in the `external_id` of its check: head and base; the pull request, for two of them may have the same head, and each
 * wants its review; and the owner's commit, for what an owner requires changes without the base.
 */
export function subjectOf({ headSha, baseSha, number, isDraft }: Case, gate: RepositoryGate | undefined): string {
  const pullRequest = number === undefined ? [] : [`#${number}`];
  return [headSha, baseSha, ...pullRequest, ...(isDraft ? ['draft'] : []), ...subjectOfGate(gate)].join('/');
}

/** Whether a judgement with this subject was of a draft, which never blocks. */
export function isOfDraft(subject: string): boolean {
  return subject.split('/').includes('draft');
}

function subjectOfGate(gate: RepositoryGate | undefined): readonly string[] {
  if (gate === undefined) return ['unconfigured'];
  const { files } = gate.owner;
  return typeof files === 'object' ? [`owner@${files.id}`] : [];
}

/** Where a reader finds the files. */
export function whereaboutsOf(
  { owner, repo, headSha, baseBranch, baseSha }: Case,
  { serverUrl }: Pick<JudgingDependencies, 'serverUrl'>,
): Whereabouts {
  const url = `${serverUrl}/${owner}/${repo}`;
  return { linkTo: addressesAtGitHub({ url, base: baseSha, head: headSha }), base: `origin/${baseBranch}` };
}
