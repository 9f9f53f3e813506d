import { generateKeyPairSync, randomUUID } from 'node:crypto';
import type { InstalledApp, Permissions, TokenOptions } from '../twin.ts';
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

/** Registers an App with a key of its own, and installs it for all repositories of an account. */
export function installApp(world: World, slug: string, account: string, permissions: Permissions): InstalledApp {
  const app = world.app(slug);
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  const installationId = world.nextId();
  world.installedApps.push({ app, account: world.user(account).login, permissions, installationId, privateKey });
  return { id: app.id, installationId, privateKey };
}
