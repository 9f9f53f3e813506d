import { describe, expect, test } from 'vitest';
import type { Profile } from '../../../src/model/target.ts';
import { contextOf, objectOf, outcomes, policyOf, requestOf, ruleOf, type Surroundings } from './ask.ts';

const MATCH = 'match: { any: [{ resources: { kinds: [Namespace] } }] }';
const NAMESPACE = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, annotations: { regions: "eu,us" } }';
const SECRET = `apiVersion: v1
kind: Secret
metadata: { name: registry, namespace: default, uid: 1-2-3, labels: { copied: "yes" }, ownerReferences: [{ name: x }] }
data: { key: c2VjcmV0 }`;

function generate(rule: string, surroundings: Surroundings = {}, object = NAMESPACE, profile: Profile = 'cluster') {
  const policy = policyOf(ruleOf(`${MATCH}\n${rule}`), profile);
  const result = policy.generate?.(requestOf(objectOf(object)), contextOf({ profile, ...surroundings }));
  return {
    ...result,
    verdicts: outcomes(result?.verdicts ?? []),
    objects: result?.objects.map((each) => each.object) ?? [],
  };
}

const DATA = `generate:
  apiVersion: v1
  kind: ConfigMap
  name: defaults
  namespace: "{{ request.object.metadata.name }}"
  data: { data: { from: "{{ request.object.metadata.name }}" } }`;

describe('a generating rule', () => {
  test('makes an object of its data, with the labels by which Kyverno knows it again', () => {
    const { objects, verdicts } = generate(DATA);
    expect(verdicts).toEqual(['pass']);
    expect(objects).toMatchObject([
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: {
          name: 'defaults',
          namespace: 'shop',
          labels: {
            'app.kubernetes.io/managed-by': 'kyverno',
            'generate.kyverno.io/policy-name': 'p',
            'generate.kyverno.io/rule-name': 'r',
            'generate.kyverno.io/trigger-kind': 'Namespace',
          },
        },
        data: { from: 'shop' },
      },
    ]);
  });

  test('makes none that is there already', () => {
    const cluster = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: defaults, namespace: shop }';
    expect(generate(DATA, { cluster })).toMatchObject({ verdicts: ['pass'], objects: [] });
  });

  test('makes none for an object that it is not about, or whose preconditions are not met', () => {
    expect(generate(DATA, {}, NAMESPACE.replace('Namespace', 'Pod'))).toMatchObject({ verdicts: [], objects: [] });
    const unmet = `preconditions: [{ key: a, operator: Equals, value: b }]\n${DATA}`;
    expect(generate(unmet)).toMatchObject({ verdicts: ['skip'], objects: [] });
  });

  test('clones an object without what belongs to the object itself', () => {
    const rule =
      'generate: { apiVersion: v1, kind: Secret, name: copy, namespace: shop, clone: { namespace: default, name: registry } }';
    const { objects } = generate(rule, { cluster: SECRET });
    expect(objects).toMatchObject([{ metadata: { name: 'copy', namespace: 'shop' }, data: { key: 'c2VjcmV0' } }]);
    expect(objects[0]?.metadata).not.toHaveProperty('uid');
    expect(objects[0]?.metadata).not.toHaveProperty('ownerReferences');
  });

  test('clones all that a selector finds, but not into their own namespace', () => {
    const rule = (namespace: string) =>
      `generate: { namespace: ${namespace}, cloneList: { namespace: default, kinds: [v1/Secret], selector: { matchLabels: { copied: "yes" } } } }`;
    const cluster = `${SECRET}\n---\n${SECRET.replace('registry', 'other').replace('"yes"', '"no"')}`;
    expect(generate(rule('shop'), { cluster }).objects).toMatchObject([
      { metadata: { name: 'registry', namespace: 'shop' } },
    ]);
    expect(generate(rule('default'), { cluster }).objects).toEqual([]);
  });

  test('does not know what it clones where the repository does not hold it; the CLI passes it', () => {
    const rule =
      'generate: { apiVersion: v1, kind: Secret, name: copy, namespace: shop, clone: { namespace: default, name: registry } }';
    const compiled = policyOf(ruleOf(`${MATCH}\n${rule}`));
    expect(compiled.generate?.(requestOf(objectOf(NAMESPACE)), contextOf())?.verdicts).toMatchObject([
      { outcome: 'unknown', needs: expect.stringContaining('Secret default/registry') },
    ]);
    expect(generate(rule, {}, NAMESPACE, 'kyverno-cli')).toMatchObject({ verdicts: ['pass'], objects: [] });
  });

  test('that breaks while it generates is passed by the CLI, and an error in a cluster that denies nothing', () => {
    const rule = DATA.replace('name: defaults', 'name: "{{ nothing }}"');
    expect(generate(rule).verdicts).toEqual(['error']);
    expect(generate(rule, {}, NAMESPACE, 'kyverno-cli')).toMatchObject({ verdicts: ['pass'], objects: [] });
    expect(policyOf(ruleOf(`${MATCH}\n${rule}`)).level).toBe('audit');
  });

  test('makes an object for each element', () => {
    const rule = `generate:
  foreach:
    - list: "request.object.metadata.annotations.regions | split(@, ',')"
      preconditions: { any: [{ key: "{{ element }}", operator: NotEquals, value: us }] }
      apiVersion: v1
      kind: ConfigMap
      name: "region-{{ elementIndex }}"
      namespace: shop
      data: { data: { region: "{{ element }}" } }`;
    expect(generate(rule).objects).toMatchObject([{ metadata: { name: 'region-0' }, data: { region: 'eu' } }]);
  });
});
