import { expect, it } from 'vitest';
import { isLiteralCredential, namesCredential } from '../../src/base/credential-names.ts';

it.each([
  'password',
  'DB_PASSWORD',
  'dbPassword',
  'PGPASSWORD',
  'db.password',
  'passwd',
  'admin-passphrase',
  'DB_PASS',
  'dbPass',
  'pass',
  'MYSQL_PWD',
  'token',
  'GITHUB_TOKEN',
  'authToken',
  'example.com/client-secret',
  'secret',
  'SECRET_KEY',
  'AWS_SECRET_ACCESS_KEY',
  'SECRET_ID',
  'api_key',
  'apiKey',
  'X-API-Key',
  'private_key',
  'signingKey',
  'credentials',
  'ConnectionString',
  'GITHUB_PAT',
  'AUTH_SALT',
  'client-key-data',
  '--token',
  '--requirepass',
])('%s is the name of a credential', (name) => {
  expect(namesCredential(name)).toBe(true);
});

it.each([
  'name',
  '',
  'key',
  'secretName',
  'secretRef',
  'passwordSecretRef',
  'SECRET_NAME',
  'imagePullSecrets',
  'existingSecret',
  'PASSWORD_FILE',
  'bearer_token_file',
  'tokenPath',
  'TOKEN_URL',
  'token-ttl',
  'tokenExpirationSeconds',
  'secretNamespace',
  'secretProviderClass',
  'secrets-store-driver-version',
  'passwordPolicy',
  'compass',
  'bypass',
  'PWD',
  'PATH',
  'path',
  'pattern',
  'salt',
])('%s is not', (name) => {
  expect(namesCredential(name)).toBe(false);
});

it.each(['hunter2', 'correct horse', 'admin', '123456', 'changeme', '$ecret', '${PASSWORD:-hunter2}', 'x1', '/run/a'])(
  '%s could be a credential',
  (value) => {
    expect(isLiteralCredential(value)).toBe(true);
  },
);

it.each([
  '',
  ' ',
  '$(VAR)',
  '${VAR}',
  '${a.b}',
  '$VAR',
  '{{ .Values.a }}',
  '${{ secrets.A }}',
  '<password>',
  'true',
  'False',
  'off',
  'null',
  '~',
  '***',
  'xxxx',
  '[REDACTED]',
  '0',
  '3600',
  '-1',
  '0.5',
  '10Mi',
  '30s',
  '1h30m',
  'required',
])('%j is a placeholder or a switch', (value) => {
  expect(isLiteralCredential(value)).toBe(false);
});
