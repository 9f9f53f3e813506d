import { expect, test } from 'vitest';
import { formatPath } from '../../../src/base/path.ts';
import { mutate, outcomes, ruleOf } from './ask.ts';

const TRIGGER = `apiVersion: v1
kind: ConfigMap
metadata: { name: trigger, namespace: shop }
data: { value: new }`;
const secret = (name: string, namespace: string, label: string) => `apiVersion: v1
kind: Secret
metadata: { name: ${name}, namespace: ${namespace}, labels: { app: ${label} } }
stringData: { value: old }`;
const CLUSTER = [secret('a1', 'shop', 'x'), secret('a2', 'shop', 'y'), secret('b1', 'other', 'x')].join('\n---\n');

function mutateTargets(
  target: string,
  patch = 'patchStrategicMerge: { stringData: { value: "{{ request.object.data.value }}" } }',
) {
  const rule = ruleOf(
    `match: { any: [{ resources: { kinds: [ConfigMap] } }] }\nmutate: { targets: [{ apiVersion: v1, kind: Secret, ${target} }], ${patch} }`,
  );
  const result = mutate(rule, TRIGGER, { cluster: CLUSTER });
  return {
    outcomes: outcomes(result.verdicts),
    changed: (result.targets ?? []).map(({ object: { metadata, stringData }, patch: operations }) => ({
      name: `${metadata.namespace}/${metadata.name}`,
      stringData,
      paths: operations.map(({ path }) => formatPath(path)),
    })),
    object: result.object,
    mutations: result.mutations,
  };
}

test('targets by name are changed, and the object of the request is not', () => {
  const { outcomes: all, changed, object, mutations } = mutateTargets('namespace: shop, name: a1');
  expect(all).toEqual(['pass']);
  expect(changed).toEqual([{ name: 'shop/a1', stringData: { value: 'new' }, paths: ['stringData.value'] }]);
  expect(mutations).toEqual([]);
  expect(object.metadata.name).toBe('trigger');
});

test.each([
  ['wildcards', 'namespace: "*", name: "?1"', ['other/b1', 'shop/a1']],
  ['a selector', 'selector: { matchLabels: { app: x } }', ['other/b1', 'shop/a1']],
  ['a variable', 'namespace: "{{ request.namespace }}", name: "*"', ['shop/a1', 'shop/a2']],
  [
    'its own preconditions',
    'name: "*", preconditions: { all: [{ key: "{{ target.metadata.name }}", operator: Equals, value: a2 }] }',
    ['shop/a2'],
  ],
])('targets are selected by %s', (_, target, names) => {
  expect(
    mutateTargets(target)
      .changed.map(({ name }) => name)
      .sort(),
  ).toEqual(names);
});

test('a patch sees its target', () => {
  const patch = 'patchStrategicMerge: { stringData: { value: "{{ target.stringData.value }}er" } }';
  expect(mutateTargets('namespace: shop, name: a1', patch).changed).toMatchObject([{ stringData: { value: 'older' } }]);
});

test('each target has its own answer', () => {
  const patch = `foreach: [{ list: "['x']", patchesJson6902: '[{ "op": "test", "path": "/metadata/name", "value": "a1" }, { "op": "add", "path": "/stringData/x", "value": "y" }]' }]`;
  expect(mutateTargets('namespace: shop, name: "*"', patch).outcomes).toEqual(['pass', 'error']);
  expect(mutateTargets('namespace: nowhere, name: a1').outcomes).toEqual([]);
});

test('what there is of any kind only a cluster knows', () => {
  const rule = ruleOf(
    'match: { any: [{ resources: { kinds: [ConfigMap] } }] }\nmutate: { targets: [{ apiVersion: v1, kind: "*", name: a }], patchStrategicMerge: { metadata: { labels: { a: b } } } }',
  );
  expect(outcomes(mutate(rule, TRIGGER).verdicts)).toEqual(['unknown']);
});
