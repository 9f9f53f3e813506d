import type { StatusState } from '../state/model.ts';
import { findCommit } from '../state/refs.ts';
import { ApiError, validationFailed } from './api-error.ts';
import { nodeId, presentRepository, presentUser, repositoryPath } from './present-repository.ts';
import { type Answer, authenticated, page, type RepositoryCall, type Route, textOf } from './route.ts';

export const statusRoutes: readonly Route[] = [
  { operation: 'POST /repos/{owner}/{repo}/statuses/{sha}', scopes: ['statuses'], handle: create },
  { operation: 'GET /repos/{owner}/{repo}/commits/{ref}/status', scopes: ['statuses'], handle: getCombined },
];

const STATES: readonly StatusState['state'][] = ['error', 'failure', 'pending', 'success'];

function create(call: RepositoryCall): Answer {
  const { repository, world, body, parameters } = call;
  const sha = parameters.sha ?? '';
  if (findCommit(repository, sha) !== sha) throw new ApiError(422, `No commit found for SHA: ${sha}`);
  const state = STATES.find((known) => known === body.state);
  if (state === undefined) throw validationFailed('Status', { code: 'custom', field: 'state' });
  const { actor, app } = authenticated(call);
  const status: StatusState = {
    id: world.nextId(),
    sha,
    creator: actor,
    ...(app === undefined ? {} : { app }),
    context: textOf(body.context) ?? 'default',
    state,
    description: textOf(body.description) ?? null,
    targetUrl: textOf(body.target_url) ?? null,
    createdAt: world.now(),
  };
  repository.statuses.push(status);
  return { status: 201, body: { ...presentSimple(call, status), creator: presentUser(call.urls, actor) } };
}

function presentSimple({ urls, repository }: RepositoryCall, status: StatusState) {
  return {
    id: status.id,
    node_id: nodeId('SC', status.id),
    url: `${urls.api}${repositoryPath(repository)}/statuses/${status.sha}`,
    avatar_url: presentUser(urls, status.creator).avatar_url,
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    context: status.context,
    created_at: status.createdAt,
    updated_at: status.createdAt,
  };
}

/** The newest status of each context, and what they come to. */
function getCombined(call: RepositoryCall): Answer {
  const { repository, parameters, urls } = call;
  const sha = findCommit(repository, parameters.ref ?? '');
  if (sha === undefined) throw new ApiError(422, `No commit found for SHA: ${parameters.ref}`);
  const own = repository.statuses.filter((status) => status.sha === sha);
  const latest = [...new Map(own.map((status) => [status.context, status])).values()];
  const path = `${repositoryPath(repository)}/commits/${sha}`;
  return page(
    call,
    latest.map((status) => presentSimple(call, status)),
    (statuses) => ({
      state: combine(latest),
      statuses,
      sha,
      total_count: latest.length,
      repository: presentRepository(urls, repository),
      commit_url: `${urls.api}${path}`,
      url: `${urls.api}${path}/status`,
    }),
  );
}

function combine(statuses: readonly StatusState[]): string {
  const states = statuses.map((status) => status.state);
  if (states.includes('error') || states.includes('failure')) return 'failure';
  return states.length === 0 || states.includes('pending') ? 'pending' : 'success';
}
