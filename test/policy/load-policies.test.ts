import { describe, expect, it } from 'vitest';
import { PolicyError } from '../../src/errors/tidewaiter-error.ts';
import type { Engine, Policy, PolicyDocument } from '../../src/model/engine.ts';
import { DEFAULT_CONFIGURATION, type PolicyReference } from '../../src/policy/configuration.ts';
import { loadPolicies } from '../../src/policy/load-policies.ts';
import { startOf } from '../../src/text/position.ts';
import { textFiles } from '../text-files.ts';

/** An engine that knows its documents and nothing else. */
const engine: Engine = {
  name: 'small',
  recognises: ({ apiVersion, kind }) => apiVersion === 'kyverno.io/v1' && kind === 'ClusterPolicy',
  compile: (documents) => ({
    policies: documents.map(policyOf),
    problems: [],
    warnings: documents.filter(({ object }) => object.spec === 'odd').map(warningAbout),
  }),
};

function warningAbout(document: PolicyDocument): PolicyError {
  const { span } = document.locate(['spec']);
  return new PolicyError('its spec is odd', { code: 'policy/invalid-value', span, remedy: 'Make it even.' });
}

function policyOf(document: PolicyDocument): Policy {
  const name = String(document.object.metadata.name);
  return {
    id: `ClusterPolicy/${name}`,
    name,
    title: name,
    engine: 'small',
    level: 'enforce',
    document,
    kinds: [],
    rules: [{ name: 'rule-of-it', level: 'enforce', path: [] }],
  };
}

const policy = (name: string, more = '') =>
  `apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata:\n  name: ${name}\n${more}`;
const library = textFiles(
  {
    'starter/first/policy.yaml': policy('bundled'),
    'starter/first/pass/pod.yaml': 'kind: Pod\n',
    'pss/a/policy.yaml': policy('pss'),
  },
  'bundle',
);

function load(
  repository: { readonly [path: string]: string },
  policies?: readonly PolicyReference[],
  levels = DEFAULT_CONFIGURATION.levels,
) {
  return loadPolicies({
    repository: textFiles(repository, 'base'),
    library,
    configuration: { ...DEFAULT_CONFIGURATION, policies, levels },
    engines: [engine],
    target: { kubernetes: '1.34', profile: 'cluster', kyverno: { version: '1.19' } },
  });
}

const files = (pattern: string): PolicyReference => {
  const source = { file: '.github/tidewaiter.yml', revision: 'base' as const, text: pattern };
  return { kind: 'files', pattern, span: { source, start: 0, end: pattern.length } };
};
const names = (loaded: { readonly policies: readonly Policy[] }) => loaded.policies.map(({ name }) => name);
const problems = (loaded: { readonly problems: readonly { code: string; message: string }[] }) =>
  loaded.problems.map(({ code, message }) => `${code}: ${message}`);

describe('loadPolicies without a configuration', () => {
  it('finds every policy document of the repository, in Lists and beside others too, by name', async () => {
    const loaded = await load({
      'z/policy.yaml': policy('b'),
      'a/many.yml': `kind: Pod\n---\n${policy('c')}---\napiVersion: v1\nkind: List\nitems:\n  - {apiVersion: kyverno.io/v1, kind: ClusterPolicy, metadata: {name: a}}\n`,
      'policy.json': '{"apiVersion":"kyverno.io/v1","kind":"ClusterPolicy","metadata":{"name":"d"}}',
      'deploy.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n',
      'policy.txt': policy('no'),
    });
    expect(names(loaded)).toEqual(['a', 'b', 'c', 'd']);
    expect(loaded.origin).toBe('found');
    expect(loaded.notes).toEqual([]);
  });

  it('lets the starter bundle judge where there is none', async () => {
    const loaded = await load({ 'deploy.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n' });
    expect(names(loaded)).toEqual(['bundled']);
    expect(loaded.origin).toBe('starter');
  });

  it('does not let the bundle stand in for a policy that is broken', async () => {
    const loaded = await load({ 'policy.yaml': `${policy('a')}  labels: [x\n` });
    expect(loaded.origin).toBe('found');
    expect(problems(loaded)).toEqual([
      expect.stringMatching(/^yaml\/.*policy\.yaml holds a policy that cannot be read/),
    ]);
  });

  it('leaves a broken file alone that never was a policy', async () => {
    const loaded = await load({ 'a.yaml': policy('a'), 'b.yaml': 'apiVersion: v1\nkind: [Pod\n# kyverno.io\n' });
    expect(names(loaded)).toEqual(['a']);
    expect(loaded.problems).toEqual([]);
  });

  it('names policies that no engine runs, with their place', async () => {
    const loaded = await load({
      'a.yaml': policy('a'),
      'gatekeeper.yaml': '\napiVersion: templates.gatekeeper.sh/v1\nkind: ConstraintTemplate\nmetadata: {name: t}\n',
      'vap.yaml':
        'apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicy\nmetadata: {name: v}\n---\napiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\nmetadata: {name: w}\n',
      'test.yaml': 'apiVersion: cli.kyverno.io/v1alpha1\nkind: Test\nmetadata: {name: x}\n',
    });
    expect(loaded.notLoaded.map(({ file, line, code }) => `${file}:${line} ${code}`)).toEqual([
      'gatekeeper.yaml:3 policy/unsupported',
      'vap.yaml:2 policy/unsupported',
    ]);
  });

  it.each([
    ['kyverno.io/v2', 'CleanupPolicy', 'deletes objects on a schedule, and judges no request'],
    ['kyverno.io/v2beta1', 'ClusterCleanupPolicy', 'deletes objects on a schedule, and judges no request'],
    ['policies.kyverno.io/v1', 'DeletingPolicy', 'deletes objects on a schedule, and judges no request'],
    ['policies.kyverno.io/v1beta1', 'NamespacedDeletingPolicy', 'deletes objects on a schedule, and judges no request'],
    ['kyverno.io/v2', 'UpdateRequest', 'is what Kyverno notes down for itself, and judges no request'],
    ['kyverno.io/v2alpha1', 'GlobalContextEntry', 'holds data for policies, and judges no request'],
    ['kyverno.io/v1', 'Whatever', 'is not run by this version; its engines: small'],
  ])('says of %s %s that it %s', async (apiVersion, kind, what) => {
    const text = `# not a judge\napiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: x}\n`;
    const loaded = await load({ 'a.yaml': policy('a'), 'b.yaml': text });
    expect(loaded.notLoaded).toEqual([
      { file: 'b.yaml', line: 3, code: 'policy/unsupported', reason: `the ${kind} "x" (${apiVersion}) ${what}` },
    ]);
  });

  it.each([
    ['apiVersion: kyverno.io/v1\nkindd: ClusterPolicy\nmetadata: {name: x}\n', 'policy/unknown-field', 'kindd'],
    ['apiVersion: kyverno.io/v1\nmetadata: {name: x}\n', 'policy/missing-field', 'apiVersion: kyverno.io/v1'],
    ['apiVersion: kyverno.io/v1\nkind: 7\nmetadata: {name: x}\n', 'policy/wrong-type', '7'],
    ['apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetdata: {name: x}\n', 'policy/unknown-field', 'metdata'],
    [
      'apiVersin: kyverno.io/v1\nkind: ClusterPolicy\nspec: {rules: []}\nmetadata: {}\n',
      'policy/unknown-field',
      'apiVersin',
    ],
    ['apiVersion: kyverno.io/v1\nkind: ClusterPolcy\nmetadata: {name: x}\n', 'policy/unsupported', 'ClusterPolcy'],
    [
      'apiVersion: kyvrno.io/v1\nkind: ClusterPolicy\nmetadata: {name: x}\nspec: {rules: []}\n',
      'policy/unsupported',
      'kyvrno.io/v1',
    ],
  ])('does not lose a policy whose head is broken: %j', async (text, code, place) => {
    const loaded = await load({ 'lost.yaml': text });
    expect(loaded.origin).toBe('found');
    const [problem] = loaded.problems;
    const span = problem?.span;
    expect([problem?.code, span?.source.text.slice(span.start, span.end).split('\n')[0]]).toEqual([code, place]);
    expect([loaded.problems.length, loaded.notLoaded]).toEqual([1, []]);
  });

  it("leaves other people's kinds of the same names alone", async () => {
    const loaded = await load({
      'a.yaml': policy('a'),
      'gpu.yaml': 'apiVersion: nvidia.com/v1\nkind: ClusterPolicy\nmetadata: {name: gpu}\nspec: {}\n',
      'values.yaml': '# a ClusterPolicy of kyverno.io/v1\nkind: values\n',
      'chart/Chart.yaml': 'apiVersion: v2\nname: policies\ndescription: ClusterPolicy for kyverno.io\n',
    });
    expect(loaded.problems).toEqual([]);
    expect(loaded.notLoaded.map(({ file }) => file)).toEqual(['chart/Chart.yaml']);
  });

  it('tells what an engine warns of, with its place, and lets the policy judge', async () => {
    const loaded = await load({ 'a.yaml': policy('a', 'spec: odd\n'), 'b.yaml': policy('b', 'spec: even\n') });
    expect(names(loaded)).toEqual(['a', 'b']);
    expect(loaded.notes).toEqual(['a.yaml:5: its spec is odd. Make it even.']);
  });

  it('does not take templates of a chart for policies, and says so', async () => {
    const loaded = await load({
      'chart/Chart.yaml': 'name: chart\n',
      'chart/templates/policy.yaml': policy('{{ .Values.name }}'),
      'a.yaml': policy('a'),
    });
    expect(names(loaded)).toEqual(['a']);
    expect(loaded.notLoaded).toMatchObject([{ file: 'chart/templates/policy.yaml', code: 'manifest/helm-template' }]);
  });

  it('takes equal copies of a policy for one, and different ones for a contradiction', async () => {
    const same = await load({ 'a/p.yaml': policy('a'), 'b/p.yaml': `# a comment\n${policy('a')}` });
    expect(names(same)).toEqual(['a']);
    expect(same.problems).toEqual([]);
    const different = await load({ 'a/p.yaml': policy('a'), 'b/p.yaml': policy('a', 'spec: {x: 1}\n') });
    expect(problems(different)).toEqual([
      'policy/duplicate: the ClusterPolicy "a" is written in a/p.yaml and differently in b/p.yaml',
    ]);
  });
});

describe('loadPolicies with a configuration', () => {
  it('takes what the globs name and no more', async () => {
    const loaded = await load({ 'policies/a.yaml': policy('a'), 'other/b.yaml': policy('b') }, [files('policies/**')]);
    expect(names(loaded)).toEqual(['a']);
    expect(loaded.origin).toBe('configured');
  });

  it('takes a bundle from the library', async () => {
    expect(names(await load({}, [{ kind: 'bundle', name: 'starter' }]))).toEqual(['bundled']);
  });

  it('names the bundles where one does not exist', async () => {
    const loaded = await load({}, [{ kind: 'bundle', name: 'startr' }]);
    expect(loaded.problems).toMatchObject([
      { code: 'config/unknown-bundle', remedy: 'Did you mean "starter"? Bundles: pss, starter.' },
    ]);
  });

  it('reports a pattern that matches nothing, at its place', async () => {
    const loaded = await load({ 'a.yaml': policy('a') }, [files('policys/**')]);
    expect(problems(loaded)).toEqual(['config/no-such-file: "policys/**" matches no file']);
    expect(loaded.problems[0]?.span && startOf(loaded.problems[0].span)).toEqual({ line: 1, column: 1 });
  });

  it('reports a pattern whose files hold no policy', async () => {
    const loaded = await load({ 'p/a.yaml': 'kind: Pod\n', 'p/b.yaml': 'x: 1\n' }, [files('p/*.yaml')]);
    expect(problems(loaded)).toEqual(['policy/not-found: "p/*.yaml" matches 2 files, and none holds a policy']);
  });

  it('reports a file that was named and holds no policy', async () => {
    const loaded = await load({ 'p.yaml': 'kind: Pod\n', 'a.yaml': policy('a') }, [files('p.yaml'), files('a.yaml')]);
    expect(problems(loaded)).toEqual(['policy/not-found: p.yaml holds no policy']);
    expect(names(loaded)).toEqual(['a']);
  });

  it('says which matched files hold no policy, but for tests beside them', async () => {
    const loaded = await load(
      {
        'p/a/policy.yaml': policy('a'),
        'p/a/.kyverno-test/resource.yaml': 'kind: Pod\n',
        'p/b/policy.yaml': policy('b').replace('kyverno.io', 'kyvern.io'),
      },
      [files('p/**')],
    );
    expect(loaded.notes).toEqual(['"p/**" also matches 1 file without a policy: p/b/policy.yaml.']);
  });

  it('does not leave the repository', async () => {
    const loaded = await load({}, [files('../policies')]);
    expect(problems(loaded)).toEqual(['config/invalid-value: "../policies" leaves the repository']);
  });

  it('takes paths that were named by hand, wherever they are', async () => {
    const repository = {
      '../elsewhere/a.yaml': policy('a'),
      '/absolute/b.yaml': policy('b'),
      'c{1}.yaml': policy('c'),
    };
    const paths = ['../elsewhere', '/absolute/b.yaml', 'c{1}.yaml'];
    const loaded = await load(
      repository,
      paths.map((path) => ({ kind: 'path', path })),
    );
    expect(names(loaded)).toEqual(['a', 'b', 'c']);
    expect(loaded.problems).toEqual([]);
  });
});

describe('levels', () => {
  const span = { source: { file: 't.yml', revision: 'base' as const, text: '' }, start: 0, end: 0 };

  it('are those of policies and rules that exist', async () => {
    const loaded = await load({ 'a.yaml': policy('a') }, undefined, [
      { name: 'a', level: 'audit', span },
      { name: 'a/rule-of-it', level: 'warn', span },
    ]);
    expect(loaded.levels.set).toEqual({ 'ClusterPolicy/a': 'audit', 'ClusterPolicy/a/rule-of-it': 'warn' });
    expect(loaded.problems).toEqual([]);
  });

  it('are an error for a name that nothing has', async () => {
    const loaded = await load({ 'a.yaml': policy('labels') }, undefined, [{ name: 'lables', level: 'audit', span }]);
    expect(loaded.problems).toMatchObject([
      {
        code: 'config/invalid-value',
        message: '"levels" names "lables", which is no policy and no rule',
        remedy: 'Did you mean "labels"? Policies: labels; a rule is written policy/rule.',
      },
    ]);
  });
});
