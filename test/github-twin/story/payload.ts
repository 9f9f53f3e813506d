import { presentMergeGroup } from '../rest/present-merge-group.ts';
import { presentFullPull } from '../rest/present-pull.ts';
import { presentRepository, presentUser } from '../rest/present-repository.ts';
import type { MergeGroupState, PullState } from '../state/model.ts';
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

/** A `merge_group` event. */
export function mergeGroupPayload({ urls }: Story, group: MergeGroupState): Payload {
  const { repository } = group.pull;
  return {
    action: 'checks_requested',
    merge_group: presentMergeGroup(group),
    repository: presentRepository(urls, repository),
    sender: presentUser(urls, repository.admin),
  };
}
