import { presentFullPull } from '../rest/present-pull.ts';
import { presentRepository, presentUser } from '../rest/present-repository.ts';
import type { PullState } from '../state/model.ts';
import type { Payload } from '../twin.ts';
import type { Story } from './context.ts';

/** A `pull_request` event as a workflow finds it in GITHUB_EVENT_PATH. */
export function pullRequestPayload({ urls }: Story, pull: PullState, action: string): Payload {
  const [before, after] = pull.heads.slice(-2);
  return {
    action,
    number: pull.number,
    ...(action === 'synchronize' ? { before, after } : {}),
    ...(action === 'edited' ? { changes: {} } : {}),
    pull_request: presentFullPull(urls, pull),
    repository: presentRepository(urls, pull.repository),
    sender: presentUser(urls, pull.author),
  };
}

export interface QueuedCommit {
  readonly headSha: string;
  readonly headRef: string;
  readonly baseSha: string;
  readonly baseRef: string;
}

/** A `merge_group` event. */
export function mergeGroupPayload({ urls }: Story, { repository }: PullState, commit: QueuedCommit): Payload {
  return {
    action: 'checks_requested',
    merge_group: {
      head_sha: commit.headSha,
      head_ref: commit.headRef,
      base_sha: commit.baseSha,
      base_ref: commit.baseRef,
      head_commit: { id: commit.headSha },
    },
    repository: presentRepository(urls, repository),
    sender: presentUser(urls, repository.owner),
  };
}
