import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readDatabaseSettings, readSettings } from '../../../bot/settings/read-settings.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PEM = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString().trim();
const SECRET = '9f86d081884c7d659a2feaa0c55ad015';
const APP = { APP_ID: '42', PRIVATE_KEY: PEM, WEBHOOK_SECRET: SECRET };

/** The files that there are, by their paths. */
function disk(files: Readonly<Record<string, string>> = {}) {
  return (path: string) => {
    const text = files[path];
    if (text === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
    return text;
  };
}

function mistakes(environment: Readonly<Record<string, string>>, files?: Readonly<Record<string, string>>): string {
  try {
    readSettings(environment, disk(files));
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return 'none';
}

describe('settings', () => {
  it('need nothing on a bare machine: then there is the set-up page', () => {
    expect(readSettings({}, disk())).toMatchObject({
      credentials: { kind: 'none' },
      databaseUrl: undefined,
      role: 'all',
      github: { serverUrl: 'https://github.com', apiUrl: 'https://api.github.com' },
      server: { port: 3000, internalPort: 9090 },
      retentionDays: 90,
      allowsCommits: false,
    });
  });

  it('have the App', () => {
    expect(readSettings(APP, disk()).credentials).toEqual({
      kind: 'app',
      appId: 42,
      privateKeys: [PEM],
      webhookSecrets: [SECRET],
      oauth: undefined,
    });
  });

  it.each([
    ['with line breaks written as \\n', PEM.replaceAll('\n', '\\n')],
    ['in base64', Buffer.from(PEM).toString('base64')],
  ])('take a key %s', (_, key) => {
    const { credentials } = readSettings({ ...APP, PRIVATE_KEY: key }, disk());
    expect(credentials).toMatchObject({ privateKeys: [PEM] });
  });

  it('take secrets from files', () => {
    const files = { '/run/key.pem': PEM, '/run/secret': `${SECRET}\n`, '/run/database': 'postgres://a:b@c/d\n' };
    const named = {
      PRIVATE_KEY_FILE: '/run/key.pem',
      WEBHOOK_SECRET_FILE: '/run/secret',
      DATABASE_URL_FILE: '/run/database',
    };
    expect(readSettings({ APP_ID: '42', ...named }, disk(files))).toMatchObject({
      databaseUrl: 'postgres://a:b@c/d',
      credentials: { kind: 'app', webhookSecrets: [SECRET] },
    });
  });

  it('have two keys and two secrets while they are changed', () => {
    const second = { PRIVATE_KEY_PREVIOUS: PEM, WEBHOOK_SECRET_PREVIOUS: 'another secret, long enough' };
    expect(readSettings({ ...APP, ...second }, disk()).credentials).toMatchObject({
      privateKeys: [expect.anything(), expect.anything()],
      webhookSecrets: [SECRET, 'another secret, long enough'],
    });
  });

  it('come from what the set-up page wrote, unless the environment says otherwise', () => {
    const stored = JSON.stringify({ ...APP, GITHUB_CLIENT_ID: 'Iv1.a', GITHUB_CLIENT_SECRET: 'b' });
    const files = { '/data/credentials.json': stored };
    expect(readSettings({ TIDEWAITER_DATA_FOLDER: '/data', APP_ID: '7' }, disk(files)).credentials).toMatchObject({
      appId: 7,
      oauth: { clientId: 'Iv1.a', clientSecret: 'b' },
    });
  });

  it.each([
    ['https://github.example.com/', 'https://github.example.com/api/v3'],
    ['https://acme.ghe.com', 'https://api.acme.ghe.com'],
  ])('know the API of %s', (serverUrl, apiUrl) => {
    expect(readSettings({ GITHUB_SERVER_URL: serverUrl }, disk()).github.apiUrl).toBe(apiUrl);
  });

  it('of the database are read without the App', () => {
    const files = { '/run/database': 'postgres://a:b@c/d\n' };
    expect(readDatabaseSettings({ TIDEWAITER_DATA_FOLDER: '/data' }, disk())).toEqual({
      databaseUrl: undefined,
      dataFolder: '/data',
    });
    expect(readDatabaseSettings({ DATABASE_URL_FILE: '/run/database' }, disk(files))).toMatchObject({
      databaseUrl: 'postgres://a:b@c/d',
    });
    expect(() => readDatabaseSettings({ DATABASE_URL_FILE: '/none' }, disk())).toThrow('DATABASE_URL cannot be read');
  });
});

describe('settings that are not in order', () => {
  it('are all named at once, each with its remedy', () => {
    const message = mistakes({
      APP_ID: 'tidewaiter',
      PRIVATE_KEY: 'no key',
      WEBHOOK_SECRET: 'development',
      PORT: '99999',
      TIDEWAITER_ROLE: 'worker',
      TIDEWAITER_URL: 'tidewaiter',
      TIDEWAITER_RETENTION_DAYS: '0',
      TIDEWAITER_ALLOW_COMMITS: 'yes',
    });
    const named = Array.from(message.matchAll(/^ {2}(\w+) .+\. .+\.$/gm), ([, name]) => name);
    expect(named.toSorted()).toEqual([
      'APP_ID',
      'PORT',
      'PRIVATE_KEY',
      'TIDEWAITER_ALLOW_COMMITS',
      'TIDEWAITER_RETENTION_DAYS',
      'TIDEWAITER_ROLE',
      'TIDEWAITER_URL',
      'WEBHOOK_SECRET',
    ]);
  });

  it.each([
    ['no secret', { APP_ID: '42', PRIVATE_KEY: PEM }, /WEBHOOK_SECRET is missing.*openssl rand/],
    ['a secret of one letter', { ...APP, WEBHOOK_SECRET: 'a'.repeat(40) }, /WEBHOOK_SECRET is too weak/],
    [
      'a secret in an empty file',
      { APP_ID: '42', PRIVATE_KEY: PEM, WEBHOOK_SECRET_FILE: '/empty' },
      /WEBHOOK_SECRET is empty/,
    ],
    [
      'a file that is not there',
      { ...APP, WEBHOOK_SECRET_PREVIOUS_FILE: '/none' },
      /WEBHOOK_SECRET_PREVIOUS cannot be read from \/none/,
    ],
    ['a server and no App', { DATABASE_URL: 'postgres://a/b' }, /APP_ID is missing[\s\S]*PRIVATE_KEY is missing/],
    ['half of the sign-in', { ...APP, GITHUB_CLIENT_ID: 'a' }, /GITHUB_CLIENT_SECRET is missing beside/],
  ])('%s', (_, environment, words) => {
    expect(mistakes(environment, { '/empty': '\n' })).toMatch(words);
  });

  it('and no value of a secret is told', () => {
    const message = mistakes({ ...APP, WEBHOOK_SECRET: 'hunter2', PRIVATE_KEY: 'my own key' });
    expect(message).not.toMatch(/hunter2|my own key/);
  });

  it('a file of credentials that is none', () => {
    expect(mistakes({ TIDEWAITER_DATA_FOLDER: '/data' }, { '/data/credentials.json': '[' })).toMatch(
      /holds no credentials/,
    );
  });
});
