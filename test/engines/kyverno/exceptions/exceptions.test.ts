import { describe, expect, it } from 'vitest';
import { kyvernoEngine } from '../../../../src/engines/kyverno/engine.ts';
import { readWrittenObjects } from '../../../../src/manifests/written-objects.ts';
import type { AdmissionRequest } from '../../../../src/model/admission-request.ts';
import type { Compilation } from '../../../../src/model/engine.ts';
import type { Profile, Target } from '../../../../src/model/target.ts';
import { startOf } from '../../../../src/text/position.ts';
import { contextOf, objectOf, requestOf, type Surroundings } from '../ask.ts';

interface Installed {
  readonly exceptions?: Target['kyverno']['exceptions'];
  readonly version?: string;
  readonly profile?: Profile;
}

const ON = { enabled: true, namespace: '*' };

function compileWith(
  text: string,
  { exceptions = ON, version = '1.19', profile = 'cluster' }: Installed = {},
): Compilation {
  const { objects, errors } = readWrittenObjects({ file: 'policy.yaml', revision: 'base', text });
  if (errors[0]) throw errors[0];
  expect(objects.every(({ object }) => kyvernoEngine.recognises(object))).toBe(true);
  return kyvernoEngine.compile(objects, { kubernetes: '1.34', profile, kyverno: { version, exceptions } });
}

/** The answers of all policies of a text, whatever they do, by rule. */
function answers(
  text: string,
  object: string,
  { change, now = 0, ...more }: Surroundings & Installed & { change?: Partial<AdmissionRequest>; now?: number } = {},
): readonly string[] {
  const { policies, problems } = compileWith(text, more);
  if (problems[0]) throw problems[0];
  const request = requestOf(objectOf(object), change);
  const context = { ...contextOf(more), now };
  return policies.flatMap((policy) =>
    [
      ...(policy.mutate?.(request, context).verdicts ?? []),
      ...(policy.validate?.(request, context) ?? []),
      ...(policy.generate?.(request, context).verdicts ?? []),
    ].map(({ rule, outcome }) => `${rule}: ${outcome}`),
  );
}

const NO_HOST = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: { name: host }
spec:
  background: false
  rules:
    - name: no-host
      match: { any: [{ resources: { kinds: [Pod] } }] }
      preconditions: { all: [{ key: "{{ request.object.metadata.name || '' }}", operator: NotEquals, value: ignored }] }
      validate: { failureAction: Enforce, message: refused, pattern: { spec: { "=(hostNetwork)": "false" } } }
`;
const POD =
  'apiVersion: v1\nkind: Pod\nmetadata: { name: web, namespace: shop, labels: { team: a } }\nspec: { hostNetwork: true }\n';

function exception(match: string, { rules = '[no-host]', policy = 'host', more = '' } = {}): string {
  return `---
apiVersion: kyverno.io/v2
kind: PolicyException
metadata: { name: legacy, namespace: exceptions }
spec:
  exceptions: [{ policyName: ${policy}, ruleNames: ${rules} }]
  match: ${match}
${more}
`;
}

const PODS = '{ any: [{ resources: { kinds: [Pod] } }] }';

describe('an exception', () => {
  it('excuses what it matches from the rules that it names, with the words of Kyverno and its own name', () => {
    const { policies } = compileWith(NO_HOST + exception(PODS));
    expect(policies[0]?.validate?.(requestOf(objectOf(POD)), contextOf())).toEqual([
      { outcome: 'skip', rule: 'no-host', reason: 'rule is skipped due to policy exceptions exceptions/legacy' },
    ]);
  });

  it.each([
    ['another name', exception('{ any: [{ resources: { kinds: [Pod], names: [other*] } }] }')],
    ['another namespace', exception('{ any: [{ resources: { kinds: [Pod], namespaces: [test] } }] }')],
    [
      'one of two that all have to hold',
      exception('{ all: [{ resources: { kinds: [Pod] } }, { resources: { names: [x] } }] }'),
    ],
    ['an empty filter', exception('{ any: [{ resources: {} }] }')],
    ['no filter', exception('{ any: [] }')],
    ['another rule', exception(PODS, { rules: '[other]' })],
    ['no rule', exception(PODS, { rules: '[]' })],
    ['another policy', exception(PODS, { policy: 'ho*' })],
  ])('does not excuse by %s', (_, text) => {
    expect(answers(NO_HOST + text, POD)).toEqual(['no-host: fail']);
  });

  it.each([
    ['wildcards in the names of rules', exception(PODS, { rules: '["no-*"]' })],
    ['one of two filters', exception('{ any: [{ resources: { names: [x] } }, { resources: { names: ["w?b"] } }] }')],
    ['a selector', exception('{ any: [{ resources: { selector: { matchLabels: { team: "?" } } } }] }')],
    ['kyverno.io/v2beta1', exception(PODS).replace('kyverno.io/v2', 'kyverno.io/v2beta1')],
    // checkResourceDescription of Kyverno does not look at them.
    ['whatever its operations are', exception('{ any: [{ resources: { kinds: [Pod], operations: [DELETE] } }] }')],
  ])('excuses by %s', (_, text) => {
    expect(answers(NO_HOST + text, POD)).toEqual(['no-host: skip']);
  });

  it('is asked after the preconditions, and leaves alone what the rule is not about', () => {
    const { policies } = compileWith(NO_HOST + exception('{ any: [{ resources: { kinds: ["*"] } }] }'));
    const ignored = requestOf(objectOf(POD.replace('name: web', 'name: ignored')));
    expect(policies[0]?.validate?.(ignored, contextOf())).toMatchObject([{ reason: 'preconditions not met' }]);
    const service = requestOf(objectOf('apiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\n'));
    expect(policies[0]?.validate?.(service, contextOf())).toEqual([]);
  });

  it('knows the variants of autogen by their own names only', () => {
    const deployment = `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: shop }\nspec: { template: { spec: { hostNetwork: true } } }\n`;
    const all = '{ any: [{ resources: { kinds: [Pod, Deployment] } }] }';
    expect(answers(NO_HOST + exception(all), deployment)).toEqual(['autogen-no-host: fail']);
    expect(answers(NO_HOST + exception(all, { rules: '[autogen-no-host]' }), deployment)).toEqual([
      'autogen-no-host: skip',
    ]);
  });

  it('names a Policy with its namespace', () => {
    const policy = NO_HOST.replace('ClusterPolicy', 'Policy').replace(
      '{ name: host }',
      '{ name: host, namespace: shop }',
    );
    expect(answers(policy + exception(PODS), POD)).toEqual(['no-host: fail']);
    expect(answers(policy + exception(PODS, { policy: 'shop/host' }), POD)).toEqual(['no-host: skip']);
  });

  it('does not excuse an old object: what that violated already is tolerated all the same', () => {
    const oldObject = objectOf(POD.replace('name: web', 'name: web, annotations: { old: "yes" }'));
    const text = NO_HOST + exception('{ any: [{ resources: { annotations: { old: "yes" } } }] }');
    const { policies } = compileWith(text);
    const update = requestOf(objectOf(POD), { operation: 'UPDATE', oldObject });
    expect(policies[0]?.validate?.(update, contextOf())).toMatchObject([
      { outcome: 'skip', reason: 'skipping the rule evaluation as pre-existing violations are allowed' },
    ]);
  });
});

describe('what an exception asks beside its filters', () => {
  const condition = (key: string) =>
    exception(PODS, { more: `  conditions: { any: [{ key: "${key}", operator: Equals, value: a }] }` });

  it('is its conditions, which see the rule’s own variables', () => {
    expect(answers(NO_HOST + condition('{{ request.object.metadata.labels.team }}'), POD)).toEqual(['no-host: skip']);
    expect(answers(NO_HOST + condition('{{ request.object.metadata.name }}'), POD)).toEqual(['no-host: fail']);
  });

  it('does not excuse where its conditions break', () => {
    expect(answers(NO_HOST + condition('{{ request.object.nothing.there }}'), POD)).toEqual(['no-host: fail']);
  });

  it('excuses with conditions that hold nothing', () => {
    const text = exception(PODS, { more: '  conditions: { any: [], all: [] }' });
    expect(answers(NO_HOST + text, POD)).toEqual(['no-host: skip']);
  });

  it('is the user: unknown where nobody knows them, and nobody in the CLI', () => {
    const text = exception('{ any: [{ resources: { kinds: [Pod] }, subjects: [{ kind: User, name: jane }] }] }', {
      more: '  background: false',
    });
    const jane = { username: 'jane', groups: [] };
    expect(answers(NO_HOST + text, POD)).toEqual(['no-host: unknown']);
    expect(answers(NO_HOST + text, POD, { change: { userInfo: jane } })).toEqual(['no-host: skip']);
    expect(answers(NO_HOST + text, POD, { profile: 'kyverno-cli' })).toEqual(['no-host: fail']);
    // Whoever it was, the rule has nothing against this one.
    expect(answers(NO_HOST + text, POD.replace('hostNetwork: true', 'hostNetwork: false'))).toEqual(['no-host: pass']);
  });

  it('is no namespaceSelector for a Namespace itself', () => {
    const policy = NO_HOST.replace('[Pod]', '[Namespace]').replace(
      'spec: { "=(hostNetwork)": "false" }',
      'metadata: { labels: { team: "?*" } }',
    );
    const text = exception(
      '{ any: [{ resources: { kinds: [Namespace], namespaceSelector: { matchLabels: { a: b } } } }] }',
    );
    const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n';
    expect(answers(policy + text, namespace)).toEqual(['no-host: skip']);
  });
});

describe('what an exception excuses from', () => {
  const rule = (body: string) => `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: { name: host }
spec:
  rules:
    - name: no-host
      match: { any: [{ resources: { kinds: [Pod] } }] }
      ${body}
`;
  it.each([
    ['mutation', 'mutate: { patchStrategicMerge: { metadata: { labels: { a: b } } } }'],
    [
      'generation',
      'generate: { apiVersion: v1, kind: ConfigMap, name: made, namespace: shop, data: { data: { a: b } } }',
    ],
    [
      'verification of images',
      'verifyImages: [{ imageReferences: ["*"], required: false, mutateDigest: false, verifyDigest: false }]',
    ],
    ['denial', 'validate: { message: refused, deny: {} }'],
    ['Pod Security', 'validate: { message: refused, podSecurity: { level: baseline, version: latest } }'],
  ])('is %s as well', (_, body) => {
    const found = answers(rule(body) + exception(PODS, { rules: '["*"]' }), POD);
    expect(found).toEqual(['no-host: skip']);
  });

  it('is not the whole of Pod Security where it names controls', () => {
    const podSecurity = '  podSecurity: [{ controlName: HostPath Volumes }]';
    const text = exception(PODS, { more: podSecurity });
    expect(answers(NO_HOST + text, POD)).toEqual(['no-host: skip']);
    const asked = rule('validate: { message: refused, podSecurity: { level: baseline, version: latest } }');
    expect(answers(asked + text, POD)).not.toEqual(['no-host: skip']);
  });
});

describe('an exception that says when it ends', () => {
  const text = NO_HOST + exception(PODS, { more: '  expiresAt: "2027-03-31T00:00:00Z"' });
  const end = Date.UTC(2027, 2, 31);

  it('excuses until then, and is named from then on', () => {
    expect(answers(text, POD, { version: '1.20', now: end - 1 })).toEqual(['no-host: skip']);
    expect(answers(text, POD, { version: '1.20', now: end })).toEqual(['no-host: fail']);
    const { expiring = [] } = compileWith(text, { version: '1.20' });
    expect(expiring.map(({ at, warning }) => [at, warning.code])).toEqual([[end, 'policy/exception-expired']]);
  });

  it('is refused before 1.20, which does not know the field', () => {
    const [problem] = compileWith(text, { version: '1.19' }).problems;
    expect(problem).toMatchObject({ code: 'policy/unknown-field' });
  });
});

describe('what is said about an exception', () => {
  const said = (text: string, installed?: Installed) => {
    const { problems, warnings } = compileWith(text, installed);
    return [...problems, ...warnings].map(
      ({ code, span, message }) => `${span ? startOf(span).line : '?'} ${code}: ${message}`,
    );
  };
  const OFFSET = NO_HOST.split('\n').length;

  it('is nothing where it excuses from rules that there are', () => {
    expect(said(NO_HOST + exception(PODS, { rules: '[no-host, "autogen-*"]' }))).toEqual([]);
  });

  it.each([
    ['off', { enabled: false, namespace: '' }, /off/],
    ['on without a namespace', { enabled: true, namespace: '' }, /no namespace/],
    ['on for another namespace', { enabled: true, namespace: 'kyverno' }, /only those in the namespace "kyverno"/],
  ])('is that it does not count while exceptions are %s', (_, exceptions, wording) => {
    const text = NO_HOST + exception(PODS);
    expect(said(text, { exceptions })).toEqual([expect.stringMatching(/^\d+ policy\/exception-off: /)]);
    expect(said(text, { exceptions })[0]).toMatch(wording);
    expect(answers(text, POD, { exceptions })).toEqual(['no-host: fail']);
  });

  it('is not asked of one in the namespace that is named', () => {
    const exceptions = { enabled: true, namespace: 'exceptions' };
    expect(answers(NO_HOST + exception(PODS), POD, { exceptions })).toEqual(['no-host: skip']);
  });

  it.each([
    ['policy', exception(PODS, { policy: 'hots' }), `${OFFSET + 5} policy/exception-idle`, /"hots"/],
    ['rule', exception(PODS, { rules: '[no-host, no-hots]' }), `${OFFSET + 5} policy/exception-idle`, /"no-hots"/],
  ])('is that it excuses from a %s that there is not', (_, text, place, wording) => {
    const [first, ...others] = said(NO_HOST + text);
    expect(others).toEqual([]);
    expect(first?.startsWith(place)).toBe(true);
    expect(first).toMatch(wording);
  });

  it('is not that its policy is missing where that cannot be read', () => {
    const broken = NO_HOST.replace('validate:', 'validat:');
    expect(said(broken + exception(PODS)).filter((each) => each.includes('exception-idle'))).toEqual([]);
  });

  it.each([
    ['a misspelt field', PODS, '  conditons: {}', 'policy/unknown-field', 7],
    ['a wrong type', PODS, '  background: maybe', 'policy/wrong-type', 7],
    [
      'an unknown operator',
      PODS,
      '  conditions: { any: [{ key: a, operator: Is, value: a }] }',
      'policy/invalid-value',
      7,
    ],
    [
      'both any and all',
      '{ any: [{ resources: { kinds: [Pod] } }], all: [{ resources: { kinds: [Pod] } }] }',
      '',
      'policy/invalid-value',
      6,
    ],
    ['a user, in the background too', '{ any: [{ clusterRoles: [admin] }] }', '', 'policy/invalid-value', 6],
    ['name and names', '{ any: [{ resources: { name: a, names: [b] } }] }', '', 'policy/invalid-value', 6],
    [
      'images of a control of the Pod',
      PODS,
      '  podSecurity: [{ controlName: Sysctls, images: ["*"] }]',
      'policy/invalid-value',
      7,
    ],
  ])('is that Kyverno would refuse it: %s', (_, match, more, code, line) => {
    const [first] = said(NO_HOST + exception(match, { more }));
    expect(first?.startsWith(`${OFFSET + line} ${code}`), first).toBe(true);
  });

  it('is that it names no policy, or is of a version that is not served', () => {
    expect(said(NO_HOST + exception(PODS, { policy: '""' }))[0]).toMatch(/policy\/missing-field/);
    expect(said(NO_HOST + exception(PODS).replace('io/v2', 'io/v2alpha1'))[0]).toMatch(/policy\/unsupported/);
  });
});
