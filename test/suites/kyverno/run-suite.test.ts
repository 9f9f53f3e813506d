import { describe, expect, test } from 'vitest';
import { inputFiles, rowsOf, runInput } from '../run-input.ts';
import { type Asked, spokenEngine } from '../spoken-engine.ts';

// Every expectation is section 1.6 of the map of the format, not what the code did.
describe('rows against answers', () => {
  const rows = rowsOf('matching/kyverno-test.yaml');

  test.each([
    [
      'a name takes objects of every kind and namespace',
      0,
      true,
      ['ok Pod shop/web named pass', 'ok Deployment office/web named pass'],
    ],
    ['namespace/name takes one namespace', 1, true, ['ok Deployment office/web named pass']],
    ['of a policy only the last segment is compared', 2, true, ['ok Pod shop/web other fail']],
    [
      'no rule means every rule, and each must agree',
      3,
      false,
      ['ok Pod shop/web named pass', 'wrong Pod shop/web other fail'],
    ],
    [
      'a rule means its autogen variants, too',
      4,
      false,
      ['ok Job default/job autogen-named pass', 'wrong Job default/job autogen-cronjob-named fail'],
    ],
    ['a row may name a variant itself', 5, true, ['ok Job default/job autogen-named pass']],
    [
      'an object that no rule matches is excluded, whatever is wanted',
      6,
      true,
      ['excluded Pod default/unmatched named nothing'],
    ],
    ['so is a rule that does not exist', 7, true, ['excluded Pod shop/web misspelt nothing']],
    ['a policy that does not exist is not found', 10, false, ['not-found Pod shop/web named nothing']],
    ['a failure that is not scored is a warning', 11, true, ['ok Pod shop/web named warn']],
    ['an error is an error, scored or not', 12, true, ['ok Job default/job named error']],
    [
      'a policy in CEL has one answer, whatever rule the row names; keys have no case',
      13,
      true,
      ['ok Pod shop/web  pass'],
    ],
    ['a policy in CEL that does not match is not found', 14, false, ['not-found Pod default/unmatched  nothing']],
    ['resourceSpecs name objects beside resources, of any kind', 15, true, ['ok Deployment office/web named pass']],
  ])('%s', (_, index, passed, lines) => {
    expect(rows[index]).toEqual({ passed, lines });
  });

  test('a row whose names do not exist, or that has none, is checked against everything', () => {
    const all = [
      'ok Pod shop/web named pass',
      'ok Deployment office/web named pass',
      'ok Job default/job autogen-named pass',
      'wrong Job default/job autogen-cronjob-named fail',
      'excluded Pod default/unmatched named nothing',
    ];
    expect(rows[8]).toEqual({ passed: false, lines: all });
    expect(rows[9]).toEqual({ passed: false, lines: all });
    // So is one with resourceSpecs alone: they are read only beside resources.
    expect(rows[16]).toEqual({ passed: false, lines: all });
  });
});

test('a crash is no answer, not even to a row that wants an error', () => {
  const [result] = runInput('crashing/kyverno-test.yaml');
  expect(result?.rows.map(({ lines }) => lines)).toEqual([
    [{ outcome: 'unsupported', object: 'Pod default/web', rule: 'rule', got: 'nothing', reason: 'crash: said so' }],
    [{ outcome: 'unsupported', object: 'Pod default/db', rule: 'rule', got: 'unknown', reason: 'needs: a cluster' }],
  ]);
  expect(result?.passed).toBe(false);
});

test('an engine that crashes on the policies of a suite fails that suite', () => {
  const compile = () => {
    throw new TypeError('cannot compile');
  };
  const [result] = runInput('crashing/kyverno-test.yaml', [], { ...spokenEngine(), compile });
  expect(result?.problems.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    'engine/crash: the suite could not be run: cannot compile',
  ]);
  expect(result?.passed).toBe(false);
});

describe('rows with patched resources', () => {
  const rows = rowsOf('mutating/kyverno-test.yaml');

  test.each([
    [
      'the object after one policy; null, empty and generation labels do not count',
      0,
      true,
      ['ok Pod default/web label pass'],
    ],
    ['the object after the policies before it, too', 1, true, ['ok Pod default/web label pass']],
    ['another object is wrong', 2, false, ['wrong Pod default/web label another object']],
    [
      'an object that the file does not hold is not compared at all',
      3,
      true,
      ['dropped Pod default/bare label nothing'],
    ],
    ['unless the row insists', 4, false, ['wrong Pod default/bare label an object']],
    ['a file that does not exist is wrong', 5, false, ['wrong Pod default/web label an object']],
    ['validation sees the mutated object', 6, true, ['ok Pod default/web labelled pass']],
    ['and the object as it is where nothing was mutated', 7, true, ['ok Pod default/bare labelled fail']],
  ])('%s', (_, index, passed, lines) => {
    expect(rows[index]).toEqual({ passed, lines });
  });
});

test('a wrong object is told by its differences from the one that is wanted', () => {
  const [result] = runInput('mutating/kyverno-test.yaml');
  const line = result?.rows[8]?.lines[0];
  expect(line?.reason).toBe('it is not as in very-different.yaml');
  expect(line?.diff?.filter((text) => /^[-+]/.test(text))).toEqual([
    '-    third: "yes"',
    '-    - image: web:2',
    '+    - image: web:1',
    '-  hostNetwork: true',
    '-  hostPID: true',
  ]);
});

test('what could not be judged is never a success, not even where nothing would be compared', () => {
  expect(rowsOf('mutating/kyverno-test.yaml')[9]).toEqual({
    passed: false,
    lines: ['unsupported Pod default/unknown label unknown'],
  });
});

describe('loading', () => {
  const asked: Asked[] = [];
  const results = runInput('loading/kyverno-test.yaml', asked);
  const requestsOf = (policy: string) => asked.filter((each) => each.policy === policy).map(({ request }) => request);
  const askedAbout = (name: string) => {
    const found = asked.find(({ request }) => request.name === name);
    if (found === undefined) throw new Error(`nobody was asked about ${name}`);
    return found;
  };

  test('every document of a file is a suite, comments alone are none', () => {
    expect(results.map(({ name }) => name)).toEqual(['folder', 'files', 'first-missing']);
  });

  test('folders of policies are read whole, but for what begins with a dot', () => {
    expect([...new Set(asked.map(({ policy }) => policy))]).toEqual(['echo', 'deep']);
  });

  test('a folder as the first of the resources is opened, not what is below it, and hides the others', () => {
    expect(requestsOf('deep').map(({ name }) => name)).toEqual(['pod', 'namespace', 'unknown']);
  });

  test('whoever has no namespace is in default, but for what is known to have none', () => {
    expect(requestsOf('deep').map(({ namespace }) => namespace)).toEqual(['default', '', 'default']);
    expect(requestsOf('deep')[1]?.object?.metadata).not.toHaveProperty('namespace');
  });

  test('maps that are null are empty', () => {
    expect(askedAbout('pod').request.oldObject?.metadata).toMatchObject({ annotations: {} });
  });

  test('a first resource file that is missing is a problem, a later one a trap; so is every missing policy file', () => {
    expect(results[1]?.problems).toEqual([]);
    expect(results[1]?.traps.map(({ message }) => message)).toContain(
      'the resource file missing.yaml does not exist, and is passed over',
    );
    expect(results[2]?.problems.map(({ message }) => message)).toEqual([
      'the resource file missing.yaml does not exist',
      'the policy file no-policy.yaml does not exist',
    ]);
    expect(results[2]?.passed).toBe(false);
  });

  test('values choose the operation: on DELETE there is only the old object, on UPDATE both are the same, CONNECT is a CREATE', () => {
    const ofEcho = requestsOf('echo');
    const [pod, namespace] = ofEcho;
    expect(pod).toMatchObject({ operation: 'DELETE', object: null, oldObject: { metadata: { name: 'pod' } } });
    expect(namespace?.operation).toBe('UPDATE');
    expect(namespace?.object).toEqual(namespace?.oldObject);
    expect(ofEcho.find(({ name }) => name === 'other')).toMatchObject({ operation: 'CREATE', oldObject: null });
  });

  test('values may rewrite the object; quotes hold a key with dots together', () => {
    expect(askedAbout('other').request.object?.metadata.annotations).toEqual({ 'example.com/a.b': 'set' });
  });

  test('values of a rule override those of an object, and these the global ones; the first of the foreach values counts', () => {
    const { values } = askedAbout('pod').context;
    expect(values.variables?.({ policy: 'echo', name: 'pod' })).toMatchObject({
      free: 'global',
      overridden: 'resource',
    });
    expect(values.variables?.({ policy: 'echo', name: 'namespace' })).toMatchObject({ overridden: 'global' });
    for (const rule of ['said', 'autogen-said', 'autogen-cronjob-said']) {
      expect(values.variables?.({ policy: 'echo', rule, name: 'pod' })).toMatchObject({
        overridden: 'rule',
        element: 'first',
        'request.operation': 'DELETE',
      });
    }
  });

  test('labels of a namespace come from its object, else from the selector', () => {
    const { values } = askedAbout('pod').context;
    expect(values.namespaceLabels?.('default')).toEqual({ from: 'namespace' });
    expect(values.namespaceLabels?.('shop')).toEqual({ from: 'selector' });
    expect(values.namespaceLabels?.('elsewhere')).toBeUndefined();
  });

  test('the user is who the file says', () => {
    const { request, context } = askedAbout('pod');
    const user = { username: 'jane', groups: ['dev'], clusterRoles: ['cluster-admin'] };
    expect(request.userInfo).toEqual(user);
    expect(context.values.userInfo).toEqual(user);
  });
});

test('the operation of a row is that of a run of its own, stands above the values, and below those of a rule', () => {
  const asked: Asked[] = [];
  runInput('operation/kyverno-test.yaml', asked);
  expect(asked.map(({ request }) => request.operation)).toEqual(['UPDATE', 'DELETE']);
  const operations = asked.map(({ context }) =>
    [undefined, 'said'].map((rule) => {
      const question = { policy: 'echo', name: 'pod', ...(rule === undefined ? {} : { rule }) };
      return context.values.variables?.(question)['request.operation'];
    }),
  );
  expect(operations).toEqual([
    ['UPDATE', 'CONNECT'],
    ['DELETE', 'CONNECT'],
  ]);
});

describe('the cluster of a suite', () => {
  const asked: Asked[] = [];
  const [result] = runInput('cluster/kyverno-test.yaml', asked);
  const [{ request, context } = unasked()] = asked;

  test('its definitions tell which kinds have no namespace; a List is its items', () => {
    expect(result?.problems).toEqual([]);
    expect(request).toMatchObject({ name: 'fleet', namespace: '' });
    expect(asked[1]?.request).toMatchObject({ name: 'pod', namespace: 'default' });
  });

  test('its objects can be looked up', () => {
    const settings = { group: '', kind: 'ConfigMap', namespace: 'default', name: 'settings' };
    expect(context.cluster.get(settings)).toMatchObject({ outcome: 'found', object: { data: { allowed: 'yes' } } });
    expect(context.cluster.get({ ...settings, namespace: 'shop' })).toEqual({ outcome: 'absent' });
    const names = (kind: string) => context.cluster.list({ group: '', kind }).map(({ metadata }) => metadata.name);
    expect(names('Namespace')).toEqual(['default', 'shop']);
    // So can the objects that the policies are asked about.
    expect(names('Pod')).toEqual(['pod']);
    expect(context.values.looksUp).toBe(true);
  });

  test('its Namespaces tell their labels', () => {
    expect(context.values.namespaceLabels?.('default')).toEqual({ from: 'cluster' });
  });
});

function unasked(): never {
  throw new Error('nobody was asked');
}

describe('suites that are written wrong', () => {
  const files = inputFiles.list('broken') ?? [];

  test.each(files.filter(({ kind }) => kind === 'file').map(({ name }) => name))('%s', (name) => {
    const [result] = runInput(`broken/${name}`);
    const [problem] = result?.problems ?? [];
    const text = inputFiles.read(`broken/${name}`) ?? '';
    const marked = text.split('\n').findIndex((line) => line.includes('# expect: '));
    const expected = /# expect: (.*)/.exec(text)?.[1] ?? 'an expectation';
    expect(result?.passed).toBe(false);
    expect(problem?.message).toContain(expected);
    expect(text.slice(0, problem?.span?.start).split('\n').length - 1).toBe(marked);
  });
});
