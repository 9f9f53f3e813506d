import { covers } from '../state/installations.ts';
import type { RepositoryState, Token, User } from '../state/model.ts';
import { fullNameOf } from '../state/refs.ts';
import type { Role, Scope } from '../twin.ts';
import { ApiError, notForIntegration, notFound } from './api-error.ts';

export type Wish = 'read' | 'write';

/** Throws what GitHub answers when a token may not do this here. */
export function demandAccess(
  token: Token | undefined,
  repository: RepositoryState,
  scopes: readonly Scope[],
  wish: Wish,
): void {
  if (!maySee(token, repository)) throw notFound();
  if (wish === 'read') {
    if (!mayRead(token, repository, scopes)) throw notForIntegration();
    return;
  }
  if (token === undefined) throw new ApiError(401, 'Requires authentication');
  if (!mayWrite(token, repository, scopes)) throw notForIntegration();
}

export function maySee(token: Token | undefined, repository: RepositoryState): boolean {
  if (!repository.isPrivate) return true;
  return token !== undefined && reaches(token, repository) && roleOf(token, repository) !== undefined;
}

export function mayRead(token: Token | undefined, repository: RepositoryState, scopes: readonly Scope[]): boolean {
  return maySee(token, repository) && (!repository.isPrivate || grants(token, scopes, 'read'));
}

export function mayWrite(token: Token, repository: RepositoryState, scopes: readonly Scope[]): boolean {
  if (!reaches(token, repository) || !grants(token, scopes, 'write')) return false;
  // Anybody may take part in the conversation of what they see.
  const isTalk = scopes.includes('issues') || scopes.includes('pull-requests');
  return isTalk || mayPush(roleOf(token, repository));
}

/** Whether a token may change or remove what somebody wrote: authors may, and whoever may write to the repository. */
export function mayModerate(token: Token, repository: RepositoryState, author: User): boolean {
  return author === token.actor || mayPush(roleOf(token, repository));
}

export function mayPush(role: Role | undefined): boolean {
  return role === 'admin' || role === 'maintain' || role === 'write';
}

/** Whether a repository is among those that the token is for. */
export function reaches({ reach }: Token, repository: RepositoryState): boolean {
  switch (reach.kind) {
    case 'owner':
      return true;
    case 'repository':
      return reach.fullName.toLowerCase() === fullNameOf(repository).toLowerCase();
    case 'installation':
      return covers(reach.installation, repository) && (reach.only === undefined || reach.only.has(repository));
    case 'user-of-app':
      return reach.app.registration.installations.some((other) => covers(other, repository));
  }
}

function grants(token: Token | undefined, scopes: readonly Scope[], wish: Wish): boolean {
  if (token === undefined) return false;
  const { permissions } = token;
  if (permissions === undefined) return true;
  return scopes.some((scope) => {
    const granted = scope === 'metadata' ? 'read' : permissions[scope];
    return granted === 'write' || granted === wish;
  });
}

export function roleOf(token: Token, repository: RepositoryState): Role | undefined {
  // An App's own token goes as far as its permissions; one that a user has from an App no further than the user.
  return token.actor.type === 'Bot' ? 'admin' : repository.collaborators.get(token.actor.login.toLowerCase());
}
