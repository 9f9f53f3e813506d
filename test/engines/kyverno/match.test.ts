import { describe, expect, test } from 'vitest';
import { parseKindSelector } from '../../../src/engines/kyverno/match/kind-selector.ts';
import { contextOf, judge, mutate, objectOf, outcomes, policyOf, requestOf, ruleOf } from './ask.ts';

const CONFIG_MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings, namespace: shop }';

/** Whether a match block is about an object: a rule that denies everything it is about. */
function matches(match: string, object = CONFIG_MAP, surroundings = {}, change = {}) {
  // Kyverno takes rules about users and subresources only where there are no background scans.
  const policy = ruleOf(`${match}\nvalidate: { deny: {} }`, 'background: false');
  return outcomes(judge(policy, object, surroundings, change))[0] ?? 'no';
}

describe('kinds', () => {
  test.each([
    ['Pod', '* * Pod '],
    ['v1/Pod', '* v1 Pod '],
    ['apps/v1/Deployment', 'apps v1 Deployment '],
    ['*/Deployment', '* * Deployment '],
    ['apps/*/Deployment', 'apps * Deployment '],
    ['Pod/exec', '* * Pod exec'],
    ['Pod.exec', '* * Pod exec'],
    ['v1/Pod/exec', '* v1 Pod exec'],
    ['v1/Pod.exec', '* v1 Pod exec'],
    ['apps/v1/Deployment/scale', 'apps v1 Deployment scale'],
    ['*/scale', '* * * scale'],
    ['*/*', '* * * *'],
    // The expression for versions of its kind.go has one digit each.
    ['v2beta1/Thing', '* v2beta1 Thing '],
    ['v10/Thing', '* * v10 Thing'],
    ['*', '* * * '],
  ])('%s', (text, expected) => {
    const parsed = parseKindSelector(text);
    expect(`${parsed?.group} ${parsed?.version} ${parsed?.kind} ${parsed?.subResource}`).toBe(expected);
  });

  test('a selector of too many parts selects nothing', () => {
    expect(parseKindSelector('a/b/c/d/e')).toBeUndefined();
  });

  test('a Pod rule is about its ephemeral containers, and about no other subresource', () => {
    const pod = 'apiVersion: v1\nkind: Pod\nmetadata: { name: p }';
    const match = 'match: { any: [{ resources: { kinds: [Pod] } }] }';
    expect(matches(match, pod, {}, { subResource: 'ephemeralcontainers' })).toBe('fail');
    expect(matches(match, pod, {}, { subResource: 'exec' })).toBe('no');
  });

  test('a policy names the kinds that it could be about, with operations and the variants of autogen', () => {
    const policy = policyOf(
      ruleOf('match: { any: [{ resources: { kinds: [Pod], operations: [CREATE] } }] }\nvalidate: { deny: {} }'),
    );
    const kinds = policy.kinds.map(({ group, kind, subResource, operations }) => [
      group,
      kind,
      subResource,
      operations,
    ]);
    expect(kinds).toContainEqual(['*', 'Pod', '', ['CREATE']]);
    expect(kinds).toContainEqual(['apps', 'Deployment', '', ['CREATE']]);
    expect(kinds).toContainEqual(['batch', 'CronJob', '', ['CREATE']]);
  });
});

describe('filters', () => {
  test('the fields of one filter have to hold together', () => {
    expect(matches('match: { any: [{ resources: { kinds: [ConfigMap], names: ["set*"] } }] }')).toBe('fail');
    expect(matches('match: { any: [{ resources: { kinds: [ConfigMap], names: ["other*"] } }] }')).toBe('no');
  });

  test('one of any, every one of all', () => {
    const filters =
      '[{ resources: { kinds: [ConfigMap] } }, { resources: { kinds: [ConfigMap], namespaces: [other] } }]';
    expect(matches(`match: { any: ${filters} }`)).toBe('fail');
    expect(matches(`match: { all: ${filters} }`)).toBe('no');
  });

  test('the deprecated form is one filter', () => {
    expect(matches('match: { resources: { kinds: [ConfigMap], namespaces: ["sh?p"] } }')).toBe('fail');
  });

  test('exclude takes away: any of them, or all together', () => {
    const match = 'match: { any: [{ resources: { kinds: [ConfigMap] } }] }';
    const filters = '[{ resources: { namespaces: [shop] } }, { resources: { names: [other] } }]';
    expect(matches(`${match}\nexclude: { any: ${filters} }`)).toBe('no');
    expect(matches(`${match}\nexclude: { all: ${filters} }`)).toBe('fail');
  });

  test('operations', () => {
    const match = 'match: { any: [{ resources: { kinds: [ConfigMap], operations: [UPDATE] } }] }';
    expect(matches(match)).toBe('no');
    expect(matches(match, CONFIG_MAP, {}, { operation: 'UPDATE', oldObject: objectOf(CONFIG_MAP) })).toBe('fail');
  });

  test('for a Namespace, namespaces is about its own name, and a namespaceSelector never holds', () => {
    const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { team: a } }';
    expect(matches('match: { any: [{ resources: { kinds: [Namespace], namespaces: [shop] } }] }', namespace)).toBe(
      'fail',
    );
    const selector = 'namespaceSelector: { matchLabels: { team: a } }';
    expect(matches(`match: { any: [{ resources: { kinds: [Namespace], ${selector} } }] }`, namespace)).toBe('no');
  });

  test('labels and annotations with wildcards', () => {
    const object =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c, labels: { storage.k8s.io/a: x }, annotations: { a/b: yes-1 } }';
    const filter = (text: string) => `match: { any: [{ resources: { kinds: [ConfigMap], ${text} } }] }`;
    expect(matches(filter('selector: { matchLabels: { "storage.k8s.io/*": "*" } }'), object)).toBe('fail');
    expect(matches(filter('selector: { matchLabels: { "storage.k8s.io/*": "y*" } }'), object)).toBe('no');
    expect(matches(filter('selector: { matchExpressions: [{ key: none, operator: DoesNotExist }] }'), object)).toBe(
      'fail',
    );
    expect(
      matches(filter('selector: { matchExpressions: [{ key: none, operator: NotIn, values: [a] }] }'), object),
    ).toBe('fail');
    expect(matches(filter('annotations: { "a/*": "yes-?" }'), object)).toBe('fail');
    expect(matches(filter('annotations: { "a/*": "no" }'), object)).toBe('no');
  });

  test('a Policy is about its own namespace only', () => {
    const policy = ruleOf('match: { any: [{ resources: { kinds: [ConfigMap, Namespace] } }] }\nvalidate: { deny: {} }')
      .replace('kind: ClusterPolicy', 'kind: Policy')
      .replace('name: p\n', 'name: p\n  namespace: shop\n');
    expect(outcomes(judge(policy, CONFIG_MAP))).toEqual(['fail']);
    expect(outcomes(judge(policy, CONFIG_MAP.replace('namespace: shop', 'namespace: other')))).toEqual([]);
    expect(outcomes(judge(policy, 'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }'))).toEqual([]);
    expect(policyOf(policy).id).toBe('Policy/shop/p');
  });

  test('an object without a namespace is in the namespace of its request', () => {
    const policy = ruleOf(
      'match: { any: [{ resources: { kinds: [ConfigMap], namespaces: [shop] } }] }\nvalidate: { deny: {} }',
    );
    const request = requestOf(objectOf('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c }'), {
      namespace: 'shop',
    });
    expect(outcomes(policyOf(policy).validate?.(request, contextOf()) ?? [])).toEqual(['fail']);
  });
});

describe('labels of namespaces', () => {
  const match =
    'match: { any: [{ resources: { kinds: [ConfigMap], namespaceSelector: { matchLabels: { team: a } } } }] }';
  const cluster = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { team: a } }';

  test('come from the Namespace in the repository', () => {
    expect(matches(match, CONFIG_MAP, { cluster })).toBe('fail');
    expect(matches(match, CONFIG_MAP, { cluster: cluster.replace('team: a', 'team: b') })).toBe('no');
  });

  test('are unknown where nobody holds it, and named', () => {
    const [verdict] = judge(ruleOf(`${match}\nvalidate: { deny: {} }`), CONFIG_MAP);
    expect(verdict).toMatchObject({ outcome: 'unknown', needs: 'labels of Namespace shop' });
  });

  test('are none for the CLI, unless a suite says something', () => {
    expect(matches(match, CONFIG_MAP, { profile: 'kyverno-cli' })).toBe('no');
    const values = { namespaceLabels: () => ({ team: 'a' }) };
    expect(matches(match, CONFIG_MAP, { profile: 'kyverno-cli', values })).toBe('fail');
  });

  test('are not needed where the name of the namespace decides', () => {
    const byName = (name: string, more = '') =>
      `match: { any: [{ resources: { kinds: [ConfigMap], namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ${name}${more} } } } }] }`;
    expect(matches(byName('shop'))).toBe('fail');
    expect(matches(byName('other', ', team: a'))).toBe('no');
    expect(matches(byName('shop', ', team: a'))).toBe('unknown');
  });
});

describe('users', () => {
  const match = (filter: string) => `match: { any: [{ resources: { kinds: [ConfigMap] }, ${filter} }] }`;
  const all = 'match: { any: [{ resources: { kinds: [ConfigMap] } }] }';
  const jane = { username: 'jane', groups: ['dev'], roles: ['shop:editor'], clusterRoles: ['view'] };

  test('decide where they are known', () => {
    expect(matches(match('subjects: [{ kind: User, name: ja* }]'), CONFIG_MAP, {}, { userInfo: jane })).toBe('fail');
    expect(matches(match('subjects: [{ kind: Group, name: ops }]'), CONFIG_MAP, {}, { userInfo: jane })).toBe('no');
    expect(matches(match('clusterRoles: [view]'), CONFIG_MAP, {}, { userInfo: jane })).toBe('fail');
    expect(matches(match('roles: [other:editor]'), CONFIG_MAP, {}, { userInfo: jane })).toBe('no');
    const robot = { username: 'system:serviceaccount:flux:apply', groups: [] };
    expect(
      matches(
        match('subjects: [{ kind: ServiceAccount, name: apply, namespace: flux }]'),
        CONFIG_MAP,
        {},
        { userInfo: robot },
      ),
    ).toBe('fail');
  });

  test('that nobody knows make the verdict unknown in a cluster', () => {
    expect(matches(match('clusterRoles: [view]'))).toBe('unknown');
    expect(matches(`${all}\nexclude: { any: [{ clusterRoles: [cluster-admin] }] }`)).toBe('unknown');
    expect(matches(match('clusterRoles: [view]'), 'apiVersion: v1\nkind: Secret\nmetadata: { name: s }')).toBe('no');
  });

  test('that nobody knows match for the CLI, and are never excluded', () => {
    const cli = { profile: 'kyverno-cli' as const };
    expect(matches(match('clusterRoles: [view]'), CONFIG_MAP, cli)).toBe('fail');
    expect(matches(`${all}\nexclude: { any: [{ clusterRoles: [cluster-admin] }] }`, CONFIG_MAP, cli)).toBe('fail');
  });
});

describe('whether a rule is about a request need not be known', () => {
  const match =
    'match: { any: [{ resources: { kinds: [ConfigMap], namespaceSelector: { matchLabels: { team: a } } } }] }';
  const size = (max: string) => ruleOf(`${match}\nvalidate: { pattern: { metadata: { name: "${max}" } } }`);

  test('where it would pass or skip', () => {
    expect(outcomes(judge(size('set*'), CONFIG_MAP))).toEqual(['pass']);
    expect(outcomes(judge(size('other'), CONFIG_MAP))).toEqual(['unknown']);
    const unmet = `${match}\npreconditions: [{ key: a, operator: Equals, value: b }]\nvalidate: { deny: {} }`;
    expect(outcomes(judge(ruleOf(unmet), CONFIG_MAP))).toEqual(['skip']);
  });

  test('but a change that may or may not be made is unknown', () => {
    const patch = (value: string) =>
      ruleOf(`${match}\nmutate: { patchStrategicMerge: { metadata: { labels: { a: ${value} } } } }`);
    const labelled = CONFIG_MAP.replace('namespace: shop', 'namespace: shop, labels: { a: b }');
    expect(outcomes(mutate(patch('b'), labelled).verdicts)).toEqual(['skip']);
    expect(mutate(patch('c'), labelled)).toMatchObject({ mutations: [], verdicts: [{ outcome: 'unknown' }] });
  });
});
