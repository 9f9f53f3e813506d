import { requestReview } from '../state/pulls.ts';
import { ApiError } from './api-error.ts';
import { presentPull } from './present-pull.ts';
import { pullOf } from './pulls.ts';
import { type Answer, actorOf, type RepositoryCall, type Route, textOf } from './route.ts';

const REVIEWERS = '/repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers';

export const requestedReviewerRoutes: readonly Route[] = [
  { operation: `POST ${REVIEWERS}`, scopes: ['pull-requests'], handle: request },
];

/** Asks people to review. Only collaborators can be asked, and never the author; one that cannot be, and nobody is. */
function request(call: RepositoryCall): Answer {
  const { world, repository, body, urls } = call;
  const pull = pullOf(call);
  const logins = Array.isArray(body.reviewers) ? body.reviewers.map((login) => textOf(login) ?? '') : [];
  for (const login of logins) {
    if (login.toLowerCase() === pull.author.login.toLowerCase()) {
      throw new ApiError(422, 'Review cannot be requested from pull request author.');
    }
    if (!repository.collaborators.has(login.toLowerCase())) {
      const words = 'Reviews may only be requested from collaborators.';
      throw new ApiError(422, `${words} One or more of the users or teams you specified is not a collaborator.`);
    }
  }
  for (const login of logins) requestReview(world, pull, world.user(login), actorOf(call));
  return { status: 201, body: presentPull(urls, pull) };
}
