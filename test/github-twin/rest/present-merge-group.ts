import type { MergeGroupState } from '../state/model.ts';
import { presentHeadCommit } from './present-head-commit.ts';

/** What a queue's commit is, in webhooks and in what GitHub Actions writes to GITHUB_EVENT_PATH. */
export function presentMergeGroup({ pull, headSha, headRef, baseSha, baseRef }: MergeGroupState) {
  return {
    head_sha: headSha,
    head_ref: headRef,
    base_sha: baseSha,
    base_ref: baseRef,
    head_commit: presentHeadCommit(pull.repository, headSha),
  };
}
