import type { Permissions } from '../apps.ts';
import { repositoriesOf } from '../state/installations.ts';
import type { Installation, RegisteredApp, RepositoryState } from '../state/model.ts';
import { issueInstallationToken } from '../state/tokens.ts';
import { ApiError, notFound } from './api-error.ts';
import { suspended } from './find-token.ts';
import { verifyApp } from './json-web-token.ts';
import { presentApp, presentInstallation, presentPermissions } from './present-app.ts';
import { presentRepository } from './present-repository.ts';
import {
  type Answer,
  type ApiCall,
  numberOf,
  numberParameter,
  objectOf,
  type PlainRoute,
  page,
  textOf,
} from './route.ts';

const ONE = '/app/installations/{installation_id}';

/** What an App asks as itself, by a JSON Web Token. */
export const appRoutes: readonly PlainRoute[] = [
  { operation: 'GET /app', handle: getApp },
  { operation: 'GET /app/installations', handle: listInstallations },
  { operation: `GET ${ONE}`, handle: (call) => answerWith(call, installationOf(call)) },
  { operation: `POST ${ONE}/access_tokens`, handle: createToken },
  { operation: 'GET /repos/{owner}/{repo}/installation', handle: getInstallationOfRepository },
  { operation: 'GET /orgs/{org}/installation', handle: (call) => getInstallationOf(call, 'Organization', 'org') },
  { operation: 'GET /users/{username}/installation', handle: (call) => getInstallationOf(call, 'User', 'username') },
];

function getApp(call: ApiCall): Answer {
  const app = appOf(call);
  const { length } = app.registration.installations;
  return { status: 200, body: { ...presentApp(call.urls, app), installations_count: length } };
}

export function appOf({ world, authorization }: ApiCall): RegisteredApp {
  return verifyApp(world, authorization);
}

function listInstallations(call: ApiCall): Answer {
  const { installations } = appOf(call).registration;
  return page(
    call,
    installations.map((installation) => presentInstallation(call.urls, installation)),
  );
}

function answerWith({ urls }: ApiCall, installation: Installation | undefined): Answer {
  if (installation === undefined) throw notFound();
  return { status: 200, body: presentInstallation(urls, installation) };
}

function installationOf(call: ApiCall): Installation {
  const id = numberParameter(call, 'installation_id');
  const installation = appOf(call).registration.installations.find((other) => other.id === id);
  if (installation === undefined) throw notFound();
  return installation;
}

function getInstallationOfRepository(call: ApiCall): Answer {
  const { world, parameters } = call;
  const repository = world.repositories.get(`${parameters.owner}/${parameters.repo}`.toLowerCase());
  const { installations } = appOf(call).registration;
  if (repository === undefined) throw notFound();
  return answerWith(
    call,
    installations.find((installation) => repositoriesOf(world, installation).includes(repository)),
  );
}

function getInstallationOf(call: ApiCall, type: 'Organization' | 'User', parameter: string): Answer {
  const login = call.parameters[parameter]?.toLowerCase();
  const { installations } = appOf(call).registration;
  return answerWith(
    call,
    installations.find(({ account }) => account.type === type && account.login.toLowerCase() === login),
  );
}

/** A token for an hour, for no more than the installation has, and for less where the request says so. */
function createToken(call: ApiCall): Answer {
  const { world, urls } = call;
  const installation = installationOf(call);
  if (installation.suspension !== undefined) throw suspended();
  const only = wantedRepositories(call, installation);
  const narrowing = { permissions: wantedPermissions(call, installation), only };
  const { text, expiresAt, permissions } = issueInstallationToken(world, installation, narrowing);
  return {
    status: 201,
    body: {
      token: text,
      expires_at: new Date(expiresAt).toISOString().replace(/\.\d+/, ''),
      permissions: presentPermissions(permissions),
      repository_selection: only !== undefined || installation.repositories !== 'all' ? 'selected' : 'all',
      ...(only === undefined ? {} : { repositories: [...only].map((each) => presentRepository(urls, each)) }),
    },
  };
}

function wantedPermissions({ body }: ApiCall, { permissions }: Installation): Permissions {
  if (body.permissions === undefined) return permissions;
  const wanted = parsePermissions(objectOf(body.permissions));
  const granted: Readonly<Record<string, string>> = { ...permissions, metadata: 'read' };
  const isTooMuch = Object.entries(wanted).some(
    ([scope, wish]) => granted[scope] !== 'write' && granted[scope] !== wish,
  );
  if (isTooMuch) throw new ApiError(422, 'The permissions requested are not granted to this installation.');
  return wanted;
}

/** From `pull_requests` to `pull-requests`. */
export function parsePermissions(permissions: Readonly<Record<string, unknown>>): Permissions {
  return Object.fromEntries(
    Object.entries(permissions).map(([scope, wish]) => [
      scope.replaceAll('_', '-'),
      wish === 'write' ? ('write' as const) : ('read' as const),
    ]),
  );
}

function wantedRepositories(
  { world, body }: ApiCall,
  installation: Installation,
): ReadonlySet<RepositoryState> | undefined {
  const names = Array.isArray(body.repositories) ? body.repositories.map(textOf) : undefined;
  const ids = Array.isArray(body.repository_ids) ? body.repository_ids.map(numberOf) : undefined;
  if (names === undefined && ids === undefined) return undefined;
  const all = repositoriesOf(world, installation);
  const found = [
    ...(names ?? []).map((name) => all.find((repository) => repository.name.toLowerCase() === name?.toLowerCase())),
    ...(ids ?? []).map((id) => all.find((repository) => repository.id === id)),
  ];
  return new Set(found.map((repository) => repository ?? throwInaccessible()));
}

function throwInaccessible(): never {
  const words = 'There is at least one repository that does not exist or is not accessible to the parent installation.';
  throw new ApiError(422, words);
}
