import type { Token } from '../state/model.ts';
import type { World } from '../state/world.ts';
import { ApiError } from './api-error.ts';

/** The token of this text, where it is good still. */
export function findToken(world: World, text: string): Token {
  const token = world.tokens.get(text);
  const isOver = token?.expiresAt !== undefined && token.expiresAt <= Date.now();
  if (token === undefined || isOver) throw new ApiError(401, 'Bad credentials');
  if (token.reach.kind === 'installation' && token.reach.installation.suspension !== undefined) throw suspended();
  return token;
}

export function suspended(): ApiError {
  return new ApiError(403, 'This installation has been suspended');
}
