import type { RepositoryState, Token } from '../state/model.ts';
import { demandAccess } from './access.ts';
import { ApiError, notFound } from './api-error.ts';
import { archiveRoutes } from './archives.ts';
import { checkRunRoutes } from './check-runs.ts';
import { codeScanningRoutes } from './code-scanning.ts';
import { collaboratorRoutes } from './collaborators.ts';
import { RouteTable } from './find-route.ts';
import { gitDataRoutes } from './git-data.ts';
import { issueCommentRoutes } from './issue-comments.ts';
import { mergeRoutes } from './merging.ts';
import { presentFullRepository } from './present-repository.ts';
import { pullRoutes } from './pulls.ts';
import { reactionRoutes } from './reactions.ts';
import { reviewCommentRoutes } from './review-comments.ts';
import { reviewRoutes } from './reviews.ts';
import type { Answer, ApiCall, Route } from './route.ts';
import { ruleRoutes } from './rules.ts';
import { statusRoutes } from './statuses.ts';

const repositoryRoutes: readonly Route[] = [
  {
    operation: 'GET /repos/{owner}/{repo}',
    scopes: ['metadata'],
    handle: ({ urls, repository }) => ({ status: 200, body: presentFullRepository(urls, repository) }),
  },
  ...archiveRoutes,
  ...checkRunRoutes,
  ...codeScanningRoutes,
  ...collaboratorRoutes,
  ...gitDataRoutes,
  ...issueCommentRoutes,
  ...mergeRoutes,
  ...pullRoutes,
  ...reactionRoutes,
  ...reviewCommentRoutes,
  ...reviewRoutes,
  ...ruleRoutes,
  ...statusRoutes,
];

/** All that the twin itself answers about a repository. */
export const ROUTES = new RouteTable(repositoryRoutes);

export type RestCall = Omit<ApiCall, 'parameters'> & { readonly method: string; readonly path: string };

/** The answer to a REST call about a repository of the twin; undefined for what it knows nothing of. */
export function answerCall(call: RestCall): Answer | undefined {
  const found = ROUTES.find(call.method, call.path);
  if (found === undefined) return undefined;
  const { owner, repo } = found.parameters;
  const repository = call.world.repositories.get(`${owner}/${repo}`.toLowerCase());
  return refusable(() => {
    const place = checked(repository, call.token, found.route, call.method);
    return found.route.handle({ ...call, parameters: found.parameters, repository: place });
  });
}

function checked(repository: RepositoryState | undefined, token: Token | undefined, route: Route, method: string) {
  if (repository === undefined) throw notFound();
  demandAccess(token, repository, route.scopes, method === 'GET' ? 'read' : 'write');
  return repository;
}

/** The refusals of the API are thrown; everything else that is thrown is a fault of the twin. */
export function refusable(answer: () => Answer): Answer {
  try {
    return answer();
  } catch (error) {
    if (error instanceof ApiError) return { status: error.status, body: error.body };
    throw error;
  }
}
