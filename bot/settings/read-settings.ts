import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject } from '../../src/base/json.ts';
import { ConfigError } from '../../src/errors/tidewaiter-error.ts';
import { type Environment, SettingsReader } from './settings-reader.ts';

/** Everything that an operator may set. `docs/bot.md` has the table. */
export interface Settings {
  readonly credentials: Credentials;
  readonly server: ServerSettings;
  readonly github: { readonly serverUrl: string; readonly apiUrl: string };
  /** Undefined: PGlite in the data folder. */
  readonly databaseUrl: string | undefined;
  readonly role: Role;
  readonly dataFolder: string;
  readonly allowsCommits: boolean;
  readonly requiresFloor: boolean;
  readonly operators: readonly string[];
  readonly retentionDays: number;
  readonly mirrorBytes: number;
  readonly judgingSeconds: number;
  readonly drainMs: number;
  readonly logLevel: LogLevel;
}

export type Credentials =
  | ({ readonly kind: 'app' } & AppCredentials)
  /** Nothing is known yet: the set-up page is shown. */
  | { readonly kind: 'none' };

export interface AppCredentials {
  readonly appId: number;
  /** PEM; where GitHub does not take the first, the next is tried. */
  readonly privateKeys: readonly string[];
  /** Any of them may have signed a delivery. */
  readonly webhookSecrets: readonly string[];
  /** Undefined: nobody can sign in. */
  readonly oauth: { readonly clientId: string; readonly clientSecret: string } | undefined;
}

export interface ServerSettings {
  readonly host: string;
  readonly port: number;
  readonly internalPort: number;
  /** Without a slash at its end. */
  readonly publicUrl: string | undefined;
}

export const ROLES = ['web', 'worker', 'all'] as const;
export type Role = (typeof ROLES)[number];

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The file in the data folder that the set-up page writes credentials to: an object of settings by name. */
export const CREDENTIALS_FILE = 'credentials.json';

/**
 * Reads all settings, what the environment does not say from the file of the set-up page.
 *
 * @throws ConfigError that names every mistake with its remedy, and no value of a secret
 */
export function readSettings(environment: Environment = process.env, readFile = readText): Settings {
  const dataFolder = dataFolderOf(environment);
  const read = new SettingsReader(environment, readStored(join(dataFolder, CREDENTIALS_FILE), readFile), readFile);
  const serverUrl = read.url('GITHUB_SERVER_URL') ?? 'https://github.com';
  const databaseUrl = read.text('DATABASE_URL');
  const settings: Settings = {
    credentials: readCredentials(read, databaseUrl),
    server: {
      host: read.text('HOST') ?? '0.0.0.0',
      port: read.number('PORT', { least: 0, most: 65_535 }) ?? 3000,
      internalPort: read.number('TIDEWAITER_INTERNAL_PORT', { least: 0, most: 65_535 }) ?? 9090,
      publicUrl: read.url('TIDEWAITER_URL'),
    },
    github: { serverUrl, apiUrl: read.url('GITHUB_API_URL') ?? apiUrlOf(serverUrl) },
    databaseUrl,
    role: read.oneOf('TIDEWAITER_ROLE', ROLES) ?? 'all',
    dataFolder,
    allowsCommits: read.flag('TIDEWAITER_ALLOW_COMMITS') ?? false,
    requiresFloor: read.flag('TIDEWAITER_REQUIRE_FLOOR') ?? false,
    operators: read.list('TIDEWAITER_OPERATORS'),
    retentionDays: read.number('TIDEWAITER_RETENTION_DAYS', { least: 1, most: 3650 }) ?? 90,
    mirrorBytes: (read.number('TIDEWAITER_MIRROR_MEGABYTES', { least: 10, most: 10_000_000 }) ?? 10_000) * 1_000_000,
    judgingSeconds: read.number('TIDEWAITER_JUDGING_SECONDS', { least: 1, most: 500 }) ?? 120,
    drainMs: (read.number('TIDEWAITER_DRAIN_SECONDS', { least: 0, most: 3600 }) ?? 25) * 1000,
    logLevel: read.oneOf('TIDEWAITER_LOG_LEVEL', LOG_LEVELS) ?? 'info',
  };
  checkRole(read, settings);
  read.throwMistakes();
  return settings;
}

/** Where the database is: all that an export has to know. */
export type DatabaseSettings = Pick<Settings, 'databaseUrl' | 'dataFolder'>;

/**
 * Reads the settings of the database alone.
 *
 * @throws ConfigError where the file of `DATABASE_URL_FILE` cannot be read
 */
export function readDatabaseSettings(environment: Environment = process.env, readFile = readText): DatabaseSettings {
  const read = new SettingsReader(environment, {}, readFile);
  const settings = { databaseUrl: read.text('DATABASE_URL'), dataFolder: dataFolderOf(environment) };
  read.throwMistakes();
  return settings;
}

function dataFolderOf(environment: Environment): string {
  return environment.TIDEWAITER_DATA_FOLDER?.trim() || 'tidewaiter-data';
}

function readText(path: string): string {
  return readFileSync(path, 'utf8');
}

function readStored(path: string, readFile: (path: string) => string): Environment {
  const text = readIfThere(path, readFile);
  if (text === undefined) return {};
  const stored = parseObject(text);
  if (stored === undefined) {
    throw new ConfigError(`${path} holds no credentials: it is not what the set-up page writes`, {
      code: 'bot/settings',
      remedy: 'Restore it, or remove it and set up the bot again.',
    });
  }
  return stored;
}

function readIfThere(path: string, readFile: (path: string) => string): string | undefined {
  try {
    return readFile(path);
  } catch (cause) {
    if (isObject(cause) && cause.code === 'ENOENT') return undefined;
    throw new ConfigError(`${path} cannot be read`, {
      code: 'bot/settings',
      remedy: 'Let the user that the bot runs as read it.',
      cause,
    });
  }
}

function parseObject(text: string): Environment | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (!isObject(value)) return undefined;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, String(each)]));
  } catch {
    return undefined;
  }
}

function readCredentials(read: SettingsReader, databaseUrl: string | undefined): Credentials {
  const appId = read.number('APP_ID', { least: 1, most: Number.MAX_SAFE_INTEGER });
  const keys = [read.privateKey('PRIVATE_KEY'), read.privateKey('PRIVATE_KEY_PREVIOUS')];
  const secrets = [read.webhookSecret('WEBHOOK_SECRET'), read.webhookSecret('WEBHOOK_SECRET_PREVIOUS')];
  const clientId = read.text('GITHUB_CLIENT_ID');
  const clientSecret = read.text('GITHUB_CLIENT_SECRET');
  const isNew = !read.isGiven('APP_ID', 'PRIVATE_KEY', 'WEBHOOK_SECRET');
  // What the set-up page writes would reach this process alone.
  if (isNew && databaseUrl === undefined) return { kind: 'none' };
  read.demand('APP_ID', "It is on the page of the App's settings, under About.");
  read.demand('PRIVATE_KEY', "Make one on the page of the App's settings, under Private keys.");
  read.demand(
    'WEBHOOK_SECRET',
    'Make one with `openssl rand -hex 32`, and give the same one to the App, under Webhook.',
  );
  if ((clientId === undefined) !== (clientSecret === undefined)) {
    read.mistake(
      clientId === undefined ? 'GITHUB_CLIENT_ID' : 'GITHUB_CLIENT_SECRET',
      'is missing beside the other',
      'Set both, or neither: then nobody can sign in to the dashboard.',
    );
  }
  return {
    kind: 'app',
    appId: appId ?? 0,
    privateKeys: keys.filter((key) => key !== undefined),
    webhookSecrets: secrets.filter((secret) => secret !== undefined),
    oauth: clientId === undefined || clientSecret === undefined ? undefined : { clientId, clientSecret },
  };
}

/** As GitHub's documentation has it for github.com, for ghe.com and for Enterprise Server. */
function apiUrlOf(serverUrl: string): string {
  const { protocol, host } = new URL(serverUrl);
  if (host === 'github.com' || host.endsWith('.ghe.com')) return `${protocol}//api.${host}`;
  return `${serverUrl}/api/v3`;
}

function checkRole(read: SettingsReader, { role, databaseUrl }: Settings): void {
  if (role === 'all' || databaseUrl !== undefined) return;
  read.mistake(
    'TIDEWAITER_ROLE',
    `is \`${role}\`, and there is no DATABASE_URL that several processes could share`,
    'Set DATABASE_URL, or leave the role out: one process does everything then.',
  );
}
