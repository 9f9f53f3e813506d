import { describe, expect, test } from 'vitest';
import { kyvernoEngine } from '../../../src/engines/kyverno/engine.ts';
import { readWrittenObjects } from '../../../src/manifests/written-objects.ts';
import type { TraceStep } from '../../../src/model/engine.ts';
import { contextOf, objectOf, policyOf, requestOf, ruleOf, type Surroundings } from './ask.ts';

const OBJECT = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c, namespace: shop }\ndata: { a: "1" }';
const MATCH = 'match: { any: [{ resources: { kinds: [ConfigMap] } }] }';
const POD_MATCH = 'match: { any: [{ resources: { kinds: [Pod] } }] }';

const pod = (spec: string) => `apiVersion: v1\nkind: Pod\nmetadata: { name: p, namespace: shop }\nspec: ${spec}`;
const CONTAINERS = pod('{ containers: [{ name: web, image: "nginx:1" }, { name: side, image: "nginx:latest" }] }');

/** The trace of a rule as lines, indented by depth, without those of the variants that autogen makes of it. */
function explain(rule: string, object = OBJECT, surroundings: Surroundings = {}): readonly string[] {
  return explained(ruleOf(rule), object, surroundings);
}

function explained(policy: string, object: string, surroundings: Surroundings = {}): readonly string[] {
  const trace = policyOf(policy).explain?.(requestOf(objectOf(object)), contextOf(surroundings));
  return linesOf(trace?.steps.filter(({ text }) => text.startsWith('rule r')) ?? []);
}

function linesOf(list: readonly TraceStep[], indent = ''): readonly string[] {
  return list.flatMap(({ text, outcome, decides, steps = [] }) => [
    `${indent}${outcome} ${text}${decides ? ' <<<' : ''}`,
    ...linesOf(steps, `${indent}  `),
  ]);
}

describe('match and exclude', () => {
  test('a rule that is about something else says why', () => {
    expect(explain(`${POD_MATCH}\nvalidate: { deny: {} }`)).toEqual([
      'note rule r is not about this: the kind does not match',
      '  no match kinds Pod: the kind does not match <<<',
    ]);
  });

  test('of several filters each is asked, and what excludes decides', () => {
    const rule = `match: { all: [{ resources: { kinds: [ConfigMap] } }, { resources: { kinds: [ConfigMap], namespaces: [shop] } }] }
exclude: { any: [{ resources: { names: [c] } }, { resources: { names: [d] } }] }
validate: { deny: {} }`;
    expect(explain(rule)).toEqual([
      'note rule r is not about this: it is excluded',
      '  yes match: all of 2',
      '    yes kinds ConfigMap',
      '    yes kinds ConfigMap; namespaces shop',
      '  yes exclude: any of 2',
      '    yes names c <<<',
      '    no names d: the name does not match',
    ]);
  });
});

describe('conditions', () => {
  test('a denial shows its values, where it is, and what decided', () => {
    const lines = explain(`${MATCH}
context: [{ name: limit, variable: { value: "2" } }]
preconditions: { all: [{ key: "{{ request.operation }}", operator: Equals, value: CREATE }] }
validate: { message: too small, deny: { conditions: { any: [{ key: "{{ request.object.data.a }}", operator: LessThan, value: "{{ limit }}" }] } } }`);
    expect(lines).toEqual([
      'no rule r: fail',
      '  yes match kinds ConfigMap',
      '  note context limit = "2"',
      '  yes preconditions, all of',
      '    yes {{ request.operation }} = "CREATE" Equals "CREATE"',
      '  no deny, any of: holds',
      '    yes {{ request.object.data.a }} = "1" LessThan {{ limit }} = "2" <<<',
      '    note at data.a = "1"',
    ]);
  });

  test('the first condition that is not met ends the rule', () => {
    const conditions = [
      '{ key: "{{ request.operation }}", operator: Equals, value: CREATE }',
      '{ key: "{{ request.object.data.a }}", operator: Equals, value: "2" }',
      '{ key: "{{ request.object.data.a }}", operator: Equals, value: "3" }',
    ].join(', ');
    expect(explain(`${MATCH}\npreconditions: { all: [${conditions}] }\nvalidate: { deny: {} }`)).toEqual([
      'note rule r: skip',
      '  yes match kinds ConfigMap',
      '  no preconditions, all of',
      '    yes {{ request.operation }} = "CREATE" Equals "CREATE"',
      '    no {{ request.object.data.a }} = "1" Equals "2" <<<',
      '    no {{ request.object.data.a }} = "1" Equals "3"',
    ]);
  });

  test('what breaks decides before a later condition that would hold', () => {
    const broken = '{ key: "{{ request.object.data.b }}", operator: Equals, value: x }';
    const fine = '{ key: a, operator: Equals, value: a }';
    expect(explain(`${MATCH}\nvalidate: { deny: { conditions: { any: [${broken}, ${fine}] } } }`).slice(2)).toEqual([
      '  no deny, any of',
      '    no {{ request.object.data.b }} = (Unknown key "b" in path) Equals "x" <<<',
      '    yes "a" Equals "a"',
    ]);
  });

  test('what only a cluster knows does not matter where another condition holds', () => {
    const call = 'context: [{ name: pods, apiCall: { urlPath: /api/v1/pods, jmesPath: "items" } }]';
    const unknown = '{ key: "{{ pods }}", operator: Equals, value: x }';
    const lines = explain(
      `${MATCH}\n${call}\nvalidate: { deny: { conditions: { any: [${unknown}, { key: a, operator: Equals, value: a }] } } }`,
    );
    expect(lines[0]).toBe('no rule r: fail');
    expect(lines.find((line) => line.endsWith('<<<'))).toBe('    yes "a" Equals "a" <<<');
    expect(explain(`${MATCH}\n${call}\nvalidate: { deny: { conditions: { any: [${unknown}] } } }`).slice(-1)).toEqual([
      expect.stringMatching(/^ {4}note \{\{ pods \}\} = \(it needs .*\/api\/v1\/pods.* <<<$/),
    ]);
  });
});

describe('patterns', () => {
  test('each node says what was compared with what, and the first that fails decides', () => {
    const pattern = '{ data: { a: "2", =(b): x, d: "*", e: { f: g } } }';
    expect(explain(`${MATCH}\nvalidate: { pattern: ${pattern} }`)).toEqual([
      'no rule r: fail',
      '  yes match kinds ConfigMap',
      '  no pattern data',
      '    yes =(b) is absent: nothing is asked of it',
      '    no a = "1", wanted "2" <<<',
      '    no d is missing, wanted anything',
      '    no e is missing, wanted {"f":"g"}',
    ]);
  });

  test('a key that must not be there', () => {
    const lines = explain(`${MATCH}\nvalidate: { pattern: { data: { X(a): "null", X(b): "null" } } }`);
    expect(lines.slice(2)).toEqual([
      '  no pattern data',
      '    no X(a) is there <<<',
      '    yes X(b) is absent, as wanted',
    ]);
  });

  test('where Kyverno answers "error" to what fails, that is said', () => {
    expect(explain(`${MATCH}\nvalidate: { pattern: { data: { ^(c): [{ d: e }], a: "2" } } }`)).toEqual([
      'no rule r: error',
      '  yes match kinds ConfigMap',
      '  no pattern data',
      '    yes ^(c) is absent: nothing is asked of it',
      '    no a = "1", wanted "2" <<<',
      '    note Kyverno answers "error" to this: an anchored key of the pattern is nowhere in the object, or a list is too short',
    ]);
  });

  test('an item to which a condition does not apply is passed over', () => {
    const pattern = '{ spec: { containers: [{ (image): "*:latest", imagePullPolicy: Always }] } }';
    expect(explain(`${POD_MATCH}\nvalidate: { pattern: ${pattern} }`, CONTAINERS)).toEqual([
      'no rule r: fail',
      '  yes match kinds Pod',
      '  no pattern spec.containers: 2 items',
      '    note [0]: the rule is not about this',
      '      note (image) = "nginx:1", wanted "*:latest": the rule is not about this',
      '    no [1]',
      '      yes (image) = "nginx:latest", wanted "*:latest"',
      '      no imagePullPolicy is missing, wanted "Always" <<<',
    ]);
  });

  test('of items of which one has to match, the pattern says which does', () => {
    const pattern = '{ spec: { ^(containers): [{ image: "*:1" }, { image: "*:2" }] } }';
    expect(explain(`${POD_MATCH}\nvalidate: { pattern: ${pattern} }`, CONTAINERS).slice(2)).toEqual([
      '  no pattern spec',
      '    no ^(containers)',
      '      yes [0] matches, wanted one that is {"image":"*:1"}',
      '      no none of 2 matches, wanted one that is {"image":"*:2"} <<<',
    ]);
  });

  test('alternatives are told one by one; the one that matches decides', () => {
    const patterns = '[{ data: { b: x } }, { data: { a: "1" } }, { data: { (b): x } }]';
    expect(explain(`${MATCH}\nvalidate: { anyPattern: ${patterns} }`).slice(2)).toEqual([
      '  yes anyPattern: one of 3 alternatives matches',
      '    no alternative 1: data.b is missing, wanted "x"',
      '    yes alternative 2: data.a = "1", wanted "1" <<<',
      '    note alternative 3: data: the rule is not about this',
      '      note (b) is absent: the rule is not about this',
    ]);
  });

  test('a hostile list is bounded, and what decided is shown all the same', () => {
    const items = Array.from(
      { length: 5_000 },
      (_, index) => `{ name: c${index}, image: ${index === 4_321 ? 'bad' : 'x'} }`,
    );
    const rule = `${POD_MATCH}\nvalidate: { pattern: { spec: { containers: [{ image: x }] } } }`;
    const lines = explain(rule, pod(`{ containers: [${items.join(', ')}] }`));
    expect(lines).toHaveLength(15);
    expect(lines.slice(-2)).toEqual(['    no [4321].image = "bad", wanted "x" <<<', '    note … and 4,989 more items']);
  });
});

describe('loops', () => {
  test('each element is told by its place, and those that are passed over say why', () => {
    const rule = `${POD_MATCH}
validate:
  foreach:
    - list: request.object.spec.containers
      context: [{ name: tag, variable: { jmesPath: "split(element.image, ':')[1]" } }]
      preconditions: { all: [{ key: "{{ element.name }}", operator: NotEquals, value: web }] }
      deny: { conditions: { all: [{ key: "{{ tag }}", operator: Equals, value: latest }] } }`;
    expect(explain(rule, CONTAINERS).slice(2)).toEqual([
      '  no foreach request.object.spec.containers: 2 elements',
      '    note element 0: spec.containers[0], passed over',
      '      note context tag = "1"',
      '      no preconditions, all of',
      '        no {{ element.name }} = "web" NotEquals "web"',
      '    no element 1: spec.containers[1]',
      '      note context tag = "latest"',
      '      yes preconditions, all of',
      '        yes {{ element.name }} = "side" NotEquals "web"',
      '      no deny, all of: holds',
      '        yes {{ tag }} = "latest" Equals "latest" <<<',
      '        note at spec.containers[1].image = "nginx:latest"',
    ]);
  });

  test('loops within loops, and lists that are not there', () => {
    const rule = `${POD_MATCH}
validate:
  foreach:
    - list: request.object.spec.volumes
      pattern: { name: x }
    - list: request.object.spec.containers
      foreach:
        - list: element.ports
          pattern: { hostPort: "0" }`;
    const ports = pod('{ containers: [{ name: web, ports: [{ hostPort: 0 }, { hostPort: 80 }] }] }');
    expect(explain(rule, ports).slice(2)).toEqual([
      '  no foreach: 2 lists',
      '    note foreach request.object.spec.volumes: 0 elements, none is judged',
      '    no foreach request.object.spec.containers: 1 element',
      '      no element 0: spec.containers[0]',
      '        no foreach element.ports: 2 elements',
      '          yes element 0: spec.containers[0].ports[0]',
      '            yes pattern hostPort = 0, wanted "0"',
      '          no element 1: spec.containers[0].ports[1]',
      '            no pattern hostPort = 80, wanted "0" <<<',
    ]);
  });
});

test('an element that is no mapping, where the loop is for mappings alone, is an error', () => {
  const list = 'list: "request.object.data.keys(@)", elementScope: true, deny: {}';
  expect(explain(`${MATCH}\nvalidate: { foreach: [{ ${list} }] }`)).toEqual([
    'no rule r: error',
    '  yes match kinds ConfigMap',
    '  no foreach request.object.data.keys(@): 1 element',
    '    no element 0 = "a": elementScope: true is for mappings, and this is none <<<',
  ]);
});

test('who makes the request is not known, and decides where the rule would mind', () => {
  const match = 'match: { any: [{ resources: { kinds: [ConfigMap] }, clusterRoles: [admin] }] }';
  const lines = explained(ruleOf(`${match}\nvalidate: { deny: {} }`, 'background: false'), OBJECT);
  expect(lines.slice(0, 2)).toEqual([
    'note rule r: unknown',
    expect.stringMatching(/^ {2}note match kinds ConfigMap; clusterRoles admin: may match: it needs .* <<<$/),
  ]);
});

describe('mutations', () => {
  test('a patch names what it changes', () => {
    expect(explain(`${MATCH}\nmutate: { patchStrategicMerge: { data: { b: "2" } } }`).slice(2)).toEqual([
      '  yes patch: 1 change <<<',
      '    note add data.b = "2"',
    ]);
  });

  test('a loop tells what it did for each element', () => {
    const rule = `${POD_MATCH}
mutate:
  foreach:
    - list: request.object.spec.containers[].name
      preconditions: { all: [{ key: "{{ element }}", operator: Equals, value: web }] }
      patchStrategicMerge: { spec: { containers: [{ name: "{{ element }}", imagePullPolicy: Always }] } }`;
    expect(explain(rule, CONTAINERS).slice(2)).toEqual([
      '  yes foreach request.object.spec.containers[].name: 2 elements, from the last to the first',
      '    note element 1 = "side", passed over',
      '      no preconditions, all of',
      '        no {{ element }} = "side" Equals "web"',
      '    yes element 0 = "web"',
      '      yes preconditions, all of',
      '        yes {{ element }} = "web" Equals "web"',
      '      yes patch: 1 change <<<',
      '        note add spec.containers[0].imagePullPolicy = "Always"',
    ]);
  });

  test('targets are told one by one', () => {
    const cluster = 'apiVersion: v1\nkind: Service\nmetadata: { name: s, namespace: shop }';
    const rule = `${MATCH}
mutate:
  targets: [{ apiVersion: v1, kind: Service, name: s, namespace: shop }, { apiVersion: v1, kind: Service, name: t, namespace: shop }]
  patchStrategicMerge: { metadata: { labels: { a: b } } }`;
    expect(explain(rule, OBJECT, { cluster }).slice(2)).toEqual([
      '  yes mutate existing objects',
      '    yes target Service shop/s',
      '      yes patch: 1 change <<<',
      '        note add metadata.labels = {"a":"b"}',
      '    note target 2: the repository holds none',
    ]);
  });
});

test('a generating rule tells what it would make', () => {
  const rule = `${MATCH}
generate:
  foreach:
    - list: request.object.data.keys(@)
      apiVersion: v1
      kind: ConfigMap
      name: "{{ element }}"
      namespace: shop
      data: { data: {} }`;
  expect(explain(rule).slice(2)).toEqual([
    '  yes foreach request.object.data.keys(@): 1 element',
    '    yes element 0 = "a"',
    '      yes generates ConfigMap shop/a <<<',
  ]);
});

test('of the images each is told with what is asked of it', () => {
  const rule = `${POD_MATCH}
verifyImages: [{ imageReferences: ["docker.io/nginx:l*"], mutateDigest: false, required: false }]`;
  expect(explain(rule, CONTAINERS).slice(2)).toEqual([
    '  no verifyImages of docker.io/nginx:l*',
    '    note spec.containers[0].image = "docker.io/nginx:1": it is not about this image',
    '    no spec.containers[1].image = "docker.io/nginx:latest": missing digest for docker.io/nginx:latest <<<',
  ]);
});

test('an exception that excuses decides', () => {
  const exception = `apiVersion: kyverno.io/v2
kind: PolicyException
metadata: { name: e, namespace: shop }
spec:
  exceptions: [{ policyName: p, ruleNames: [r] }]
  match: { any: [{ resources: { kinds: [ConfigMap] } }] }
  conditions: { all: [{ key: "{{ request.object.data.a }}", operator: Equals, value: "1" }] }`;
  const policy = ruleOf(`${MATCH}\nvalidate: { deny: {} }`);
  const { objects } = readWrittenObjects({
    file: 'policy.yaml',
    revision: 'base',
    text: `${policy}---\n${exception}`,
  });
  const kyverno = { version: '1.19', exceptions: { enabled: true, namespace: '*' } };
  const { policies } = kyvernoEngine.compile(objects, { kubernetes: '1.34', profile: 'cluster', kyverno });
  const trace = policies[0]?.explain?.(requestOf(objectOf(OBJECT)), contextOf());
  expect(linesOf(trace?.steps ?? [])).toEqual([
    'note rule r: skip',
    '  yes match kinds ConfigMap',
    '  yes exception shop/e: matches',
    '    yes conditions, all of',
    '      yes {{ request.object.data.a }} = "1" Equals "1" <<<',
  ]);
});

describe('secrets', () => {
  test('of a Secret nothing is shown', () => {
    const secret = `apiVersion: v1\nkind: Secret\nmetadata: { name: s }\nstringData: { password: "hunter2${'x'.repeat(200)}" }`;
    const lines = explain(
      `match: { any: [{ resources: { kinds: [Secret] } }] }
context: [{ name: all, variable: { jmesPath: request.object } }]
validate: { deny: { conditions: { any: [{ key: "{{ request.object.stringData.password }}", operator: NotEquals, value: x }] } } }`,
      secret,
    );
    expect(lines).toContain('    yes {{ request.object.stringData.password }} = [redacted] NotEquals "x" <<<');
    expect(lines.join()).not.toContain('hunter2');
  });

  test('nor of one that is looked up, or of what a pattern or patch has from it', () => {
    const cluster = 'apiVersion: v1\nkind: Secret\nmetadata: { name: s, namespace: shop }\ndata: { p: aHVudGVyMg== }';
    const context =
      'context: [{ name: pw, apiCall: { urlPath: /api/v1/namespaces/shop/secrets/s, jmesPath: "data.p" } }, { name: clear, variable: { jmesPath: "base64_decode(pw)" } }]';
    const bodies = [
      'validate: { deny: { conditions: { any: [{ key: "{{ clear }}", operator: Equals, value: x }] } } }',
      'validate: { pattern: { data: { a: "{{ clear }}" } } }',
      'mutate: { patchStrategicMerge: { data: { b: "{{ clear }}" } } }',
    ];
    for (const body of bodies) {
      const lines = explain(`${MATCH}\n${context}\n${body}`, OBJECT, { cluster });
      expect(lines).toContain('  note context pw = [redacted]');
      expect(lines.join('\n')).not.toMatch(/hunter2|aHVudGVyMg/);
    }
  });
});
