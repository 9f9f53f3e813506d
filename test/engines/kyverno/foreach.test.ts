import { describe, expect, test } from 'vitest';
import { formatPath } from '../../../src/base/path.ts';
import type { Verdict } from '../../../src/model/verdict.ts';
import { judge, mutate, outcomes, ruleOf } from './ask.ts';

const MATCH = 'match: { any: [{ resources: { kinds: [Pod, ConfigMap] } }] }';

const POD = `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { team: shop } }
spec:
  initContainers:
    - { name: setup, image: "busybox:latest" }
  containers:
    - { name: a, image: "nginx:1.27" }
    - { name: b, image: "redis:latest", ports: [{ containerPort: 80 }, { containerPort: 443 }] }`;

function places(verdict: Verdict | undefined): readonly string[] {
  return verdict?.outcome === 'fail' ? verdict.failures.map(({ path }) => formatPath(path)) : [];
}

const loopOf = (loop: string) => ruleOf(`${MATCH}\nvalidate:\n  message: Bad\n  foreach:\n    - ${loop}`);

describe('a pattern for each element', () => {
  const rule = loopOf(
    '{ list: "request.object.spec.[initContainers, containers][]", pattern: { image: "!*:latest" } }',
  );

  test('fails as Kyverno says it, at the places of all elements that do not match', () => {
    const [verdict] = judge(rule, POD);
    expect(verdict).toMatchObject({
      outcome: 'fail',
      message: 'validation failure: validation error: Bad. rule r failed at path /image/',
    });
    expect(places(verdict)).toEqual(['spec.initContainers[0].image', 'spec.containers[1].image']);
  });

  test('passes where all match', () => {
    expect(outcomes(judge(rule, POD.replaceAll(':latest', ':1')))).toEqual(['pass']);
  });

  test('its remedy is for the object, not for the element', () => {
    const privileged = loopOf('{ list: "request.object.spec.containers", pattern: { stdin: false } }');
    const [verdict] = judge(privileged, POD.replace('image: "nginx:1.27"', 'image: x, stdin: true'));
    expect(verdict?.outcome === 'fail' && verdict.failures[0]?.remedy).toEqual([
      { op: 'replace', path: ['spec', 'containers', 0, 'stdin'], value: false },
    ]);
  });

  test('is held against the whole object where the element is no mapping, or where the loop says so', () => {
    const pattern = 'pattern: { metadata: { labels: { team: shop } } }';
    expect(outcomes(judge(loopOf(`{ list: "keys(request.object.metadata.labels)", ${pattern} }`), POD))).toEqual([
      'pass',
    ]);
    const unscoped = loopOf(`{ list: request.object.spec.containers, elementScope: false, ${pattern} }`);
    expect(outcomes(judge(unscoped, POD))).toEqual(['pass']);
  });

  test('breaks where elementScope: true meets what is no mapping', () => {
    const scoped = loopOf('{ list: "keys(request.object.metadata.labels)", elementScope: true, pattern: { a: b } }');
    expect(outcomes(judge(scoped, POD))).toEqual(['error']);
  });

  test('is held against elements of the old object on DELETE', () => {
    const old = loopOf('{ list: request.oldObject.spec.containers, pattern: { image: "!*:latest" } }');
    const change = { operation: 'DELETE', object: null } as const;
    expect(outcomes(judge(old, POD, {}, { ...change, oldObject: null }))).toEqual([]);
  });
});

describe('a denial for each element', () => {
  const latest = '{ key: "{{ element.image }}", operator: Equals, value: "*:latest" }';

  test('points at what its condition reads of the element', () => {
    const [verdict] = judge(
      loopOf(`{ list: request.object.spec.containers, deny: { conditions: { any: [${latest}] } } }`),
      POD,
    );
    expect(verdict).toMatchObject({ outcome: 'fail', message: 'validation failure: Bad' });
    expect(places(verdict)).toEqual(['spec.containers[1].image']);
  });

  test('points at the element where it reads nothing of it', () => {
    const [verdict] = judge(loopOf('{ list: request.object.spec.containers, deny: {} }'), POD);
    expect(places(verdict)).toEqual(['spec.containers[0]', 'spec.containers[1]']);
  });

  test('knows texts by their order', () => {
    const rule = loopOf(
      '{ list: "request.object.spec.containers[].image", deny: { conditions: { all: [{ key: "{{ element }}", operator: Equals, value: "redis*" }] } } }',
    );
    expect(places(judge(rule, POD)[0])).toEqual(['spec.containers[1].image']);
  });

  test('points at the list where an element was computed', () => {
    const rule = loopOf(
      `{ list: "request.object.spec.containers[].{ image: image }", deny: { conditions: { any: [${latest}] } } }`,
    );
    expect(places(judge(rule, POD)[0])).toEqual(['spec.containers']);
  });

  test('sees its index, and variables of its own', () => {
    const rule = loopOf(`list: request.object.spec.containers
      context: [{ name: image, variable: { jmesPath: "element.image" } }]
      deny: { conditions: { all: [{ key: "{{ elementIndex }} {{ image }}", operator: Equals, value: "1 redis:latest" }] } }`);
    expect(places(judge(rule, POD)[0])).toEqual(['spec.containers[1].image']);
  });

  test('in a loop within a loop sees both elements', () => {
    const rule = loopOf(`list: request.object.spec.containers
      foreach:
        - list: element.ports
          deny: { conditions: { all: [{ key: "{{ element0.name }}/{{ element1.containerPort }}/{{ element.containerPort }}/{{ elementIndex0 }}/{{ elementIndex1 }}", operator: Equals, value: b/443/443/1/1 }] } }`);
    const [verdict] = judge(rule, POD);
    expect(verdict).toMatchObject({ message: 'validation failure: validation failure: Bad' });
    expect(places(verdict)).toEqual(['spec.containers[1].ports[1].containerPort']);
  });
});

describe('what a loop passes over', () => {
  const deny = 'deny: {}';

  test.each([
    ['a list that is not there', `{ list: request.object.spec.volumes, ${deny} }`],
    ['a list that is null', `{ list: "request.object.spec.containers[0].ports || \`null\`", ${deny} }`],
    ['elements that are null', `{ list: "[\`null\`]", ${deny} }`],
    [
      'elements whose preconditions are not met',
      `{ list: request.object.spec.containers, preconditions: { any: [{ key: a, operator: Equals, value: b }] }, ${deny} }`,
    ],
    [
      'elements whose preconditions break',
      `{ list: request.object.spec.containers, preconditions: { any: [{ key: "{{ element.nothing }}", operator: Equals, value: b }] }, ${deny} }`,
    ],
  ])('%s: it says nothing', (_, loop) => {
    expect(outcomes(judge(loopOf(loop), POD))).toEqual([]);
  });

  test('but an expression that cannot be evaluated is an error where nothing else was judged', () => {
    expect(
      outcomes(judge(loopOf(`{ list: "length(request.object.spec.hostNetwork || \`1\`)", ${deny} }`), POD)),
    ).toEqual(['error']);
  });

  test('what only a cluster knows of one element does not hide that another one fails', () => {
    const rule = loopOf(`list: request.object.spec.containers
      context: [{ name: answer, apiCall: { urlPath: /api/v1/x } }]
      deny: { conditions: { any: [{ key: "{{ element.name }}", operator: Equals, value: b }, { key: "{{ answer }}", operator: Equals, value: x }] } }`);
    expect(places(judge(rule, POD)[0])).toEqual(['spec.containers[1].name']);
    expect(outcomes(judge(rule, POD.replace('name: b', 'name: c')))).toEqual(['unknown']);
  });

  test('a variable of the rule that depends on the element has a value for the first one alone', () => {
    const rule = ruleOf(`${MATCH}
context: [{ name: image, variable: { jmesPath: element.image } }]
validate: { message: Bad, foreach: [{ list: request.object.spec.containers, deny: { conditions: { all: [{ key: "{{ image }}", operator: Equals, value: x }] } } }] }`);
    expect(outcomes(judge(rule, POD))).toEqual(['error']);
  });
});

describe('a change for each element', () => {
  const OBJECT = `apiVersion: v1
kind: ConfigMap
metadata: { name: c, namespace: shop, annotations: { seen: "" } }
data: { a: "1", b: "2" }`;
  const changed = (loops: string, object = OBJECT) =>
    mutate(ruleOf(`${MATCH}\nmutate: { foreach: [${loops}] }`), object);
  const append =
    '[{ op: replace, path: /metadata/annotations/seen, value: "{{ request.object.metadata.annotations.seen }}{{ element }}{{ elementIndex }}" }]';
  const seen = (loops: string) => (changed(loops).object.metadata.annotations as { seen: string }).seen;

  test('goes through the list in its order, and backwards where it is told to or merges', () => {
    const test = (key: string, rest: string) =>
      `{ list: "keys(request.object.data)", ${rest}, patchesJson6902: '[{ "op": "add", "path": "/data/${key}", "value": "{{ element }}" }]' }`;
    expect(changed(test('last', 'order: Ascending')).object.data).toMatchObject({ last: 'b' });
    expect(changed(test('last', 'order: Descending')).object.data).toMatchObject({ last: 'a' });
    const merge =
      '{ list: "keys(request.object.data)", patchStrategicMerge: { data: { last: "{{ element }}{{ elementIndex }}" } } }';
    expect(changed(merge).object.data).toMatchObject({ last: 'a0' });
  });

  test('sees the object before its own loop, and after the loops before it', () => {
    const patch = `patchesJson6902: '${append.replaceAll("'", '')}'`;
    const loop = `{ list: "keys(request.object.data)", ${patch} }`;
    expect(seen(loop)).toBe('b1');
    expect(seen(`${loop}, { list: "['c']", ${patch} }`)).toBe('b1c0');
  });

  test('in a loop within a loop', () => {
    const result = changed(
      `{ list: "keys(request.object.data)", foreach: [{ list: "['x', 'y']", patchStrategicMerge: { data: { "{{ element0 }}{{ element1 }}": "{{ elementIndex0 }}{{ elementIndex1 }}" } } }] }`,
    );
    expect(result.object.data).toEqual({ a: '1', b: '2', ax: '00', ay: '01', bx: '10', by: '11' });
  });

  test('adds to a list of containers, each at its place', () => {
    const result = changed(
      '{ list: request.object.spec.containers, patchStrategicMerge: { spec: { containers: [{ (name): "{{ element.name }}", imagePullPolicy: Always }] } } }',
      POD,
    );
    expect(result.object.spec).toMatchObject({
      containers: [
        { name: 'a', imagePullPolicy: 'Always' },
        { name: 'b', imagePullPolicy: 'Always' },
      ],
    });
  });

  test.each([
    [
      'whose list is not there breaks',
      '{ list: request.object.data.x.y, patchStrategicMerge: { data: { c: d } } }',
      'error',
    ],
    [
      'whose preconditions break, breaks',
      '{ list: "[\'x\']", preconditions: { any: [{ key: "{{ nothing }}", operator: Equals, value: x }] }, patchStrategicMerge: { data: { c: d } } }',
      'error',
    ],
    [
      'whose variable has no value breaks',
      '{ list: "[\'x\']", patchStrategicMerge: { data: { c: "{{ nothing }}" } } }',
      'error',
    ],
    ['that changes nothing is skipped', '{ list: "[\'x\']", patchStrategicMerge: { data: { a: "1" } } }', 'skip'],
    ['without elements is skipped', '{ list: "[]", patchStrategicMerge: { data: { a: "2" } } }', 'skip'],
  ])('%s', (_, loop, outcome) => {
    expect(outcomes(changed(loop).verdicts)).toEqual([outcome]);
  });
});
