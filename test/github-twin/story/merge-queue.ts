import { readCommit, writeCommit } from '../git/commits.ts';
import { finish, refusalOf, testMerge } from '../state/merge.ts';
import type { PullState } from '../state/model.ts';
import { resolveCommit, setRef } from '../state/refs.ts';
import type { MergeGroup } from '../twin.ts';
import type { Story } from './context.ts';
import { mergeGroupPayload } from './payload.ts';

/** Puts a pull request into the merge queue of its base branch, alone. */
export function enterMergeQueue(story: Story, pull: PullState): MergeGroup {
  const { repository, number, baseBranch } = pull;
  const { objects } = repository.network;
  const baseSha = resolveCommit(repository, baseBranch);
  const merged = testMerge(pull);
  if (merged === undefined) throw new Error(`pull request ${number} conflicts with ${baseBranch}: no queue takes it`);
  const headSha = writeCommit(objects, { ...readCommit(objects, merged), message: `Merge pull request #${number}` });
  const headRef = `refs/heads/gh-readonly-queue/${baseBranch}/pr-${number}-${baseSha}`;
  setRef(repository, headRef, headSha);
  pull.inMergeQueue = true;
  const commit = { headSha, headRef, baseSha, baseRef: `refs/heads/${baseBranch}` };
  return { ...commit, payload: mergeGroupPayload(story, pull, commit), land: () => land(story, pull, headSha) };
}

function land({ world }: Story, pull: PullState, headSha: string) {
  const { repository, baseBranch } = pull;
  const refusal = refusalOf(repository, baseBranch, headSha);
  if (refusal !== undefined) return { status: 405, message: refusal };
  pull.inMergeQueue = false;
  finish(world, pull, { by: repository.owner, baseTip: resolveCommit(repository, baseBranch), commit: headSha });
  return { status: 200, message: 'Pull Request successfully merged' };
}
