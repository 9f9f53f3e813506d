import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { cpSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readSettings, type Settings } from '../../../bot/settings/read-settings.ts';
import { isArray, type JsonValue } from '../../../src/base/json.ts';
import { valueAt } from '../../../src/base/value-at.ts';
import { parseYaml } from '../../../src/yaml/parse-yaml.ts';
import { temporaryFolder } from '../../repository/git-fixture.ts';

const ROOT = new URL('../../../', import.meta.url).pathname;

it.each([
  ['embedded', 3],
  ['postgresql', 4],
])('deploy/%s passes our own policies, and each of its %i objects is judged', (name, objects) => {
  const folder = temporaryFolder();
  cpSync(`${ROOT}deploy/${name}`, folder, { recursive: true });
  const options = ['check', '.', '-p', 'bundle:starter', '--fail-on', 'any', '--on-unknown', 'block', '-o', 'json'];
  const { status, stdout } = spawnSync(process.execPath, [`${ROOT}src/cli/main.ts`, ...options], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(JSON.parse(stdout)).toMatchObject({ decision: 'pass', findings: [], notJudged: [], counts: { objects } });
  expect(status).toBe(0);
});

it.each([
  ['embedded', ['all']],
  ['postgresql', ['web', 'worker']],
])('deploy/%s: with the Secret that it asks for, the bot starts as %s, and people can sign in', (name, roles) => {
  const settings = settingsIn(readFileSync(`${ROOT}deploy/${name}/tidewaiter.yaml`, 'utf8'));
  expect(settings.map(({ role }) => role)).toEqual(roles);
  for (const { role, credentials, server } of settings) {
    const signIn =
      role === 'worker' ? undefined : { clientId: 'Iv23liExample', clientSecret: '5a105e8b9d40e1329780d62e' };
    expect(credentials).toMatchObject({ kind: 'app', oauth: signIn });
    expect(server.publicUrl).toBe('https://tidewaiter.example.com');
  }
});

it.each(['embedded', 'postgresql'])(
  'deploy/%s: while keys and secrets are changed, those of before hold as well',
  (name) => {
    const text = readFileSync(`${ROOT}deploy/${name}/tidewaiter.yaml`, 'utf8');
    for (const { credentials } of settingsIn(text, ['private-key-previous', 'webhook-secret-previous']))
      expect(credentials).toMatchObject({
        privateKeys: [SECRET['private-key']?.trim(), SECRET['private-key-previous']?.trim()],
        webhookSecrets: [SECRET['webhook-secret'], SECRET['webhook-secret-previous']],
      });
  },
);

function newKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
}

const SECRET: { readonly [key: string]: string } = {
  'private-key': newKey(),
  'private-key-previous': newKey(),
  'webhook-secret': 'c3ab8ff13720e8ad9047dd39466b3c89',
  'webhook-secret-previous': '9047dd39466b3c89c3ab8ff13720e8ad',
  'app-id': '123456',
  'client-id': 'Iv23liExample',
  'client-secret': '5a105e8b9d40e1329780d62e',
  url: 'https://tidewaiter.example.com',
  'database-url': 'postgres://tidewaiter@postgresql:5432/tidewaiter',
};

/** The settings of each container, where the Secret has the keys that the command at the head of the file gives it, and some more. */
function settingsIn(text: string, more: readonly string[] = []): readonly Settings[] {
  const keys = [...text.matchAll(/--from-(?:literal|file)=([\w-]+)=/g)].map(([, key = '']) => key).concat(more);
  const secretOf = (key: string) => {
    if (!keys.includes(key)) throw new Error(`the Secret has no ${key}`);
    return SECRET[key] ?? '';
  };
  const readFile = (path: string) => {
    if (path.startsWith('/secrets/')) return secretOf(path.slice('/secrets/'.length));
    throw Object.assign(new Error(path), { code: 'ENOENT' });
  };
  const { documents } = parseYaml({ file: 'tidewaiter.yaml', revision: 'head', text });
  return documents
    .map(({ value }) => valueAt(value, ['spec', 'template', 'spec', 'containers', 0, 'env']))
    .filter(isArray)
    .map((entries) => readSettings(Object.fromEntries(entries.filter(isThere).map(variableOf)), readFile));

  function isThere(entry: JsonValue): boolean {
    const { key, optional } = Object(valueAt(entry, ['valueFrom', 'secretKeyRef']));
    return optional !== true || keys.includes(key);
  }

  function variableOf(entry: JsonValue): readonly [name: string, value: string] {
    const key = valueAt(entry, ['valueFrom', 'secretKeyRef', 'key']);
    const value = typeof key === 'string' ? secretOf(key) : valueAt(entry, ['value']);
    return [String(valueAt(entry, ['name'])), String(value)];
  }
}
