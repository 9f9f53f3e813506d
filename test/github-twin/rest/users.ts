import type { RegisteredApp, User } from '../state/model.ts';
import { reaches } from './access.ts';
import { ApiError, notForIntegration, notFound } from './api-error.ts';
import { presentRepository, presentUser } from './present-repository.ts';
import { presentRole } from './present-role.ts';
import { type Answer, type ApiCall, authenticated, type PlainRoute, page, textOf } from './route.ts';

/** What a user's token says of the user, and how an App gives it back. */
export const userRoutes: readonly PlainRoute[] = [
  { operation: 'GET /user', handle: getUser },
  { operation: 'GET /user/repos', handle: listRepositories },
  { operation: 'DELETE /applications/{client_id}/token', handle: revoke },
];

function getUser(call: ApiCall): Answer {
  const user = userOf(call);
  return { status: 200, body: presentProfile(call, user) };
}

function userOf(call: ApiCall): User {
  const { actor } = authenticated(call);
  if (actor.type === 'Bot') throw notForIntegration();
  return actor;
}

function presentProfile({ urls, world }: ApiCall, user: User) {
  const own = [...world.repositories.values()].filter(({ owner, isPrivate }) => owner === user && !isPrivate);
  return {
    ...presentUser(urls, user),
    user_view_type: 'public',
    name: user.login,
    company: null,
    blog: '',
    location: null,
    email: null,
    hireable: null,
    bio: null,
    twitter_username: null,
    public_repos: own.length,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
  };
}

/** Repositories that somebody has a role in; of those, where the token is of an App, that the App is installed on. */
function listRepositories(call: ApiCall): Answer {
  const user = userOf(call);
  const own = [...call.world.repositories.values()].filter(
    (repository) => repository.collaborators.has(user.login.toLowerCase()) && reaches(authenticated(call), repository),
  );
  return page(
    call,
    own.map((repository) => ({
      ...presentRepository(call.urls, repository),
      permissions: presentRole(repository.collaborators.get(user.login.toLowerCase())),
    })),
  );
}

/** An App, by its client's id and secret, ends a token that it got for a user. */
function revoke(call: ApiCall): Answer {
  const { world, parameters, body, authorization = '' } = call;
  const app = world.registeredApps().find(({ registration }) => registration.clientId === parameters.client_id);
  if (app === undefined || !isClient(app, authorization)) throw notFound();
  const text = textOf(body.access_token) ?? '';
  if (world.tokens.get(text)?.app !== app) throw new ApiError(422, 'Validation Failed');
  world.tokens.delete(text);
  return { status: 204 };
}

function isClient({ registration: { clientId, clientSecret } }: RegisteredApp, authorization: string): boolean {
  const expected = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
  return authorization.replace(/^basic /i, '') === expected;
}
