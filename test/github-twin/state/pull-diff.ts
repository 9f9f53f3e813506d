import type { FileDiff } from '../git/diff.ts';
import type { Network, PullState } from './model.ts';
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
  return shownDiff(pull.repository.network, mergeBaseOf(pull, head), head);
}

/** A diff as GitHub shows it: without the patches that are too long, and without the rest once all are. */
export function shownDiff({ diffs, limits }: Network, before: string, after: string): readonly FileDiff[] {
  let lines = 0;
  let bytes = 0;
  return diffs.between(before, after).map((file) => {
    const { content } = file;
    if (content.kind !== 'text') return file;
    const ownLines = content.hunks.reduce((sum, hunk) => sum + hunk.lines.length, 0);
    const ownBytes = Buffer.byteLength(content.patch);
    const isTooLong =
      ownLines > limits.patchLines ||
      ownBytes > limits.patchBytes ||
      lines + ownLines > limits.diffLines ||
      bytes + ownBytes > limits.diffBytes;
    if (isTooLong) return { ...file, content: { kind: 'left-out' } };
    lines += ownLines;
    bytes += ownBytes;
    return file;
  });
}
