import { checkAnswer, checkRequest, documentationOf } from '../contract/guard.ts';
import { demandAccess } from './access.ts';
import { notFound } from './api-error.ts';
import { appManifestRoutes } from './app-manifests.ts';
import { appRoutes } from './apps.ts';
import { archiveRoutes } from './archives.ts';
import { checkRunRoutes } from './check-runs.ts';
import { codeScanningRoutes } from './code-scanning.ts';
import { collaboratorRoutes } from './collaborators.ts';
import { contentsRoutes } from './contents.ts';
import { type FoundRoute, RouteTable } from './find-route.ts';
import { gitDataRoutes } from './git-data.ts';
import { gitWritingRoutes } from './git-writing.ts';
import { hookDeliveryRoutes } from './hook-deliveries.ts';
import { installationRoutes } from './installations.ts';
import { issueCommentRoutes } from './issue-comments.ts';
import { mergeRoutes } from './merging.ts';
import { presentFullRepository } from './present-repository.ts';
import { pullRoutes } from './pulls.ts';
import { reactionRoutes } from './reactions.ts';
import { refRoutes } from './refs.ts';
import { refusable } from './refusable.ts';
import { requestedReviewerRoutes } from './requested-reviewers.ts';
import { reviewCommentRoutes } from './review-comments.ts';
import { reviewRoutes } from './reviews.ts';
import type { Answer, ApiCall, PlainRoute, Route } from './route.ts';
import { ruleRoutes } from './rules.ts';
import { statusRoutes } from './statuses.ts';
import { userRoutes } from './users.ts';

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
  ...contentsRoutes,
  ...gitDataRoutes,
  ...gitWritingRoutes,
  ...refRoutes,
  ...issueCommentRoutes,
  ...mergeRoutes,
  ...pullRoutes,
  ...reactionRoutes,
  ...requestedReviewerRoutes,
  ...reviewCommentRoutes,
  ...reviewRoutes,
  ...ruleRoutes,
  ...statusRoutes,
];

const routes: readonly PlainRoute[] = [
  ...appManifestRoutes,
  ...appRoutes,
  ...installationRoutes,
  ...hookDeliveryRoutes,
  ...userRoutes,
  ...repositoryRoutes.map(onRepository),
];

/** Finds the repository that a path names, and sees whether the token may do this there. */
function onRepository({ operation, scopes, handle }: Route): PlainRoute {
  const wish = operation.startsWith('GET ') ? 'read' : 'write';
  return {
    operation,
    handle: (call) => {
      const { owner, repo } = call.parameters;
      const repository = call.world.repositories.get(`${owner}/${repo}`.toLowerCase());
      if (repository === undefined) throw notFound();
      demandAccess(call.token, repository, scopes, wish);
      return handle({ ...call, repository });
    },
  };
}

/** All that the twin itself answers. */
export const ROUTES = new RouteTable(routes);

/** Their names, as GitHub documents them. */
export const OPERATIONS: readonly string[] = routes.map((route) => route.operation);

export interface CheckedAnswer {
  readonly answer: Answer;
  /** Where the request or the answer is not as GitHub describes them. A request that is not is not carried out. */
  readonly problems: readonly string[];
}

/** Answers a call that has a route, and holds both to GitHub's own description. */
export function answerCall(call: Omit<ApiCall, 'parameters'>, { route, parameters }: FoundRoute): CheckedAnswer {
  const { operation } = route;
  const refusedFor = checkRequest(operation, call);
  if (refusedFor.length > 0) return broken(refusedFor);
  const answer = documented(
    operation,
    refusable(() => route.handle({ ...call, parameters })),
  );
  const problems = 'bytes' in answer ? [] : checkAnswer(operation, answer.status, answer.body);
  return problems.length > 0 ? broken(problems) : { answer, problems };
}

function broken(problems: readonly string[]): CheckedAnswer {
  const message = `not as GitHub's description has it: ${problems.join('; ')}`;
  return { answer: { status: 500, body: { message } }, problems };
}

/** A refusal names the page about its operation. */
function documented(operation: string, answer: Answer): Answer {
  const url = documentationOf(operation);
  if (answer.status < 400 || url === undefined || !('body' in answer)) return answer;
  return { ...answer, body: { ...Object(answer.body), documentation_url: url } };
}
