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
    if (repository.isPrivate && !grants(token, scopes, 'read')) throw notForIntegration();
    return;
  }
  if (token === undefined) throw new ApiError(401, 'Requires authentication');
  if (!mayWrite(token, repository, scopes)) throw notForIntegration();
}

export function maySee(token: Token | undefined, repository: RepositoryState): boolean {
  if (!repository.isPrivate) return true;
  return token !== undefined && belongs(token, repository) && roleOf(token, repository) !== undefined;
}

export function mayWrite(token: Token, repository: RepositoryState, scopes: readonly Scope[]): boolean {
  if (!belongs(token, repository) || !grants(token, scopes, 'write')) return false;
  // Anybody may take part in the conversation of what they see.
  const isTalk = scopes.includes('issues') || scopes.includes('pull-requests');
  const role = roleOf(token, repository);
  return isTalk || role === 'admin' || role === 'write';
}

/** Whether a token may change or remove what somebody wrote: authors may, and whoever may write to the repository. */
export function mayModerate(token: Token, repository: RepositoryState, author: User): boolean {
  const role = roleOf(token, repository);
  return author === token.actor || role === 'admin' || role === 'write';
}

function belongs(token: Token, repository: RepositoryState): boolean {
  return token.repository === undefined || token.repository.toLowerCase() === fullNameOf(repository).toLowerCase();
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

function roleOf(token: Token, repository: RepositoryState): Role | undefined {
  return token.app === undefined ? repository.collaborators.get(token.actor.login.toLowerCase()) : 'admin';
}
