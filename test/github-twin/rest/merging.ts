import { merge, tellOutcome } from '../state/merge.ts';
import { ApiError } from './api-error.ts';
import { pullOf } from './pulls.ts';
import { type Answer, actorOf, type RepositoryCall, type Route, textOf } from './route.ts';

export const mergeRoutes: readonly Route[] = [
  { operation: 'PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge', scopes: ['contents'], handle: mergePull },
];

function mergePull(call: RepositoryCall): Answer {
  const method = textOf(call.body.merge_method) ?? 'merge';
  if (method !== 'merge' && method !== 'squash') {
    throw new ApiError(405, 'Rebase merges are not allowed on this repository.');
  }
  const expectedHead = textOf(call.body.sha);
  const title = textOf(call.body.commit_title);
  const outcome = merge(call.world, pullOf(call), {
    by: actorOf(call),
    method,
    ...(expectedHead === undefined ? {} : { expectedHead }),
    ...(title === undefined ? {} : { title }),
  });
  const { status, message } = tellOutcome(outcome);
  if (outcome.outcome !== 'merged') throw new ApiError(status, message);
  return { status, body: { sha: outcome.sha, merged: true, message } };
}
