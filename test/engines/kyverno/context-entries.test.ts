import { describe, expect, test } from 'vitest';
import type { ApiCallAnswer } from '../../../src/model/engine.ts';
import { judge, outcomes, ruleOf, type Surroundings } from './ask.ts';

const POD = 'apiVersion: v1\nkind: Pod\nmetadata: { name: web, namespace: shop }\nspec: { containers: [] }';
const NAMESPACE = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { tier: gold } }';

/** A rule that denies where the entry `x` equals a value. */
function deniesWhere(entry: string, value: string): string {
  return ruleOf(`match: { any: [{ resources: { kinds: [Pod] } }] }
context: [{ name: x, ${entry} }]
validate: { message: Bad, deny: { conditions: { all: [{ key: "{{ x }}", operator: Equals, value: ${value} }] } } }`);
}

const answers = (entry: string, value: string, surroundings: Surroundings = {}) => {
  const [verdict] = judge(deniesWhere(entry, value), POD, surroundings);
  return verdict?.outcome === 'unknown' ? `unknown: ${verdict.needs}` : verdict?.outcome;
};

describe('of a Policy', () => {
  // kyverno/kyverno pkg/engine/apicall/apiCall.go and pkg/engine/context/loaders/configmap.go.
  const cluster = ['shop', 'other']
    .map(
      (namespace) =>
        `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: ${namespace} }\ndata: { of: ${namespace} }`,
    )
    .join('\n---\n');
  const errorOf = (entry: string) => {
    const policy = deniesWhere(entry, 'x')
      .replace('kind: ClusterPolicy', 'kind: Policy')
      .replace('name: p', 'name: p\n  namespace: shop');
    const [verdict] = judge(policy, POD, { cluster });
    return verdict?.outcome === 'error' ? verdict.error.message : verdict?.outcome;
  };

  test.each([
    ['configMap: { name: a, namespace: "{{ \'\' }}" }', 'pass'],
    ['configMap: { name: a, namespace: shop }', 'pass'],
    [
      'configMap: { name: a, namespace: other }',
      'configMap namespace "other" is different from policy namespace "shop"',
    ],
    ['apiCall: { urlPath: /api/v1/namespaces/shop/configmaps/a }', 'pass'],
    ['apiCall: { urlPath: /api/v1/namespaces/other/configmaps/a }', 'refers to namespace other'],
    ['apiCall: { urlPath: /api/v1/namespaces/shop/../other/configmaps/a, default: x }', 'refers to namespace other'],
    ['apiCall: { urlPath: /api/v1/nodes }', 'does not contain a namespace segment'],
    ['apiCall: { method: POST, service: { url: "https://x.example/" } }', 'does not contain a namespace segment'],
  ])('%s: %s', (entry, expected) => {
    expect(errorOf(entry)).toContain(expected);
  });
});

describe('apiCall', () => {
  const one = 'apiCall: { urlPath: "/api/v1/namespaces/{{ request.namespace }}", jmesPath: metadata.labels.tier }';
  const list = 'apiCall: { urlPath: /api/v1/namespaces/shop/configmaps, jmesPath: "items | length(@)" }';
  const service = 'apiCall: { method: POST, service: { url: "https://x.example/" }, jmesPath: allowed, default: "no" }';
  const recorded = (answer: ApiCallAnswer) => ({ values: { apiCallAnswer: () => answer } });

  test('one object of the repository answers it', () => {
    expect(answers(one, 'gold', { cluster: NAMESPACE })).toBe('fail');
    expect(answers(one, 'gold')).toBe('unknown: the cluster’s answer to GET /api/v1/namespaces/shop');
  });

  test('a list only a cluster knows, since the repository need not hold all of it', () => {
    const cluster = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: shop }';
    expect(answers(list, '1', { cluster })).toMatch(/^unknown/);
    expect(answers(list, '1', { cluster, profile: 'kyverno-cli', values: { looksUp: true } })).toBe('fail');
  });

  test('a recorded answer stands in, also for a service; what is no success is an error, or the default', () => {
    expect(answers(service, 'true-ish', recorded({ statusCode: 200, body: { allowed: 'true-ish' } }))).toBe('fail');
    expect(answers(service, '"no"', recorded({ statusCode: 404, body: {} }))).toBe('fail');
    expect(answers(one, 'gold', recorded({ statusCode: 500, body: {} }))).toBe('error');
    expect(answers(service, 'x')).toBe('unknown: the answer of the service https://x.example/');
  });

  test('objects of custom kinds are found by their definition', () => {
    const cluster = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: tenants.acme.io }
spec: { group: acme.io, names: { kind: Tenant, plural: tenants } }
---
apiVersion: acme.io/v1
kind: Tenant
metadata: { name: one, namespace: shop }
spec: { plan: gold }`;
    expect(
      answers('apiCall: { urlPath: /apis/acme.io/v1/namespaces/shop/tenants/one, jmesPath: spec.plan }', 'gold', {
        cluster,
      }),
    ).toBe('fail');
  });

  test('the CLI leaves it out where it has no cluster', () => {
    expect(answers(one, 'gold', { cluster: NAMESPACE, profile: 'kyverno-cli', values: { looksUp: false } })).toBe(
      'error',
    );
  });
});

describe('globalReference', () => {
  const values = { globalContext: (name: string) => (name === 'tiers' ? { gold: ['shop'], count: 1 } : undefined) };

  test('is a record, or one of its projections, or unknown', () => {
    expect(answers('globalReference: { name: tiers, jmesPath: count }', '1', { values })).toBe('fail');
    expect(answers('globalReference: { name: tiers.count }', '1', { values })).toBe('fail');
    expect(answers('globalReference: { name: tiers.silver }', '1', { values })).toBe('error');
    expect(answers('globalReference: { name: other }', '1', { values })).toBe('unknown: GlobalContextEntry other');
  });
});

describe('imageRegistry', () => {
  const entry = 'imageRegistry: { reference: "nginx:1", jmesPath: "configData.config.User" }';

  test('is a record, or unknown', () => {
    const values = { imageData: () => ({ configData: { config: { User: 'root' } } }) };
    expect(answers(entry, 'root', { values })).toBe('fail');
    expect(answers(entry, 'root')).toBe('unknown: the registry’s data of image nginx:1');
    expect(outcomes(judge(deniesWhere(entry, 'root'), POD, { profile: 'kyverno-cli' }))).toEqual(['error']);
  });
});
