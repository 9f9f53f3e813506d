import type { FileDiff } from '../git/diff.ts';
import type { PullState } from './model.ts';
import { resolveCommit } from './refs.ts';

/** The tip of the base branch; of a closed pull request, what it was when it was closed. */
export function baseTipOf(pull: PullState): string {
  return pull.progress.state === 'open' ? resolveCommit(pull.repository, pull.baseBranch) : pull.progress.baseTip;
}

export function mergeBaseOf(pull: PullState, head: string = pull.headSha): string {
  const base = baseTipOf(pull);
  return pull.repository.network.history.mergeBase(base, head) ?? base;
}

/** The files of the pull request, as its page shows them: from the merge base to the head. */
export function diffOf(pull: PullState, head: string = pull.headSha): readonly FileDiff[] {
  return pull.repository.network.diffs.between(mergeBaseOf(pull, head), head);
}
