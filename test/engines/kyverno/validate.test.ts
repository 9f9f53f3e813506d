import { describe, expect, test } from 'vitest';
import { formatPath } from '../../../src/base/path.ts';
import type { Verdict } from '../../../src/model/verdict.ts';
import { judge, objectOf, outcomes, policyOf, requestOf, ruleOf } from './ask.ts';

const POD = `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  hostNetwork: true
  containers:
    - { name: a, image: "nginx:1", securityContext: { privileged: true } }
    - { name: b, image: "evil.io/x:1" }
    - { name: c, image: "evil.io/y:1", securityContext: { privileged: true } }`;

const MATCH = 'match: { any: [{ resources: { kinds: [Pod] } }] }';

function pathsOf(verdict: Verdict | undefined): readonly string[] {
  return verdict?.outcome === 'fail' ? verdict.failures.map(({ path }) => formatPath(path)) : [];
}

describe('patterns', () => {
  const rule = ruleOf(`${MATCH}
validate:
  message: Privileged containers are not allowed
  pattern:
    spec:
      containers:
        - "=(securityContext)":
            "=(privileged)": "false"`);

  test('fail with the words and the path of Kyverno, and name every leaf', () => {
    const [verdict] = judge(rule, POD);
    expect(verdict).toMatchObject({
      outcome: 'fail',
      message:
        'validation error: Privileged containers are not allowed. rule r failed at path /spec/containers/0/securityContext/privileged/',
      authoredMessage: 'Privileged containers are not allowed',
    });
    expect(pathsOf(verdict)).toEqual([
      'spec.containers[0].securityContext.privileged',
      'spec.containers[2].securityContext.privileged',
    ]);
    expect(verdict?.outcome === 'fail' && verdict.failures[1]?.message).toContain('/spec/containers/2/');
  });

  test('with variables are compared with what these yield', () => {
    const policy = ruleOf(`${MATCH}\nvalidate: { pattern: { metadata: { name: "{{ request.namespace }}-*" } } }`);
    expect(outcomes(judge(policy, POD))).toEqual(['fail']);
    expect(outcomes(judge(policy, POD.replace('name: web', 'name: shop-web')))).toEqual(['pass']);
  });

  test('that are alternatives: one has to match; the nearest one names the place', () => {
    const policy = ruleOf(`${MATCH}
validate:
  message: Use our registry
  anyPattern:
    - { metadata: { name: x }, spec: { hostNetwork: false, hostPID: true } }
    - { spec: { hostNetwork: false } }`);
    const [verdict] = judge(policy, POD);
    expect(verdict).toMatchObject({
      outcome: 'fail',
      message:
        'validation error: Use our registry. rule r[0] failed at path /metadata/name/ rule r[1] failed at path /spec/hostNetwork/',
      authoredMessage: 'Use our registry',
    });
    expect(pathsOf(verdict)).toEqual(['spec.hostNetwork']);
    expect(outcomes(judge(policy, POD.replace('hostNetwork: true', 'hostNetwork: false')))).toEqual(['pass']);
  });

  test('skip the rule where all alternatives are skipped', () => {
    const policy = ruleOf(
      `${MATCH}\nvalidate: { anyPattern: [{ metadata: { (name): x }, spec: { hostNetwork: false } }] }`,
    );
    expect(outcomes(judge(policy, POD))).toEqual(['skip']);
  });
});

test('a namespace that the API server fills in is judged, and added by a remedy', () => {
  const policy = ruleOf(`${MATCH}\nvalidate: { pattern: { metadata: { namespace: shop } } }`);
  const object = POD.replace(', namespace: shop', '');
  const path = ['metadata', 'namespace'];
  expect(judge(policy, object)).toMatchObject([{ failures: [{ path, remedy: [{ op: 'add', path, value: 'shop' }] }] }]);
});

describe('preconditions', () => {
  const precondition = (block: string) => ruleOf(`${MATCH}\npreconditions: ${block}\nvalidate: { deny: {} }`);
  const yes = '{ key: a, operator: Equals, value: a }';
  const no = '{ key: a, operator: Equals, value: b, message: because }';

  test.each([
    [`{ any: [${no}, ${yes}], all: [${yes}] }`, 'fail'],
    [`{ any: [${yes}], all: [${no}] }`, 'skip'],
    [`{ any: [] }`, 'skip'],
    [`{ all: [] }`, 'fail'],
    [`[${yes}, ${yes}]`, 'fail'],
    [`[${yes}, ${no}]`, 'skip'],
    ['{}', 'fail'],
  ])('%s', (block, outcome) => {
    expect(outcomes(judge(precondition(block), POD))).toEqual([outcome]);
  });

  test('that are not met say why, if the condition does', () => {
    expect(judge(precondition(`{ all: [${no}] }`), POD)).toMatchObject([{ reason: 'preconditions not met; because' }]);
  });
});

describe('denials point', () => {
  const denial = (conditions: string, more = '') =>
    ruleOf(`${MATCH}\n${more}\nvalidate: { message: stop, deny: { conditions: ${conditions} } }`);

  test('at the items of a list that are denied on their own', () => {
    const policy = denial(
      '{ any: [{ key: "{{ request.object.spec.containers[].image }}", operator: AnyIn, value: ["evil.io/*"] }] }',
    );
    expect(pathsOf(judge(policy, POD)[0])).toEqual(['spec.containers[1].image', 'spec.containers[2].image']);
  });

  test('through the variables of the context', () => {
    const context =
      'context: [{ name: bad, variable: { jmesPath: "request.object.spec.containers[?starts_with(image, \'evil\')].image" } }]';
    const policy = denial('{ any: [{ key: "{{ length(bad) }}", operator: GreaterThan, value: 0 }] }', context);
    expect(pathsOf(judge(policy, POD)[0])).toEqual(['spec.containers[1].image', 'spec.containers[2].image']);
  });

  test('at the deepest path that a deciding condition reads', () => {
    const policy = denial(
      '{ all: [{ key: "{{ request.operation }}", operator: Equals, value: CREATE }, { key: "{{ request.object.spec.hostNetwork }}", operator: Equals, value: true }] }',
    );
    expect(judge(policy, POD)).toMatchObject([
      {
        failures: [
          {
            path: ['spec', 'hostNetwork'],
            message: 'stop',
            remedy: [{ op: 'replace', path: ['spec', 'hostNetwork'], value: false }],
          },
        ],
      },
    ]);
  });

  test('at the name, where nothing of the object is read', () => {
    expect(
      pathsOf(judge(denial('{ any: [{ key: "{{ request.operation }}", operator: Equals, value: CREATE }] }'), POD)[0]),
    ).toEqual(['metadata.name']);
    expect(pathsOf(judge(ruleOf(`${MATCH}\nvalidate: { deny: {} }`), POD)[0])).toEqual(['metadata.name']);
  });

  test('with a remedy where exactly one value is legal', () => {
    const policy = denial(
      '{ any: [{ key: "{{ request.object.spec.dnsPolicy || \'\' }}", operator: NotEquals, value: None }] }',
    );
    expect(judge(policy, POD)).toMatchObject([
      { failures: [{ remedy: [{ op: 'add', path: ['spec', 'dnsPolicy'], value: 'None' }] }] },
    ]);
  });
});

describe('levels', () => {
  const deny = (spec: string, validate = 'deny: {}') => ruleOf(`${MATCH}\nvalidate: { ${validate} }`, spec);
  const levels = (policy: string, surroundings = {}) => {
    const compiled = policyOf(policy);
    const [verdict] = judge(policy, POD, surroundings);
    const said = verdict?.outcome === 'fail' || verdict?.outcome === 'error' ? verdict.level : undefined;
    return [compiled.level, said ?? compiled.rules[0]?.level];
  };

  test('are the policy’s, in any case; the default is audit', () => {
    expect(levels(deny('validationFailureAction: enforce'))).toEqual(['enforce', 'enforce']);
    expect(levels(deny('validationFailureAction: Audit'))).toEqual(['audit', 'audit']);
    expect(levels(deny('background: true'))).toEqual(['audit', 'audit']);
  });

  test('are the rule’s own where it has one', () => {
    expect(levels(deny('validationFailureAction: Audit', 'failureAction: Enforce, deny: {}'))).toEqual([
      'enforce',
      'enforce',
    ]);
  });

  test('warn where an audit emits warnings', () => {
    expect(levels(deny('validationFailureAction: Audit\nemitWarning: true'))).toEqual(['warn', 'warn']);
  });

  test('are overridden by namespace and by the labels of the namespace', () => {
    const overrides =
      'validationFailureAction: Audit\nvalidationFailureActionOverrides: [{ action: Enforce, namespaces: ["sh*"] }]';
    expect(levels(deny(overrides))).toEqual(['enforce', 'enforce']);
    expect(levels(deny(overrides.replace('sh*', 'other')))).toEqual(['enforce', 'audit']);
    const selector =
      'validationFailureAction: Audit\nvalidationFailureActionOverrides: [{ action: Enforce, namespaceSelector: { matchLabels: { a: b } } }]';
    const cluster = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { a: c } }';
    expect(levels(deny(selector), { cluster })).toEqual(['enforce', 'audit']);
    // Nobody knows the labels: the stricter stands.
    expect(levels(deny(selector))).toEqual(['enforce', 'enforce']);
  });

  test('of an error: failurePolicy Ignore does not enforce', () => {
    const broken = 'deny: { conditions: { any: [{ key: "{{ request.object.x }}", operator: Equals, value: y }] } }';
    expect(levels(deny('validationFailureAction: Enforce', broken))).toEqual(['enforce', 'enforce']);
    expect(levels(deny('validationFailureAction: Enforce\nfailurePolicy: Ignore', broken))).toEqual([
      'enforce',
      'warn',
    ]);
  });

  test('of a policy that is not asked at admission: audit', () => {
    expect(levels(deny('validationFailureAction: Enforce\nadmission: false'))).toEqual(['audit', 'audit']);
  });
});

describe('existing violations', () => {
  const policy = (more: string) => ruleOf(`${MATCH}\nvalidate: { failureAction: Enforce, ${more} }`);
  const pattern = 'pattern: { spec: { hostNetwork: false } }';
  const good = POD.replace('hostNetwork: true', 'hostNetwork: false');
  const update = (before: string) => ({ operation: 'UPDATE' as const, oldObject: objectOf(before) });

  test('are skipped on update, and told', () => {
    expect(judge(policy(pattern), POD, {}, update(POD))).toMatchObject([
      { outcome: 'skip', existing: { failures: [{ path: ['spec', 'hostNetwork'] }] } },
    ]);
  });

  test('are violations where the old object had none, and where the rule does not allow them', () => {
    expect(outcomes(judge(policy(pattern), POD, {}, update(good)))).toEqual(['fail']);
    expect(outcomes(judge(policy(`${pattern}, allowExistingViolations: false`), POD, {}, update(POD)))).toEqual([
      'fail',
    ]);
  });

  test('matter to enforcing rules only', () => {
    expect(outcomes(judge(policy(pattern).replace('Enforce', 'Audit'), POD, {}, update(POD)))).toEqual(['fail']);
  });

  test('do not excuse a rule against updates: the old object is judged as created', () => {
    const against =
      'deny: { conditions: { any: [{ key: "{{ request.operation }}", operator: Equals, value: UPDATE }] } }';
    expect(outcomes(judge(policy(against), POD, {}, update(POD)))).toEqual(['fail']);
  });
});

test('applyRules One stops at the first rule that passes or fails, not at one that is skipped', () => {
  const rules = ruleOf(
    `${MATCH}\npreconditions: [{ key: a, operator: Equals, value: b }]\nvalidate: { deny: {} }`,
    'applyRules: One',
  );
  const more = `    - name: second\n      ${MATCH}\n      validate: { deny: {} }\n    - name: third\n      ${MATCH}\n      validate: { deny: {} }\n`;
  expect(outcomes(judge(rules + more, POD))).toEqual(['skip', 'second: fail']);
});

test.each(['podSecurity: { level: baseline }', 'cel: { expressions: [{ expression: "true" }] }'])(
  'what is not judged yet is unknown, and named: %s',
  (part) => {
    const [verdict] = judge(ruleOf(`${MATCH}\nvalidate: { ${part} }`), POD);
    expect(verdict).toMatchObject({
      outcome: 'unknown',
      needs: expect.stringContaining(`validate.${part.split(':')[0]}`),
    });
    const unmet = ruleOf(`${MATCH}\npreconditions: [{ key: a, operator: Equals, value: b }]\nvalidate: { ${part} }`);
    expect(outcomes(judge(unmet, POD))).toEqual(['skip']);
  },
);

test('policies in CEL are recognised, and unknown on what they select', () => {
  const policy = policyOf(`apiVersion: policies.kyverno.io/v1
kind: ValidatingPolicy
metadata: { name: cel }
spec:
  validationActions: [Deny]
  matchConstraints: { resourceRules: [{ apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods] }] }
  validations: [{ expression: "true" }]`);
  expect(policy.level).toBe('enforce');
  const ask = (object: string) => policy.validate?.(requestOf(objectOf(object)), {} as never) ?? [];
  expect(ask(POD)).toMatchObject([{ outcome: 'unknown', needs: expect.stringContaining('ValidatingPolicy') }]);
  expect(ask('apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: d }')).toHaveLength(1);
  expect(ask('apiVersion: v1\nkind: Service\nmetadata: { name: s }')).toEqual([]);
});

test('policies in CEL about other payloads than objects say nothing', () => {
  const policy = policyOf(`apiVersion: policies.kyverno.io/v1
kind: ValidatingPolicy
metadata: { name: json }
spec: { evaluation: { mode: JSON }, validations: [{ expression: "true" }] }`);
  expect(policy.kinds).toEqual([]);
  expect(policy.validate?.(requestOf(objectOf(POD)), {} as never)).toEqual([]);
});
