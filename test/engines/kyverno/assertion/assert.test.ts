import { describe, expect, it } from 'vitest';
import type { AdmissionRequest } from '../../../../src/model/admission-request.ts';
import type { Verdict } from '../../../../src/model/verdict.ts';
import { compile, judge, objectOf, policyOf, ruleOf, type Surroundings } from '../ask.ts';

const POD = `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: shop, tier: front } }
spec:
  hostNetwork: false
  priority: 7
  nodeSelector: { (a): b }
  containers:
    - { name: a, image: nginx:1.25 }
    - { name: b, image: redis, ports: [{ containerPort: 6379 }] }
`;

/** What a tree says of the Pod, in Kyverno 1.18. */
function ask(tree: string, surroundings: Surroundings = {}, change: Partial<AdmissionRequest> = {}): Verdict {
  return askRule('', tree, surroundings, change);
}

function askRule(
  context: string,
  tree: string,
  surroundings: Surroundings = {},
  change: Partial<AdmissionRequest> = {},
): Verdict {
  const indented = tree.trim().replaceAll(/^/gm, '    ');
  const rule = `match: { any: [{ resources: { kinds: [Pod] } }] }\n${context}\nvalidate:\n  assert:\n${indented}`;
  const policy = ruleOf(rule, 'validationFailureAction: Enforce');
  const [verdict] = judge(policy, POD, { version: '1.18', ...surroundings }, change);
  if (!verdict) throw new Error('the rule says nothing');
  return verdict;
}

function failuresOf(verdict: Verdict): readonly string[] {
  if (verdict.outcome !== 'fail') throw new Error(JSON.stringify(verdict));
  return verdict.failures.map(({ message }) => message);
}

function pathsOf(verdict: Verdict): readonly unknown[] {
  if (verdict.outcome !== 'fail') throw new Error(JSON.stringify(verdict));
  return verdict.failures.map(({ path }) => path);
}

/** The semantics are those of kyverno-json's pkg/engine/assert and pkg/engine/match. */
describe('what a tree holds of an object', () => {
  it.each([
    ['a field is as it is written', 'object: { kind: Pod }'],
    ['numbers are compared as numbers', 'object: { spec: { priority: 7.0 } }'],
    ['a bool', 'object: { spec: { hostNetwork: false } }'],
    ['an empty mapping is whatever is there', 'object: { spec: {} }'],
    ['an expression', 'object: { spec: { (length(containers)): 2 } }'],
    ['an expression that is missing is null', 'object: { (metadata.annotations): null }'],
    ['an expression on the right, about the value beside it', "object: { kind: \"(join('', ['P', 'od']))\" }"],
    ['a list with an expression an item', 'object: { spec: { containers: [{ name: a }, { (ports != null): true }] } }'],
    ['a loop over a list', 'object: { spec: { ~.containers: { (length(name) < `2`): true } } }'],
    [
      'a loop over an expression',
      "object: { spec: { '~.(containers[].name)': { \"(contains(['a', 'b'], @))\": true } } }",
    ],
    ['a loop over a mapping', 'object: { metadata: { ~key.labels: { (length($key) > `2`): true } } }'],
    ['an index of a loop is an integer', "object: { spec: { ~i.containers: { name: \"(at(['a', 'b'], $i))\" } } }"],
    ['an index of a loop is no float', 'object: { spec: { ~i.containers: { ($i == `0`): false } } }'],
    ['a binding holds behind it', 'object: { metadata->meta: {}, spec: { ($meta.name): web } }'],
    ['a binding holds within', 'object: { spec->s: { ~.containers: { ($s.hostNetwork): false } } }'],
    ['an escaped key is a field', "object: { spec: { nodeSelector: { '\\(a)\\': b } } }"],
    ['arithmetic', 'object: { spec: { (priority * `2`): 14 } }'],
    ['let', "object: { spec: { \"(let $n = containers[].name in join(',', $n))\": 'a,b' } }"],
    [
      'a function of kyverno-json',
      'object: { spec: { containers: [{ "(wildcard(\'nginx:*\', image))": true }, {}] } }',
    ],
    ['a function of Kyverno', "object: { spec: { containers: [{ \"(split(image, ':'))\": [nginx, '1.25'] }, {}] } }"],
    ['what the request is about', 'resourceKind: { group: "", version: v1, kind: Pod }'],
    ['an old object that is not there is an empty one', 'oldObject: {}\n(length(oldObject)): 0'],
    ['a request of the API server', 'admissionOperation: true'],
    ['a struct of Go, through an expression', '(requestResource.resource): pods'],
    [
      'a list that an expression expects, whatever more the members have',
      `'(\`{"a": [1, 2], "b": 3}\`)': '(\`{"a": [1, 2]}\`)'`,
    ],
  ])('passes: %s', (_, tree) => {
    expect(ask(tree).outcome).toBe('pass');
  });

  it.each<[string, string, readonly string[]]>([
    ['another value', 'object: { kind: Job }', ['object.kind: Invalid value: "Pod": Expected value: "Job"']],
    [
      'another number',
      'object: { spec: { priority: 8 } }',
      ['object.spec.priority: Invalid value: 7: Expected value: 8'],
    ],
    [
      'a bool',
      'object: { spec: { hostNetwork: true } }',
      ['object.spec.hostNetwork: Invalid value: false: Expected value: true'],
    ],
    [
      'a field that is missing',
      'object: { metadata: { annotations: { a: b } } }',
      ['object.metadata.annotations: Required value: field not found in the input object'],
    ],
    [
      'null that is expected',
      'object: { metadata: { (labels.app): null } }',
      ['object.metadata.(labels.app): Invalid value: "shop": Expected value: <nil>'],
    ],
    [
      'null that is not',
      'object: { (metadata.annotations): {} }',
      ['object.(metadata.annotations): Invalid value: null: invalid value, must not be null'],
    ],
    [
      'a list of another length',
      "object: { spec: { '(containers[].name)': [a] } }",
      ['object.spec.(containers[].name): Invalid value: ["a","b"]: lengths of slices don\'t match'],
    ],
    [
      'null for a list',
      'object: { spec: { (nothing): [a] } }',
      ['object.spec.(nothing): Invalid value: null: value is null'],
    ],
    [
      'an item of a loop',
      'object: { spec: { ~.containers: { "(contains(image, \':\'))": true } } }',
      ["object.spec.~.containers[1].(contains(image, ':')): Invalid value: false: Expected value: true"],
    ],
    [
      'an item of a loop over a mapping',
      'object: { metadata: { ~.labels: shop } }',
      ['object.metadata.~.labels[tier]: Invalid value: "front": Expected value: "shop"'],
    ],
    [
      'several, in their order',
      'object: { kind: Job, spec: { priority: 1, x: 2 } }',
      [
        'object.kind: Invalid value: "Pod": Expected value: "Job"',
        'object.spec.priority: Invalid value: 7: Expected value: 1',
        'object.spec.x: Required value: field not found in the input object',
      ],
    ],
    [
      'a list that an expression expects',
      `object: { spec: { '(containers[].name)': "(['a', 'c'])" } }`,
      ['object.spec.(containers[].name): Invalid value: ["a","b"]: Expected value: []interface {}{"a", "c"}'],
    ],
    [
      'a field of null',
      'object: { (nothing): { a: b } }',
      ['object.(nothing).a: Required value: field not found in the input object'],
    ],
    [
      'a longer list than an expression expects',
      '(`[1, 2]`): (`[1]`)',
      ['(`[1, 2]`): Invalid value: [1,2]: Expected value: []interface {}{1}'],
    ],
    // An integer of the object is never the float of a literal: only what is written as a value compares the two as numbers.
    [
      'an integer against a literal',
      'object: { spec: { (priority == `7`): true } }',
      ['object.spec.(priority == `7`): Invalid value: false: Expected value: true'],
    ],
    // Go's type of the operation is another one than that of text.
    [
      'the operation against a text',
      "(operation == 'CREATE'): true",
      ["(operation == 'CREATE'): Invalid value: false: Expected value: true"],
    ],
    [
      'an old object that is not there',
      'oldObject: { kind: Pod }',
      ['oldObject.kind: Required value: field not found in the input object'],
    ],
  ])('fails: %s', (_, tree, messages) => {
    const verdict = ask(tree);
    expect(failuresOf(verdict)).toEqual(messages);
    expect(verdict).toMatchObject({ message: messages[0] });
  });

  it.each([
    ['two kinds', 'object: { kind: 1 }', 'object.kind: Internal error: types are not comparable, float64 - string'],
    ['a field of a text', 'object: { kind: { a: b } }', 'object.kind.a: Internal error: projection not recognized'],
    [
      'a field of a list',
      'object: { spec: { containers: { name: a } } }',
      'object.spec.containers.name: Internal error: projection not recognized',
    ],
    ['a list against none', 'object: { kind: [a] }', 'object.kind: Invalid value: "Pod": expected a slice'],
    ['a loop over a text', 'object: { ~.kind: a }', 'object.~.kind: Invalid value: "Pod": expected a slice or a map'],
    [
      'a loop over nothing',
      "object: { '~.(nothing)': a }",
      'object.~.(nothing): Invalid value: null: expected a slice',
    ],
    ['a struct of Go', 'requestResource: { resource: pods }', 'requestResource.resource: Internal error: projection'],
    ['the operation', 'operation: CREATE', 'operation: Internal error: types are not comparable, string - string'],
    ['a function of an integer', 'object: { spec: { (abs(priority)): 7 } }', 'object.spec.(abs(priority)): Internal'],
    ['no expression', 'object: { (a b): 1 }', 'object.(a b): Internal error: '],
    ['an unknown variable', 'object: { ($a): 1 }', 'object.($a): Internal error: variable not defined: $a'],
    [
      'a loop with a name on the right',
      "object: { kind: '~i.(a)' }",
      'object.kind: Invalid value: "~i.(a)": foreach is not supported on the RHS',
    ],
    [
      'a binding on the right',
      "object: { kind: '(a)->b' }",
      'object.kind: Invalid value: "(a)->b": binding is not supported on the RHS',
    ],
  ])('breaks: %s', (_, tree, message) => {
    const verdict = ask(tree);
    expect(verdict.outcome).toBe('error');
    if (verdict.outcome === 'error') expect(verdict.error.message).toContain(`failed to apply assertion: ${message}`);
  });
});

describe('what a tree sees of the request', () => {
  it('has the labels of the namespace, for fields and not for expressions', () => {
    const values = { namespaceLabels: () => ({ team: 'a' }) };
    expect(ask('namespaceLabels: { team: a }\n(namespaceLabels.team): null', { values }).outcome).toBe('pass');
  });

  it('needs the labels of a namespace that nobody described', () => {
    expect(ask('namespaceLabels: { team: a }')).toMatchObject({
      outcome: 'unknown',
      needs: 'labels of Namespace shop',
    });
  });

  it('needs the user, where nobody says who that is', () => {
    expect(ask('(admissionInfo.roles): []')).toMatchObject({ outcome: 'unknown' });
    const userInfo = { username: 'jane', groups: ['dev'] };
    expect(ask('(admissionInfo.admissionUserInfo.username): jane', {}, { userInfo }).outcome).toBe('pass');
  });

  it("reads numbers as floats in Kyverno's CLI", () => {
    expect(ask('object: { spec: { (priority == `7`): true } }', { profile: 'kyverno-cli' }).outcome).toBe('pass');
  });

  it('binds the entries of the context, each when it is read', () => {
    const context = `context:
  - { name: wanted, variable: { jmesPath: request.object.metadata.labels.app } }
  - { name: broken, variable: { jmesPath: request.object.nothing } }`;
    expect(askRule(context, 'object: { metadata: { labels: { app: ($wanted) } } }').outcome).toBe('pass');
    const verdict = askRule(context, 'object: { ($broken): 1 }');
    expect(verdict.outcome).toBe('error');
  });
});

describe('an update', () => {
  const before = (priority: string) => ({
    operation: 'UPDATE' as const,
    oldObject: objectOf(POD.replace('priority: 7', `priority: ${priority}`)),
  });

  it.each([
    ['excuses what the old object violates too', '6', 'skip'],
    ['excuses nothing that is new', '8', 'fail'],
    // Kyverno answers "failed to validate old object", and lets it pass.
    ['excuses where the old object breaks the tree', 'high', 'skip'],
  ])('%s', (_, priority, outcome) => {
    expect(ask('object: { spec: { priority: 8 } }', {}, before(priority)).outcome).toBe(outcome);
  });
});

describe('the place of a failure', () => {
  it.each<[string, string, readonly (string | number)[]]>([
    ['a field', 'object: { spec: { priority: 8 } }', ['spec', 'priority']],
    ['a missing field', 'object: { spec: { x: { y: z } } }', ['spec', 'x']],
    ['an item of a loop', 'object: { spec: { ~.containers: { image: redis } } }', ['spec', 'containers', 0, 'image']],
    ['an item of a list', 'object: { spec: { containers: [{}, { name: c }] } }', ['spec', 'containers', 1, 'name']],
    ['a label', 'object: { metadata: { ~.labels: shop } }', ['metadata', 'labels', 'tier']],
    ['an expression that is a path', 'object: { (spec.priority): 8 }', ['spec', 'priority']],
    ['what a function reads', 'object: { spec: { (length(containers)): 3 } }', ['spec', 'containers']],
    ['a loop over what an expression made', "object: { '~.(spec.containers[].name)': a }", ['spec', 'containers']],
    ['two readings', 'object: { spec: { (priority > length(containers)): false } }', ['spec']],
    ['the object as a whole', "object: { (length('x')): 2 }", ['metadata', 'name']],
    ['no object', '(admissionOperation): false', ['metadata', 'name']],
  ])('is that of %s', (_, tree, path) => {
    expect(pathsOf(ask(tree))).toEqual([path]);
  });

  it('has a remedy where the tree names the one value', () => {
    const failures = ask('object: { kind: Job, spec: { x: 1, priority: (`8`) } }');
    expect(failures).toMatchObject({
      failures: [
        { remedy: [{ op: 'replace', path: ['kind'], value: 'Job' }] },
        { remedy: [{ op: 'add', path: ['spec', 'x'], value: 1 }] },
        { path: ['spec', 'priority'] },
      ],
    });
    expect(failures).not.toHaveProperty('failures.2.remedy');
  });
});

describe('autogen', () => {
  const policy = ruleOf(
    `match: { any: [{ resources: { kinds: [Pod] } }] }
validate:
  assert:
    object: { spec: { ~.containers: { "(contains(image, ':'))": true } } }`,
  );

  it.each([
    ['apps/v1', 'Deployment', 'autogen-r', ['spec', 'template', 'spec', 'containers', 0, 'image']],
    [
      'batch/v1',
      'CronJob',
      'autogen-cronjob-r',
      ['spec', 'jobTemplate', 'spec', 'template', 'spec', 'containers', 0, 'image'],
    ],
  ])('leads the objects of the tree to the Pod: %s %s', (apiVersion, kind, rule, path) => {
    const template = 'template: { spec: { containers: [{ name: a, image: nginx }] } }';
    const spec = kind === 'CronJob' ? `jobTemplate: { spec: { ${template} } }` : template;
    const object = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: w, namespace: d }\nspec: { ${spec} }`;
    const verdicts = judge(policy, object, { version: '1.18' });
    expect(verdicts).toMatchObject([{ outcome: 'fail', rule, failures: [{ path }] }]);
  });
});

describe('Kyverno 1.19', () => {
  const policy = ruleOf(
    'match: { any: [{ resources: { kinds: [Pod] } }] }\nvalidate: { assert: { object: { kind: Job } } }',
  );

  it('says nothing, and is told of', () => {
    expect(judge(policy, POD)).toEqual([]);
    expect(compile(policy).warnings).toMatchObject([
      { message: expect.stringContaining('no effect since Kyverno 1.19') },
    ]);
    expect(policyOf(policy, 'cluster', '1.18')).toBeDefined();
    expect(compile(policy, 'cluster', '1.18').warnings).toEqual([]);
  });
});

describe('a hostile tree', () => {
  it('comes to an end', () => {
    let tree = 'x: 1';
    for (let depth = 0; depth < 12; depth++)
      tree = `{ '~.(\`[0,1,2,3,4,5,6,7,8,9]\`)': { '(\`{}\`)': ${tree.startsWith('{') ? tree : `{ ${tree} }`} } }`;
    const verdict = ask(`object: ${tree}`);
    expect(verdict.outcome).toBe('error');
    if (verdict.outcome === 'error') expect(verdict.error.message).toContain('yield too much');
  });
});
