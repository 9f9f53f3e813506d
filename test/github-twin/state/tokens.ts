import { randomUUID } from 'node:crypto';
import type { TokenOptions } from '../twin.ts';
import type { World } from './world.ts';

/** Tokens of Apps begin with `ghs_`, and how long they are is nobody's business. */
export function issueToken(world: World, options: TokenOptions): string {
  const text = `${'app' in options ? 'ghs' : 'ghp'}_${randomUUID().replaceAll('-', '')}`;
  const actor =
    'app' in options
      ? { app: world.app(options.app), actor: world.app(options.app).bot }
      : { actor: world.user(options.login) };
  world.tokens.set(text, {
    text,
    ...actor,
    ...(options.permissions === undefined ? {} : { permissions: options.permissions }),
    ...(options.repository === undefined ? {} : { repository: options.repository }),
  });
  return text;
}
