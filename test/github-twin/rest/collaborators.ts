import { ApiError } from './api-error.ts';
import { presentUser } from './present-repository.ts';
import { presentRole } from './present-role.ts';
import type { Answer, RepositoryCall, Route } from './route.ts';

export const collaboratorRoutes: readonly Route[] = [
  {
    operation: 'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
    scopes: ['metadata'],
    handle: getPermission,
  },
];

function getPermission({ world, urls, repository, parameters }: RepositoryCall): Answer {
  const login = parameters.username ?? '';
  const user = world.findUser(login);
  if (user === undefined) throw new ApiError(404, `${login} is not a user`);
  // Everybody may read what is public.
  const own = repository.collaborators.get(login.toLowerCase());
  const role = own ?? (repository.isPrivate ? 'none' : 'read');
  const permissions = { ...presentRole(own), pull: role !== 'none' };
  return {
    status: 200,
    body: {
      permission: LEGACY[role] ?? role,
      role_name: role,
      user: { ...presentUser(urls, user), role_name: role, permissions },
    },
  };
}

/** Roles that came later are told as the nearest of those before. */
const LEGACY: Readonly<Record<string, string>> = { maintain: 'write', triage: 'read' };
