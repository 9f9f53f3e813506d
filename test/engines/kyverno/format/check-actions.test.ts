import { describe, expect, test } from 'vitest';
import { ruleOf } from '../ask.ts';
import { MATCH, remarksOf } from './remarks.ts';

const problems = (action: string, spec = '') => remarksOf(ruleOf(`${MATCH}\n${action}`, spec)).problems;
const messages = (action: string, spec = '') => problems(action, spec).map((problem) => problem.split(' | ')[1]);
const inPolicy = (action: string) =>
  remarksOf(ruleOf(`${MATCH}\n${action}`, '', 'namespace: shop').replace('ClusterPolicy', 'Policy')).problems;

// What Kyverno refuses: kyverno/kyverno 1.19, pkg/policy/*/validate.go, pkg/validation/policy and api/kyverno/v1.
describe('a rule', () => {
  test('has what belongs to its action', () => {
    const extractors = 'imageExtractors: { Task: [{ path: /spec }] }';
    expect(problems(`validate: { deny: {} }\n${extractors}`)).toEqual([
      'imageExtractors | rule "r" has imageExtractors, and verifies no images',
    ]);
    const cel = 'celPreconditions: [{ name: a, expression: "true" }]';
    expect(messages(`validate: { deny: {} }\n${cel}`)).toEqual(['rule "r" has celPreconditions without validate.cel']);
    expect(problems(`validate: { cel: { expressions: [{ expression: "true" }] } }\n${cel}`)).toEqual([]);
  });
});

describe('validate', () => {
  test('loops over a list and does one thing with each item', () => {
    expect(messages('validate: { foreach: [{ deny: {} }] }')).toEqual(['an item of foreach has no list']);
    expect(messages('validate: { foreach: [{ list: request.object.a }] }')).toEqual([
      'a loop of validate has none of pattern, anyPattern, deny, foreach',
    ]);
    expect(messages('validate: { foreach: [{ list: request.object.a, deny: {}, pattern: { a: b } }] }')).toHaveLength(
      1,
    );
  });

  test('excludes controls of Pod Security where they are', () => {
    const exclude = (text: string, level = 'restricted') =>
      messages(`validate: { podSecurity: { level: ${level}, exclude: [{ ${text} }] } }`);
    expect(exclude('controlName: Capabilities, images: ["*"]')).toEqual([]);
    expect(exclude('controlName: Capabilities')).toEqual([
      '"Capabilities" is about containers, and no images say which',
    ]);
    expect(exclude('controlName: Sysctls, images: ["*"]')).toEqual(['"Sysctls" is about the Pod itself']);
    expect(exclude('controlName: Sysctl')).toEqual([expect.stringContaining('cannot be "Sysctl"')]);
    expect(exclude('controlName: Volume Types', 'baseline')).toEqual([
      '"Volume Types" is no control of the level baseline',
    ]);
    expect(exclude('controlName: Seccomp, restrictedField: a')).toEqual(['restrictedField needs values']);
    expect(exclude('controlName: Seccomp, values: [a]')).toEqual(['values needs restrictedField']);
  });

  test('in CEL has parameters whole or not at all', () => {
    const cel = (text: string) => messages(`validate: { cel: { expressions: [{ expression: "true" }], ${text} } }`);
    const kind = 'paramKind: { apiVersion: v1, kind: ConfigMap }';
    expect(cel(`${kind}, paramRef: { name: a, parameterNotFoundAction: Deny }`)).toEqual([]);
    expect(cel(kind)).toEqual(['cel has paramKind without paramRef']);
    expect(cel(`${kind}, paramRef: { parameterNotFoundAction: Deny }`)).toEqual(['paramRef has no name']);
    expect(cel(`${kind}, paramRef: { name: a }`)).toEqual(['paramRef has no parameterNotFoundAction']);
  });

  test('with manifests says who signs, and with assertion trees does nothing any more', () => {
    expect(messages('validate: { manifests: {} }')).toEqual(['manifests has no attestors']);
    expect(remarksOf(ruleOf(`${MATCH}\nvalidate: { assert: { a: b } }`))).toMatchObject({
      judges: 1,
      warnings: ['assert | validate.assert has no effect since Kyverno 1.19'],
    });
  });
});

describe('a pattern', () => {
  test('adds nothing, and has lists under existence anchors', () => {
    expect(problems('validate: { pattern: { spec: { +(a): b } } }')).toEqual([
      '+(a) | "+(a)" adds a field, and a pattern adds none',
    ]);
    expect(problems('validate: { anyPattern: [{ ^(a): b }] }')).toHaveLength(1);
    expect(problems('validate: { pattern: { ^(a): [{ b: c }] } }')).toEqual([]);
  });

  test('has text for labels and annotations', () => {
    expect(problems('validate: { pattern: { metadata: { labels: { a: true } } } }')).toEqual([
      'true | labels are text, and "a" is true',
    ]);
    expect(
      problems('mutate: { patchStrategicMerge: { spec: { template: { metadata: { annotations: { a: 1 } } } } } }'),
    ).toHaveLength(1);
    expect(problems('validate: { pattern: { metadata: { labels: { a: "?*" } } } }')).toEqual([]);
  });
});

describe('mutate', () => {
  test('has a JSON patch with known operations, whose paths begin at the object', () => {
    const patch = (text: string) => problems(`mutate:\n  patchesJson6902: |-\n    ${text.replaceAll('\n', '\n    ')}`);
    expect(patch('- op: add\n  path: /a\n  value: "{{ request.name }}"')).toEqual([]);
    expect(patch('- op: add\n  path: /a\n  value: b\n- op: ad\n  path: /b')).toEqual([
      'ad | there is no JSON patch operation "ad"',
    ]);
    expect(patch('- op: remove\n  path: a/b')).toEqual(['a/b | the path "a/b" does not begin with a slash']);
    expect(patch('- op: replace\n  path: /a')).toEqual(['/a | the operation "replace" has no value']);
    expect(patch('- op: remove\n  path: /a/{{ request.name }}')).toEqual([
      '/a/{{ request.name }} | the path "/a/{{ request.name }}" holds a variable',
    ]);
    expect(patch('op: remove')).toHaveLength(1);
  });

  test('in a loop is warned of what would fail only when it runs', () => {
    const patch = '- { op: ad, path: "/a/{{elementIndex}}", value: b }';
    const rule = `${MATCH}\nmutate: { foreach: [{ list: request.object.a, patchesJson6902: '${patch}' }] }`;
    expect(remarksOf(ruleOf(rule))).toEqual({
      judges: 1,
      problems: [],
      warnings: ['ad | there is no JSON patch operation "ad"'],
    });
  });

  test('loops in loops, which have nothing beside', () => {
    const inner = 'foreach: [{ list: element.b, patchStrategicMerge: { a: b } }]';
    expect(problems(`mutate: { foreach: [{ list: request.object.a, ${inner} }] }`)).toEqual([]);
    expect(problems(`mutate: { foreach: [{ list: request.object.a, preconditions: {}, ${inner} }] }`)).toEqual([
      'preconditions | a loop around another one has no preconditions',
    ]);
    expect(messages('mutate: { foreach: [{ list: request.object.a }] }')).toHaveLength(1);
  });

  test('of a Policy stays in its namespace', () => {
    const target = (more: string) =>
      inPolicy(`mutate: { targets: [{ apiVersion: v1, kind: Pod${more} }], patchStrategicMerge: { a: b } }`);
    expect(target('')).toEqual([]);
    expect(target(', namespace: shop')).toEqual([]);
    expect(target(', namespace: other')).toHaveLength(1);
  });
});

describe('generate', () => {
  const config = 'apiVersion: v1, kind: ConfigMap, name: a';

  test('says what, where and from what', () => {
    expect(problems(`generate: { ${config}, namespace: b, data: { data: { a: b } } }`)).toEqual([]);
    expect(messages(`generate: { ${config}, namespace: b, data: {}, clone: { name: c } }`)).toEqual([
      'generate has data and clone; only one is allowed',
    ]);
    expect(messages('generate: { apiVersion: v1, kind: ConfigMap, namespace: b, data: {} }')).toEqual([
      'generate has no name',
    ]);
    expect(messages(`generate: { ${config}, data: {} }`)).toEqual([
      'a ConfigMap lives in a namespace, and none is said',
    ]);
    expect(problems('generate: { apiVersion: v1, kind: Namespace, name: a, namespace: b, data: {} }')).toEqual([
      'b | a Namespace lives in no namespace',
    ]);
    expect(messages(`generate: { ${config}, namespace: b, data: { =(a): b } }`)).toEqual([
      '"=(a)" is an anchor, and what is generated has none',
    ]);
  });

  test('does not generate what it matches', () => {
    const rule = `match: { resources: { kinds: [ConfigMap] } }\ngenerate: { ${config}, namespace: b, data: {} }`;
    expect(remarksOf(ruleOf(rule)).problems).toEqual(['ConfigMap | the rule matches what it generates: ConfigMap']);
  });

  test('clones lists of one scope', () => {
    const list = (kinds: string, namespace: string) =>
      messages(`generate: { namespace: b, cloneList: { ${namespace}kinds: [${kinds}] } }`);
    expect(list('v1/Secret, v1/ConfigMap', 'namespace: a, ')).toEqual([]);
    expect(list('v1/Secret', '')).toEqual(['cloneList has no namespace']);
    expect(list('v1/Namespace', 'namespace: a, ')).toEqual(['the kinds of the cloneList live in no namespace']);
    expect(list('v1/Secret, v1/Namespace', 'namespace: a, ')).toEqual([
      'a cloneList has kinds that live in namespaces and kinds that do not',
    ]);
  });

  test('of a Policy stays in its namespace', () => {
    expect(inPolicy(`generate: { ${config}, namespace: shop, data: {} }`)).toEqual([]);
    expect(inPolicy(`generate: { ${config}, namespace: other, data: {} }`)).toHaveLength(1);
    expect(inPolicy(`generate: { ${config}, namespace: shop, clone: { name: b, namespace: other } }`)).toHaveLength(1);
  });
});

describe('verifyImages', () => {
  const keys = 'attestors: [{ entries: [{ keys: { publicKeys: k } }] }]';
  const verify = (text: string, spec = 'validationFailureAction: Enforce') =>
    messages(`verifyImages: [{ ${text} }]`, spec);
  const images = 'imageReferences: ["*"]';

  test('says which images, without variables', () => {
    expect(verify(`${images}, ${keys}`)).toEqual([]);
    expect(verify(keys)).toEqual(['verifyImages does not say which images']);
    expect(verify(`imageReferences: ["{{ request.name }}"], ${keys}`)).toEqual([
      '"{{ request.name }}" holds a variable, and imageReferences may hold none',
    ]);
  });

  test('writes digests only where it enforces', () => {
    expect(verify(`${images}, ${keys}`, '')).toEqual([
      'mutateDigest, which is on where nothing is said, needs the action Enforce',
    ]);
    expect(verify(`${images}, mutateDigest: false, ${keys}`, '')).toEqual([]);
    expect(verify(`${images}, failureAction: Enforce, ${keys}`, '')).toEqual([]);
  });

  test('has attestors that can be asked', () => {
    const attestor = (text: string, more = '') => verify(`${images}, ${more}attestors: [{ entries: [{ ${text} }] }]`);
    expect(attestor('keyless: { rekor: { url: u } }')).toEqual([]);
    expect(attestor('keyless: { rekor: {} }')).toEqual(['rekor has no url']);
    expect(attestor('keyless: {}')).toEqual(['keyless has none of rekor, roots']);
    expect(attestor('keys: { publicKeys: k, signatureAlgorithm: md5 }')).toEqual(['"md5" is no signature algorithm']);
    expect(attestor('keys: {}')).toEqual(['keys has none of publicKeys, kms, secret']);
    expect(attestor('certificates: {}')).toEqual(['certificates has none of cert, certChain']);
    expect(attestor('keys: { kms: k }, certificates: { cert: c }')).toEqual([
      'an attestor has keys and certificates; only one is allowed',
    ]);
    expect(attestor('attestor: { entries: [{ keys: {} }] }')).toHaveLength(1);
    expect(attestor('keys: { kms: k }', 'type: Notary, ')).toEqual(['Notary knows no keys']);
    expect(verify(`${images}, attestors: [{ count: 2, entries: [{ keys: { kms: k } }] }]`)).toEqual([
      '2 attestors are asked for, of 1',
    ]);
    expect(verify(`${images}, attestors: [{ entries: [] }]`)).toEqual(['an item of attestors has no entries']);
  });

  test('does not write back what an expression made', () => {
    const rule = (mutateDigest: boolean) =>
      `imageExtractors: { Task: [{ path: /spec, jmesPath: a }] }\nverifyImages: [{ ${images}, mutateDigest: ${mutateDigest}, ${keys} }]`;
    expect(problems(rule(true), 'validationFailureAction: Enforce')).toHaveLength(1);
    expect(problems(rule(false))).toEqual([]);
  });
});
