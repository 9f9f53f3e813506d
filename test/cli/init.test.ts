import { lstatSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { composeWorkflow } from '../../src/cli/init/compose-workflow.ts';
import { RELEASE } from '../../src/cli/init/release.ts';
import { type Configuration, DEFAULT_CONFIGURATION } from '../../src/policy/configuration.ts';
import { readConfiguration } from '../../src/policy/read-configuration.ts';
import { lintWorkflow } from '../docs/lint-workflow.ts';
import { labelPolicy, Project, pod } from './project.ts';

const CONFIGURATION = '.github/tidewaiter.yml';
const WORKFLOW = '.github/workflows/tidewaiter.yml';
const POD = pod('web');
const POLICY = labelPolicy();
const GATEKEEPER =
  'apiVersion: templates.gatekeeper.sh/v1\nkind: ConstraintTemplate\nmetadata: { name: k8srequiredlabels }\n';

describe('tidewaiter init', () => {
  it('writes a configuration and a workflow that can be used as they are', async () => {
    using project = new Project({ 'policies/team.yaml': POLICY, 'deploy/web.yaml': POD });
    const { exitCode, output, diagnostics } = await project.run(['init']);
    expect({ exitCode, diagnostics }).toEqual({ exitCode: 0, diagnostics: '' });
    expect(project.git('status', '--short', '-uall')).toBe(`?? ${CONFIGURATION}\n?? ${WORKFLOW}\n`);
    expect(output).toContain(`wrote ${CONFIGURATION}\nwrote ${WORKFLOW}\n`);
    expect(read(project)).toEqual({
      ...DEFAULT_CONFIGURATION,
      file: CONFIGURATION,
      mode: 'observe',
      policies: [expect.objectContaining({ kind: 'files', pattern: 'policies/**' })],
    });
    expect(lintWorkflow(project.read(WORKFLOW))).toEqual([]);
    expect((await project.run(['check'])).output).toContain('observe mode: nothing blocks');
  });

  it('leaves what is there, and prints what it would have written when asked', async () => {
    const files = { [CONFIGURATION]: 'mode: gate\n', [WORKFLOW]: 'name: mine\n', 'policies/team.yaml': POLICY };
    using project = new Project(files);
    const { output } = await project.run(['init']);
    expect(project.git('status', '--short')).toBe('');
    expect(output).toContain(`left  ${CONFIGURATION}: it is there already`);
    expect(output).toContain(`left  ${WORKFLOW}: it is there already`);
    expect(output).toContain('There is nothing to do.');

    const printed = await project.run(['init', '--print']);
    expect(project.git('status', '--short')).toBe('');
    expect(printed.output).toContain(`# ${CONFIGURATION}\n\n# yaml-language-server: $schema=`);
    expect(printed.output).toContain('  - policies/**\n');
    expect(printed.output).toContain(`# ${WORKFLOW}\n\n# Judges every pull request`);
    expect(printed.diagnostics).toContain('Found in');
  });

  it('writes the one that is missing', async () => {
    using project = new Project({ '.github/tidewaiter.yaml': 'mode: gate\n' });
    const { output } = await project.run(['init']);
    expect(project.git('status', '--short', '-uall')).toBe(`?? ${WORKFLOW}\n`);
    expect(output).toContain(`left  ${CONFIGURATION}: .github/tidewaiter.yaml is there already`);
    expect(output).toContain(`git add ${WORKFLOW}\n`);
  });

  it('adds no second workflow to one that uses Tidewaiter', async () => {
    using project = new Project({
      '.github/workflows/gates.yml': composeWorkflow({ action: 'x/tidewaiter@v1', mergeQueue: false }),
    });
    expect((await project.run(['init'])).output).toContain(
      `left  ${WORKFLOW}: .github/workflows/gates.yml is there already`,
    );
  });

  it('says what it found', async () => {
    using project = new Project({
      'policies/team.yaml': POLICY,
      'gatekeeper/labels.yaml': GATEKEEPER,
      'deploy/web.yaml': `${POD}---\n${pod('cart')}`,
      'deploy/broken.yaml': 'apiVersion: v1\nkind: [Pod\n',
      'charts/web/Chart.yaml': 'name: web\n',
      'charts/web/templates/pod.yaml': POD,
      'overlays/production/kustomization.yaml': 'resources: [../../deploy/web.yaml]\n',
      'policies/tests/kyverno-test.yaml': 'apiVersion: cli.kyverno.io/v1alpha1\nkind: Test\nmetadata: { name: team }\n',
      '.github/workflows/ci.yml': 'on: [push, merge_group]\njobs: {}\n',
    });
    project.git('remote', 'add', 'origin', 'https://example.org/shop.git');
    project.git('update-ref', 'refs/remotes/origin/trunk', 'HEAD');
    project.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/trunk');
    const { output } = await project.run(['init']);
    expect(output.split('\n').map((line) => line.trimEnd())).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Found in .*, branch trunk:$/),
        '  manifests     2 files (1 of them to test with): 2 Pod, 1 Test',
        '  policies      1 document of Gatekeeper in gatekeeper/; not run by this version, and named in every review',
        '  policies      1 document of Kyverno in policies/',
        '  policy tests  1 suite: policies/tests/kyverno-test.yaml; `tidewaiter test` runs them',
        '  Helm charts   1 chart: charts/web/; not rendered yet, and named in every review',
        '  Kustomize     1 root: overlays/production/; not rendered yet: resources are judged as they are written',
        '  unreadable    1 file: deploy/broken.yaml; `tidewaiter check` says what is wrong',
        '  workflows     1 workflow: ci.yml; a merge queue is used',
      ]),
    );
  });

  it.each([
    ['on: { push: , merge_group: }', true],
    ['on: [pull_request, merge_group]', true],
    ['on: merge_group', true],
    ['"on":\n  merge_group:\n    types: [checks_requested]', true],
    ['on: push # not merge_group', false],
  ])('starts for a merge queue where another workflow does: %s', async (triggers, expected) => {
    using project = new Project({ '.github/workflows/ci.yml': `${triggers}\njobs: {}\n` });
    await project.run(['init']);
    expect(project.read(WORKFLOW)).toBe(composeWorkflow({ action: undefined, mergeQueue: expected }));
    expect(lintWorkflow(project.read(WORKFLOW))).toEqual([]);
  });

  it('numbers what is left to do, the missing release first', async () => {
    using project = new Project({ 'pod.yaml': POD });
    const { output } = await project.run(['init']);
    expect(output).toMatch(/^1\. Tidewaiter's Action is not released yet/m);
    expect(project.read(WORKFLOW)).toContain(`uses: tidewaiter/tidewaiter@${RELEASE.commit} # ${RELEASE.version}`);
    expect(RELEASE.commit).toMatch(/^0{40}$/);
    expect(output.match(/^\d\. /gm)).toEqual(['1. ', '2. ', '3. ', '4. ', '5. ']);
    expect(output).toContain(`     git add ${CONFIGURATION} ${WORKFLOW}\n`);
  });

  it('uses the action that it is told', async () => {
    using project = new Project({ 'pod.yaml': POD });
    const action = 'acme/gates/tidewaiter@0123456789012345678901234567890123456789';
    const { output } = await project.run(['init', '--action', action]);
    expect(project.read(WORKFLOW)).toContain(`      - uses: ${action}\n`);
    expect(output).not.toContain('not released yet');
  });
});

describe('what it refuses', () => {
  it.each([
    ['acme/tidewaiter', 'names no action'],
    ['acme/tidewaiter@v1\n      - run: evil', 'names no action'],
  ])('to write %j into a workflow', async (action, words) => {
    using project = new Project({ 'pod.yaml': POD });
    expect(await project.run(['init', '--action', action])).toMatchObject({
      exitCode: 2,
      diagnostics: expect.stringContaining(words),
    });
    expect(project.git('status', '--short')).toBe('');
  });

  it('paths', async () => {
    using project = new Project({ 'pod.yaml': POD });
    expect(await project.run(['init', 'deploy'])).toMatchObject({ exitCode: 2 });
  });

  it('a folder that is in no repository', async () => {
    using project = new Project({ 'pod.yaml': POD }, { git: false });
    expect((await project.run(['init'])).diagnostics).toContain('(git/not-a-repository)');
  });

  it('to write through links', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'tidewaiter-elsewhere-'));
    try {
      using project = new Project({ 'pod.yaml': POD });
      symlinkSync(elsewhere, join(project.folder, '.github'));
      expect((await project.run(['init'])).diagnostics).toContain('(config/not-writable)');
      expect(lstatSync(join(elsewhere, 'tidewaiter.yml'), { throwIfNoEntry: false })).toBeUndefined();

      rmSync(join(project.folder, '.github'));
      mkdirSync(join(project.folder, '.github'));
      symlinkSync(join(elsewhere, 'nowhere'), join(project.folder, CONFIGURATION));
      expect((await project.run(['init'])).output).toContain(`left  ${CONFIGURATION}`);
      expect(lstatSync(join(elsewhere, 'nowhere'), { throwIfNoEntry: false })).toBeUndefined();
    } finally {
      rmSync(elsewhere, { recursive: true, force: true });
    }
  });
});

describe('the configuration', () => {
  it.each<[what: string, files: readonly string[], policies: readonly string[] | undefined]>([
    ['a folder of policies', ['policies/a.yaml', 'policies/deep/b.yml'], ['policies/**']],
    [
      'one deep folder',
      ['infra/policies/kyverno/a.yaml', 'infra/policies/kyverno/b.yaml'],
      ['infra/policies/kyverno/**'],
    ],
    ['a policy beside manifests', ['deploy/policy.yaml', 'deploy/web.pod.yaml'], ['deploy/policy.yaml']],
    ['policies above manifests', ['p/a.yaml', 'p/b.yaml', 'p/samples/web.pod.yaml'], ['p/*.yaml']],
    ['a policy at the root', ['policy.yaml', 'a/b.yaml', 'a/web.pod.yaml'], ['policy.yaml', 'a/b.yaml']],
    ['policies of tests', ['policies/a.yaml', 'policies/b.yaml', 'policies/tests/c.yaml'], ['policies/*.yaml']],
    ['policies of two kinds', ['policies/a.yaml', 'policies/labels.gatekeeper.yaml'], ['policies/a.yaml']],
    ['names that read as globs', ['{a,b}/policy.yaml'], undefined],
    ['a name that reads as a negation', ['!a/policy.yaml'], undefined],
    ['names that YAML reads otherwise', ['- a/policy.yaml', '#b/policy.yaml'], ['- a/**', '#b/**'].toReversed()],
    [
      'more than anybody reads',
      Array.from({ length: 21 }, (_, index) => [`f${index}/a.yaml`, `f${index}/web.pod.yaml`]).flat(),
      undefined,
    ],
  ])('names %s', async (_, files, policies) => {
    using project = new Project(Object.fromEntries(files.map((file) => [file, documentFor(file)])));
    await project.run(['init']);
    expect(patternsOf(read(project))).toEqual(policies);
    expect((await project.run(['check', '-o', 'json'])).exitCode).toBe(0);
  });

  it('lets the bundle judge where no policy is run', async () => {
    using project = new Project({ 'pod.yaml': POD, 'gatekeeper/labels.yaml': GATEKEEPER });
    await project.run(['init']);
    expect(read(project).policies).toMatchObject([{ kind: 'bundle', name: 'starter' }]);
  });

  it('leaves out what is there to be tested with, and no cluster that is called test', async () => {
    using project = new Project({
      'a/testdata/web.yaml': POD,
      'policies/.kyverno-test/web.yaml': POD,
      'policies/team/kyverno-test.yaml': 'apiVersion: cli.kyverno.io/v1alpha1\nkind: Test\nmetadata: { name: team }\n',
      'policies/team/team.yaml': POLICY,
      'clusters/test/web.yaml': POD,
    });
    await project.run(['init']);
    expect(read(project).manifests).toEqual({
      include: ['**'],
      exclude: ['**/.kyverno-test/**', '**/testdata/**', 'policies/team/**'],
    });
  });
});

function documentFor(file: string): string {
  if (file.includes('.pod.')) return POD;
  if (file.includes('.gatekeeper.')) return GATEKEEPER;
  // Of no more than 63 characters, as Kyverno wants it.
  return POLICY.replace('name: require-team', `name: policy-${Buffer.from(file).toString('hex').slice(-50)}`);
}

function read(project: Project): Configuration {
  const result = readConfiguration({ file: CONFIGURATION, revision: 'base', text: project.read(CONFIGURATION) });
  if (result.outcome === 'invalid') throw result.errors[0];
  return result.configuration;
}

function patternsOf({ policies }: Configuration): readonly string[] | undefined {
  return policies?.map((reference) => (reference.kind === 'files' ? reference.pattern : reference.kind));
}
