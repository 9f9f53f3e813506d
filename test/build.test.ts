import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DOORS } from './architecture/house.ts';
import { inspectSource } from './architecture/inspect-source.ts';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

/** `npm test` builds first; a single run of vitest may find nothing built. The bot has a build of its own, which is no part of the package. */
describe.runIf(existsSync(join(dist, 'cli.js')))('what was built', () => {
  // What a package brings along, far from this repository's node_modules.
  const folder = mkdtempSync(join(tmpdir(), 'tidewaiter-build-'));
  const cli = join(folder, 'package/dist/cli.js');
  beforeAll(() => {
    for (const part of ['dist', 'policies', 'package.json']) {
      cpSync(join(root, part), join(folder, 'package', part), { recursive: true });
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('imports nothing but itself and Node', () => {
    const foreign = readdirSync(dist, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.js') && !/^(?:demo|bot)\b/.test(file))
      .flatMap((file) => inspectSource(file, readFileSync(join(dist, file), 'utf8')).imports)
      .map(({ specifier }) => specifier)
      .filter((specifier) => !/^(node:|\.)/.test(specifier) && specifier !== 'module');
    // The library of regular expressions is asked of Node only where there is no bundle.
    expect(foreign.filter((specifier) => specifier !== 're2js')).toEqual([]);
  });

  test('says its version, and loads nothing else for it', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(execFileSync(process.execPath, [cli, '--version'], { encoding: 'utf8' })).toBe(`tidewaiter ${version}\n`);
    const { imports } = inspectSource('cli.js', readFileSync(join(dist, 'cli.js'), 'utf8'));
    const atOnce = imports.filter(({ specifier, names }) => specifier.startsWith('.') && names[0] !== '*');
    expect(atOnce.map(({ specifier }) => specifier)).toEqual([]);
  });

  test('brings the licences of what is in it', () => {
    const text = readFileSync(join(folder, 'package/dist/THIRD-PARTY-LICENCES.txt'), 'utf8');
    // The command asks neither GitHub nor a database.
    const names = Object.keys(DOORS).filter((name) => !['action', 'bot', 'src/github'].includes(DOORS[name] ?? ''));
    expect(names.length).toBeGreaterThan(2);
    for (const name of names) expect(text).toMatch(new RegExp(`^${name} \\d`, 'm'));
  });

  test('judges by the bundled policies, wherever it is called', () => {
    const review = judge('service.yaml', SERVICE, 'bundle:starter');
    expect(review.findings.map(({ policy }: { policy: string }) => policy)).toEqual(['no-node-ports']);
    expect(review.decision).toBe('block');
  });

  test('runs the regular expressions of policies', () => {
    writeFileSync(join(folder, 'policy.yaml'), POLICY);
    expect(judge('config.yaml', CONFIG_MAP, 'policy.yaml').counts).toMatchObject({ fail: 1, error: 0, unknown: 0 });
  });

  function judge(file: string, text: string, policy: string) {
    writeFileSync(join(folder, file), text);
    const { stdout, stderr } = spawnSync(process.execPath, [cli, 'check', file, '-p', policy, '-o', 'json'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    return JSON.parse(stdout);
  }
});

const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  type: NodePort\n';
const CONFIG_MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: caat\n';
const POLICY = `
apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: { name: no-cats }
spec:
  rules:
    - name: cats
      match: { any: [{ resources: { kinds: [ConfigMap] } }] }
      validate:
        failureAction: Enforce
        message: no cats
        deny:
          conditions:
            all:
              - { key: "{{ regex_match('^ca+t$', '{{request.object.metadata.name}}') }}", operator: Equals, value: true }
`;
