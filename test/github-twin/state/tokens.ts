import { randomBytes, randomUUID } from 'node:crypto';
import type { Permissions } from '../apps.ts';
import type { TokenOptions } from '../twin.ts';
import type { Installation, RegisteredApp, RepositoryState, Token, User } from './model.ts';
import type { World } from './world.ts';

/** A token for a test, as if it had been asked for. */
export function issueToken(world: World, options: TokenOptions): string {
  const { repository } = options;
  const owner =
    'app' in options
      ? { app: world.app(options.app), actor: world.app(options.app).bot }
      : { actor: world.user(options.login) };
  return keep(world, {
    text: `${'app' in options ? 'ghs' : 'ghp'}_${randomUUID().replaceAll('-', '')}`,
    ...owner,
    reach: repository === undefined ? { kind: 'owner' } : { kind: 'repository', fullName: repository },
    ...(options.permissions === undefined ? {} : { permissions: options.permissions }),
  }).text;
}

function keep(world: World, token: Token): Token {
  world.tokens.set(token.text, token);
  return token;
}

const HOUR = 3_600_000;

export interface Narrowing {
  readonly permissions: Permissions;
  /** All that the installation has where undefined. */
  readonly only: ReadonlySet<RepositoryState> | undefined;
}

/** The token of an installation: for an hour, and as long as GitHub's have been since it put a JSON Web Token inside. */
export function issueInstallationToken(
  world: World,
  installation: Installation,
  { permissions, only }: Narrowing,
): Required<Token> {
  const { app } = installation;
  const parts = [randomBytes(27), randomBytes(120), randomBytes(64)].map((bytes) => bytes.toString('base64url'));
  const token = {
    text: `ghs_${app.id}_${parts.join('.')}`,
    actor: app.bot,
    app,
    permissions,
    reach: { kind: 'installation', installation, only } as const,
    expiresAt: Date.now() + HOUR,
  };
  keep(world, token);
  return token;
}

/** The token that an App gets for a user who signed in: it may what both of them may. */
export function issueUserToken(world: World, app: RegisteredApp, user: User): Token {
  return keep(world, {
    text: `ghu_${randomBytes(27).toString('base64url')}`,
    actor: user,
    app,
    permissions: app.registration.permissions,
    reach: { kind: 'user-of-app', app },
    expiresAt: Date.now() + 8 * HOUR,
  });
}

/** Every installation's token runs out. */
export function expireTokens(world: World): void {
  for (const [text, { reach }] of world.tokens) if (reach.kind === 'installation') world.tokens.delete(text);
}
