import { describe, expect, it } from 'vitest';
import { DEFAULT_CONFIGURATION } from '../../src/policy/configuration.ts';
import { readConfiguration } from '../../src/policy/read-configuration.ts';
import { startOf } from '../../src/text/position.ts';

function read(text: string) {
  return readConfiguration({ file: '.github/tidewaiter.yml', revision: 'base', text });
}

function configurationOf(text: string) {
  const result = read(text);
  if (result.outcome === 'invalid') throw new Error(result.errors.map(({ message }) => message).join('\n'));
  return result.configuration;
}

/** What the author of the file is told: the place, what is wrong, what to do. */
function errorsOf(text: string) {
  const result = read(text);
  if (result.outcome === 'read') return [];
  return result.errors.map(({ code, message, remedy, span }) => {
    const place = span ? startOf(span) : { line: 0, column: 0 };
    return { place: `${place.line}:${place.column}`, code, message, remedy: remedy ?? '' };
  });
}

describe('readConfiguration', () => {
  it.each(['', '# nothing yet\n', '{}\n', '---\n'])('takes an empty file for the defaults: %j', (text) => {
    expect(configurationOf(text)).toEqual({ ...DEFAULT_CONFIGURATION, file: '.github/tidewaiter.yml' });
  });

  it('reads every key of the design', () => {
    const configuration = configurationOf(`
policies:
  - policies/**
  - bundle: pss-baseline
manifests: { include: ["clusters/**"], exclude: ["**/testdata/**"] }
kubernetes: "1.33"
report: all
fail-on: any
on-unknown: block
mode: observe
levels: { require-labels: audit, pods/host-path: enforce }
exemptions: team/exemptions.yml
cluster: { fixtures: [".github/tidewaiter/cluster/**"], defaultNamespace: shop }
clusters: { staging: ["clusters/staging/**"], production: ["clusters/production/**"] }
mutations: audit
users: { "octocat": { username: "jane", groups: ["dev"] } }
engines: { kyverno: { version: "1.18", exceptions: { enabled: true, namespace: kyverno }, resourceFilters: default } }
limits: { documentBytes: 1000, depth: 50 }
`);
    expect(configuration).toMatchObject({
      policies: [
        { kind: 'files', pattern: 'policies/**' },
        { kind: 'bundle', name: 'pss-baseline' },
      ],
      manifests: { include: ['clusters/**'], exclude: ['**/testdata/**'] },
      kubernetes: '1.33',
      report: 'all',
      failOn: 'any',
      onUnknown: 'block',
      mode: 'observe',
      levels: [
        { name: 'require-labels', level: 'audit' },
        { name: 'pods/host-path', level: 'enforce' },
      ],
      exemptions: 'team/exemptions.yml',
      cluster: { fixtures: ['.github/tidewaiter/cluster/**'], defaultNamespace: 'shop' },
      clusters: [
        { name: 'staging', paths: ['clusters/staging/**'] },
        { name: 'production', paths: ['clusters/production/**'] },
      ],
      mutations: 'audit',
      users: [{ login: 'octocat', userInfo: { username: 'jane', groups: ['dev'] } }],
      engines: {
        kyverno: { version: '1.18', exceptions: { enabled: true, namespace: 'kyverno' }, resourceFilters: 'default' },
      },
      limits: { documentBytes: 1000, depth: 50 },
    });
  });

  it('reads `off` as YAML 1.1 does, where it is false', () => {
    expect(configurationOf('mutations: off\n').mutations).toBe('off');
    expect(configurationOf('mutations: "off"\n').mutations).toBe('off');
  });

  it('says what an unknown key was probably meant to be', () => {
    expect(errorsOf('mode: gate\nfail_on: enforce\n')).toEqual([
      {
        place: '2:1',
        code: 'config/unknown-key',
        message: 'unknown key "fail_on"',
        remedy: expect.stringMatching(/^Did you mean "fail-on"\? Known here: policies, manifests, /),
      },
    ]);
  });

  it('finds an unknown key inside another', () => {
    expect(errorsOf('cluster:\n  defaultNamespace: a\n  fixture: ["x"]\n')).toEqual([
      {
        place: '3:3',
        code: 'config/unknown-key',
        message: 'unknown key "fixture" in "cluster"',
        remedy: 'Did you mean "fixtures"? Known here: fixtures, defaultNamespace.',
      },
    ]);
  });

  it('names the allowed values', () => {
    expect(errorsOf('mode: observ\nlevels:\n  a/b: deny\n')).toEqual([
      {
        place: '1:7',
        code: 'config/invalid-value',
        message: '"mode" is "observ", which is not allowed',
        remedy: 'Did you mean "observe"? Allowed: gate, observe.',
      },
      {
        place: '3:8',
        code: 'config/invalid-value',
        message: '"levels["a/b"]" is "deny", which is not allowed',
        remedy: 'Allowed: enforce, warn, audit.',
      },
    ]);
  });

  it('asks for quotes where YAML makes a number of a version', () => {
    expect(errorsOf('kubernetes: 1.30\n')).toEqual([
      {
        place: '1:13',
        code: 'config/invalid-value',
        message: '"kubernetes" must be text; it is the number 1.3',
        remedy: 'Put it in quotes: "1.30".',
      },
    ]);
  });

  it.each([
    ['policies: policies/**\n', '"policies" must be a list; it is "policies/**"'],
    ['policies: [3]\n', '"policies[0]" must be text or a mapping of keys; it is the number 3'],
    ['policies: ["!x"]\n', '"policies[0]" must be like "policies/**"; it is "!x"'],
    ['policies: [{ bundel: starter }]\n', '"policies[0]" has no "bundle"'],
    ['kubernetes: "latest"\n', '"kubernetes" must be like "1.34"; it is "latest"'],
    ['limits: { depth: 0 }\n', '"limits.depth" must be 1 or more; it is the number 0'],
    ['limits: { depth: 10000 }\n', '"limits.depth" must be 1000 or less; it is the number 10000'],
    ['users: { octocat: {} }\n', '"users.octocat" has no "username"'],
    ['users: { acme/platform: { username: x } }\n', '"acme/platform" is no key of "users"'],
    [
      'users: { octocat: { username: x, roles: [editor] } }\n',
      '"users.octocat.roles[0]" must be like "shop:deployer"; it is "editor"',
    ],
    ['- mode: gate\n', 'the configuration must be a mapping of keys; it is a list'],
    ['report:\n', '"report" is empty, which is not allowed'],
  ])('refuses %j', (text, message) => {
    expect(errorsOf(text).map((error) => error.message)).toContain(message);
  });

  it.each(['mode: gate\nmode: observe\n', 'mode: [gate\n', 'mode: gate\n\tx: 1\n'])(
    'gives no configuration for what is no YAML: %j',
    (text) => {
      expect(errorsOf(text).map(({ code }) => code)).toContain('config/unreadable');
    },
  );

  it('refuses a second document, for nothing says which one counts', () => {
    expect(errorsOf('mode: gate\n---\nmode: observe\n')).toMatchObject([{ place: '2:1', code: 'config/unreadable' }]);
  });
});
