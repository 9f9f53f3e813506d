import { describe, expect, test } from 'vitest';
import { mutate, outcomes, ruleOf } from './ask.ts';

const MATCH = 'match: { any: [{ resources: { kinds: [ConfigMap] } }] }';
const OBJECT = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c }\ndata: { a: "1" }';

describe('a mutating rule', () => {
  test('gives the patch from the object before it to the object after it', () => {
    const result = mutate(
      ruleOf(`${MATCH}\nmutate: { patchStrategicMerge: { data: { +(b): "{{ request.object.data.a }}" } } }`),
      OBJECT,
    );
    expect(result.mutations).toEqual([{ rule: 'r', patch: [{ op: 'add', path: ['data', 'b'], value: '1' }] }]);
    expect(outcomes(result.verdicts)).toEqual(['pass']);
    // The namespace that the API server fills in is no part of the object as written.
    expect(result.object).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'c' },
      data: { a: '1', b: '1' },
    });
  });

  test('in JSON patches', () => {
    const patch = 'patchesJson6902: "- { op: add, path: /data/b, value: \\"{{ request.namespace }}\\" }"';
    expect(mutate(ruleOf(`${MATCH}\nmutate: { ${patch} }`), OBJECT).object.data).toEqual({ a: '1', b: 'default' });
  });

  test('that changes nothing is skipped', () => {
    const result = mutate(ruleOf(`${MATCH}\nmutate: { patchStrategicMerge: { data: { a: "1" } } }`), OBJECT);
    expect(result).toMatchObject({ mutations: [], verdicts: [{ outcome: 'skip', reason: 'no patches applied' }] });
  });

  test('sees what the rule before it made', () => {
    const policy = `${ruleOf(`${MATCH}\nmutate: { patchStrategicMerge: { data: { b: "2" } } }`)}    - name: second
      ${MATCH}
      mutate: { patchStrategicMerge: { data: { c: "{{ request.object.data.b }}3" } } }
`;
    expect(mutate(policy, OBJECT).object.data).toEqual({ a: '1', b: '2', c: '23' });
  });

  test('is an error where any variable of the rule has no value, and that denies the request', () => {
    const policy = ruleOf(`${MATCH}
context: [{ name: unused, variable: { value: "{{ request.object.nothing }}" } }]
mutate: { patchStrategicMerge: { data: { b: "2" } } }`);
    expect(mutate(policy, OBJECT)).toMatchObject({ mutations: [], verdicts: [{ outcome: 'error', level: 'enforce' }] });
  });

  test('is skipped where its preconditions are not met', () => {
    const policy = ruleOf(
      `${MATCH}\npreconditions: [{ key: a, operator: Equals, value: b }]\nmutate: { patchStrategicMerge: { data: { b: "2" } } }`,
    );
    expect(outcomes(mutate(policy, OBJECT).verdicts)).toEqual(['skip']);
  });
});
