import { repositoriesOf } from '../state/installations.ts';
import type { Token } from '../state/model.ts';
import { ApiError } from './api-error.ts';
import { presentRepository } from './present-repository.ts';
import { type Answer, type ApiCall, authenticated, type PlainRoute, page } from './route.ts';

/** What an installation asks about itself, by its token. */
export const installationRoutes: readonly PlainRoute[] = [
  { operation: 'GET /installation/repositories', handle: listRepositories },
  { operation: 'DELETE /installation/token', handle: revokeToken },
];

function listRepositories(call: ApiCall): Answer {
  const { reach } = tokenOfInstallation(call);
  const all = repositoriesOf(call.world, reach.installation);
  const own = all.filter((repository) => reach.only === undefined || reach.only.has(repository));
  return page(
    call,
    own.map((repository) => presentRepository(call.urls, repository)),
    (repositories) => ({
      total_count: own.length,
      repository_selection: reach.installation.repositories === 'all' ? 'all' : 'selected',
      repositories,
    }),
  );
}

type InstallationToken = Token & { readonly reach: { readonly kind: 'installation' } };

function tokenOfInstallation(call: ApiCall): InstallationToken {
  const token = authenticated(call);
  if (!isOfInstallation(token)) {
    throw new ApiError(
      403,
      'You must authenticate with an installation access token in order to list repositories for an installation.',
    );
  }
  return token;
}

function isOfInstallation(token: Token): token is InstallationToken {
  return token.reach.kind === 'installation';
}

function revokeToken(call: ApiCall): Answer {
  call.world.tokens.delete(tokenOfInstallation(call).text);
  return { status: 204 };
}
