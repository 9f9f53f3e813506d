import { readCommit, writeCommit } from '../git/commits.ts';
import type { MergeAttempt } from '../twin.ts';
import { moveBranch, signatureOf } from './branches.ts';
import type { PullState, RepositoryState, User } from './model.ts';
import { resolveCommit, setRef } from './refs.ts';
import { requirementsOf } from './required-checks.ts';
import type { World } from './world.ts';

export interface MergeWish {
  readonly by: User;
  readonly method: 'merge' | 'squash';
  /** The head that whoever presses the button has seen. */
  readonly expectedHead?: string;
  readonly title?: string;
}

export type MergeOutcome =
  | { readonly outcome: 'merged'; readonly sha: string }
  | { readonly outcome: 'not-allowed'; readonly message: string }
  | { readonly outcome: 'head-moved' };

export function merge(world: World, pull: PullState, wish: MergeWish): MergeOutcome {
  const { repository, headSha, baseBranch, progress } = pull;
  if (wish.expectedHead !== undefined && wish.expectedHead !== headSha) return { outcome: 'head-moved' };
  if (progress.state !== 'open') return { outcome: 'not-allowed', message: 'Pull Request is not mergeable' };
  if (pull.isDraft) return { outcome: 'not-allowed', message: 'Pull Request is still a draft' };
  const refusal = refusalOf(repository, baseBranch, headSha);
  if (refusal !== undefined) return { outcome: 'not-allowed', message: refusal };
  const baseTip = resolveCommit(repository, baseBranch);
  const tree = repository.network.history.mergedTree(baseTip, headSha);
  if (tree === undefined) return { outcome: 'not-allowed', message: 'Pull Request is not mergeable' };
  const sha = writeCommit(repository.network.objects, {
    tree,
    parents: wish.method === 'merge' ? [baseTip, headSha] : [baseTip],
    author: signatureOf(world, wish.by.login),
    message:
      wish.title ?? `Merge pull request #${pull.number} from ${pull.head.repository.owner.login}/${pull.head.branch}`,
  });
  finish(world, pull, { by: wish.by, baseTip, commit: sha });
  return { outcome: 'merged', sha };
}

/** The outcome as the API tells it. */
export function tellOutcome(outcome: MergeOutcome): MergeAttempt {
  switch (outcome.outcome) {
    case 'merged':
      return { status: 200, message: 'Pull Request successfully merged' };
    case 'not-allowed':
      return { status: 405, message: outcome.message };
    case 'head-moved':
      return { status: 409, message: 'Head branch was modified. Review and try the merge again.' };
  }
}

/** Why branch protection or a ruleset does not let this commit into the branch, in GitHub's words. */
export function refusalOf(repository: RepositoryState, branch: string, sha: string): string | undefined {
  const { unmet, total } = requirementsOf(repository, branch, sha);
  const [first] = unmet;
  if (first === undefined) return undefined;
  const words = unmet.length === 1 ? first : `${unmet.length} of ${total} required status checks have not succeeded.`;
  const by = repository.requiredChecks.get(branch)?.by;
  return by === 'ruleset' ? `Repository rule violations found\n\n${words}\n\n` : words;
}

export function finish(
  world: World,
  pull: PullState,
  { by, baseTip, commit }: { readonly by: User; readonly baseTip: string; readonly commit: string },
): void {
  const at = world.now();
  pull.progress = { state: 'merged', at, baseTip, by, commit };
  pull.updatedAt = at;
  moveBranch(world, pull.repository, pull.baseBranch, commit, by);
  world.tell({ event: 'pull_request', action: 'closed', repository: pull.repository, sender: by, pull });
}

/** The commit of head merged into base that GitHub makes to try it, `refs/pull/N/merge`; undefined where they conflict. */
export function testMerge(pull: PullState): string | undefined {
  const { repository, headSha, number } = pull;
  const { objects, history } = repository.network;
  const baseTip = resolveCommit(repository, pull.baseBranch);
  const tree = history.mergedTree(baseTip, headSha);
  if (tree === undefined) return undefined;
  const sha = writeCommit(objects, {
    tree,
    parents: [baseTip, headSha],
    author: readCommit(objects, headSha).author,
    message: `Merge ${headSha} into ${baseTip}`,
  });
  setRef(repository, `refs/pull/${number}/merge`, sha);
  return sha;
}
