import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import type { Permissions, WebhookEvent } from '../apps.ts';
import type { AppKey, RegisteredApp, Registration, User } from './model.ts';
import type { World } from './world.ts';

export interface AppStart {
  readonly owner: User;
  readonly name: string;
  readonly permissions: Permissions;
  readonly events: readonly WebhookEvent[];
  readonly callbackUrls: readonly string[];
}

/** Registers an App, as the form of its settings does. */
export function registerApp(world: World, slug: string, start: AppStart): RegisteredApp {
  const app = world.app(slug);
  if (app.registration !== undefined) throw new Error(`there is an App ${slug} already`);
  const registration: Registration = {
    ...start,
    createdAt: world.now(),
    clientId: `Iv23li${randomBytes(7).toString('hex')}`,
    clientSecret: randomBytes(20).toString('hex'),
    installations: [],
    keys: [],
    hookId: world.nextId(),
    webhook: undefined,
  };
  return Object.assign(app, { registration });
}

export function addKey(world: World, { registration }: RegisteredApp): AppKey {
  const number = world.nextKey();
  const key = KEYS[number] ?? makeKey();
  KEYS[number] = key;
  registration.keys = [...registration.keys, key];
  return key;
}

/** To make one takes longer than most of what is tested: each world has the same ones, and none of them twice. */
const KEYS: AppKey[] = [];

function makeKey(): AppKey {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

export function revokeKeysBut({ registration }: RegisteredApp, privateKeys: readonly string[]): void {
  registration.keys = registration.keys.filter(({ privateKey }) => privateKeys.includes(privateKey));
}

/** Where deliveries go. GitHub tries an address that is the first with a ping. */
export function setWebhook(world: World, app: RegisteredApp, webhook: NonNullable<Registration['webhook']>): void {
  const isFirst = app.registration.webhook === undefined;
  app.registration.webhook = webhook;
  if (isFirst) world.tell({ event: 'ping', app, sender: app.registration.owner });
}
