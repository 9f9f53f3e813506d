import { describe, expect, it } from 'vitest';
import { findAssignments } from '../../src/base/find-assignments.ts';
import { piecesOf } from './found-pieces.ts';

const found = (text: string) => piecesOf(text, findAssignments(text));

describe('the value beside the name of a credential', () => {
  it.each([
    ['YAML', 'password: hunter2', 'hunter2'],
    ['YAML in double quotes', 'DB_PASSWORD: "hun\\"ter2" # ours', 'hun\\"ter2'],
    ['YAML in single quotes', "apiKey: 'hun''ter2'", "hun''ter2"],
    ['YAML with a comment', 'token: correct horse # the usual one', 'correct horse'],
    ['a mapping on one line', '{user: shop, password: "hunter2", port: 1}', 'hunter2'],
    ['a Windows file', 'password: hunter2\r\nport: 1\r\n', 'hunter2'],
    ['a comment', '# password: hunter2', 'hunter2'],
    ['JSON', '{"user":"shop","clientSecret":"hunter2","port":1}', 'hunter2'],
    ['JSON in a text', '"{\\"token\\": \\"hunter2\\", \\"port\\": 1}"', 'hunter2'],
    ['JSON in a text in a text', '"{\\\\\\"token\\\\\\":\\\\\\"hunter2\\\\\\"}"', 'hunter2'],
    ['a properties file', 'spring.datasource.password=hunter2\nport=1', 'hunter2'],
    ['a properties file with blanks', 'db.password = hunter2', 'hunter2'],
    ['a shell', 'export PGPASSWORD=hunter2 && psql', 'hunter2'],
    ['a shell in quotes', "MYSQL_PWD='hunter2 x' mysql", 'hunter2 x'],
    ['an option', 'serve --admin-password=hunter2 --port=1', 'hunter2'],
    ['an option and its argument', 'serve --token hunter2 --port 1', 'hunter2'],
    ['an option in a list', '["--token=hunter2", "--port=1"]', 'hunter2'],
    ['an address', 'https://example.com/?access_token=hunter2', 'hunter2'],
    ['Ruby', ':secret => "hunter2"', 'hunter2'],
    ['Go', 'apiKey := "hunter2"', 'hunter2'],
    ['a default of a shell', 'PASSWORD="${PASSWORD:-hunter2}"', '${PASSWORD:-hunter2}'],
    ['a long number', 'pin_secret: 83920174', '83920174'],
    ['an environment variable', '- name: DB_PASSWORD\n  value: hunter2\n- name: PORT\n  value: "80"', 'hunter2'],
    ['an environment variable on one line', '{name: DB_PASSWORD, value: hunter2}', 'hunter2'],
    ['an environment variable in JSON', '{"name":"DB_PASSWORD","value":"hunter2"}', 'hunter2'],
    ['an environment variable in a comment', '# - name: DB_PASSWORD # old\n#   value: hunter2\n', 'hunter2'],
  ])('is found in %s', (_, text, value) => {
    expect(found(text)).toEqual([value]);
  });

  it('is found as often as it stands there', () => {
    expect(found('a_token: one\nb_token: two\nc: three\n')).toEqual(['one', 'two']);
  });
});

describe('what stays visible', () => {
  it.each([
    'secretName: web-tls',
    'secretKeyRef:\n  name: db\n  key: password',
    'imagePullSecrets: [registry]',
    'existingSecret: db',
    'automountServiceAccountToken: false',
    'serviceAccountToken:\n  path: token\n  expirationSeconds: 3600',
    'image: acme/token-service:1.2.3',
    'image: acme/secret-store@sha256:0123',
    'name: db-password\nkind: Secret',
    '- name: DB_PASSWORD\n  valueFrom: {secretKeyRef: {name: db, key: password}}',
    '- name: DB_PASSWORD\n- name: PORT\n  value: "80"',
    'value: password',
    'app: token-service',
    'PASSWORD_FILE=/run/secrets/db',
    'TOKEN_URL: https://login.example.com/',
    'TOKEN_TTL: 3600',
    'max_tokens: 4096',
    'token: ""',
    'password: null',
    'password: $(DB_PASSWORD)',
    'args: ["--password=$(DB_PASSWORD)"]',
    'password: ${DB_PASSWORD}',
    'PASSWORD=$DB_PASSWORD',
    'password: {{ .Values.password | quote }}',
    'password: "{{ .Values.password }}"',
    'token: ${{ secrets.TOKEN }}',
    'password: <your-password>',
    'password: "***"',
    'password:\n  from: vault',
    'password: {secretRef: db}',
    'token == expected',
    'token =~ "^a"',
    'the token service: it is here',
    'compass: north',
  ])('%j', (text) => {
    expect(found(text)).toEqual([]);
  });
});

// Each of them takes minutes where the same characters are read for every name in them.
it.each([
  'token',
  'token=',
  'token="',
  'token=\\"',
  'token: ',
  'token: x # ',
  'name: token # ',
  '--token ',
  'token\\',
  `name: token\n${' '.repeat(9_999)}`,
])('any text is read in a time that grows with its length: %j', (piece) => {
  findAssignments(piece.repeat(Math.ceil(2_000_000 / piece.length)));
  findAssignments(`token=${'}'.repeat(2_000_000)}`);
  findAssignments(`token="${'\\"'.repeat(1_000_000)}`);
});
