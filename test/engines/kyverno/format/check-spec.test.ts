import { describe, expect, test } from 'vitest';
import { ruleOf } from '../ask.ts';
import { DENY, MATCH, remarksOf } from './remarks.ts';

const RULE = `${MATCH}\n${DENY}`;
const problems = (rule: string, spec = '', metadata = '') => remarksOf(ruleOf(rule, spec, metadata)).problems;
const asPolicy = (yaml: string) => yaml.replace('kind: ClusterPolicy', 'kind: Policy');

// What Kyverno refuses: kyverno/kyverno 1.19, pkg/validation/policy/validate.go and api/kyverno/v1.
describe('a policy', () => {
  test('without anything wrong judges', () => {
    expect(remarksOf(ruleOf(RULE))).toEqual({ judges: 1, problems: [], warnings: [] });
  });

  test('of the whole cluster has no namespace', () => {
    expect(problems(RULE, '', 'namespace: shop')).toEqual(['shop | a ClusterPolicy has no namespace']);
    expect(remarksOf(asPolicy(ruleOf(RULE, '', 'namespace: shop'))).problems).toEqual([]);
  });

  test('has a name that fits into a label', () => {
    const name = 'n'.repeat(64);
    expect(remarksOf(ruleOf(RULE).replace('name: p', `name: ${name}`)).problems).toEqual([
      `${name} | its name has 64 characters; at most 63 are allowed`,
    ]);
  });

  test('says for which controllers it is carried over, in words that autogen knows', () => {
    const annotated = (value: string) =>
      remarksOf(ruleOf(RULE, '', `annotations: { pod-policies.kyverno.io/autogen-controllers: "${value}" }`));
    expect(annotated('none')).toMatchObject({ problems: [], warnings: [] });
    expect(annotated('Deployment,CronJob')).toMatchObject({ problems: [], warnings: [] });
    expect(annotated('all').problems).toEqual(['"all" | pod-policies.kyverno.io/autogen-controllers cannot be "all"']);
    expect(annotated('Deployment,Cronjob')).toMatchObject({
      judges: 1,
      warnings: [expect.stringContaining('lists "Cronjob", which Kyverno passes over')],
    });
  });

  test('has a field or the one that replaced it', () => {
    const both = 'webhookTimeoutSeconds: 5\nwebhookConfiguration: { timeoutSeconds: 5 }';
    expect(problems(RULE, both)).toEqual([
      'webhookTimeoutSeconds | spec.webhookTimeoutSeconds and spec.webhookConfiguration.timeoutSeconds exclude each other',
    ]);
    expect(problems(RULE, 'failurePolicy: Fail\nwebhookConfiguration: { failurePolicy: Fail }')).toHaveLength(1);
    expect(problems(RULE, 'webhookTimeoutSeconds: 31')).toEqual([
      '31 | spec.webhookTimeoutSeconds is 31; 1 to 30 are allowed',
    ]);
    expect(problems(RULE, 'generateExistingOnPolicyUpdate: true')).toHaveLength(1);
  });

  test('that mutates what exists says what', () => {
    const mutate = `${MATCH}\nmutate: { patchStrategicMerge: { a: b } }`;
    expect(problems(mutate, 'mutateExistingOnPolicyUpdate: true')).toEqual([
      'mutateExistingOnPolicyUpdate | rule "r" is to mutate what exists, and has no targets',
    ]);
    const own = `${MATCH}\nmutate: { mutateExistingOnPolicyUpdate: true, patchStrategicMerge: { a: b } }`;
    expect(problems(own)).toHaveLength(1);
  });

  test('does not have two actions for one namespace', () => {
    const overrides = (...namespaces: readonly string[]) =>
      `validationFailureActionOverrides: [{ action: Enforce, namespaces: [${namespaces[0]}] }, { action: audit, namespaces: [${namespaces[1]}] }]`;
    expect(problems(RULE, overrides('shop', 'test'))).toEqual([]);
    for (const [one = '', other = ''] of [
      ['shop', 'shop'],
      ['"s*"', 'shop'],
      ['shop', '"sh?p"'],
      ['"s*"', '"shop*"'],
    ]) {
      expect(problems(RULE, overrides(one, other)), `${one} and ${other}`).toHaveLength(1);
    }
    const inRule = `${MATCH}\nvalidate: { deny: {}, failureActionOverrides: [{ action: Enforce, namespaces: [a] }, { action: Audit, namespaces: [a] }] }`;
    expect(problems(inRule)).toHaveLength(1);
    expect(remarksOf(asPolicy(ruleOf(RULE, overrides('a', 'b'), 'namespace: a'))).problems).toEqual([
      'validationFailureActionOverrides | a Policy has no validationFailureActionOverrides',
    ]);
  });

  test('judges at admission or in the background, and only validates where it does not judge at admission', () => {
    expect(problems(RULE, 'admission: false')).toEqual([]);
    expect(problems(RULE, 'admission: false\nbackground: false')).toHaveLength(1);
    expect(problems(`${MATCH}\nmutate: { patchStrategicMerge: { a: b } }`, 'admission: false')).toEqual([
      'false | admission is off, and rule "r" does not only validate',
    ]);
  });
});

describe('a background scan', () => {
  const filter = (more: string) => `match: { any: [{ resources: { kinds: [Pod] }, ${more} }] }\n${DENY}`;

  test('has no user to match', () => {
    expect(problems(filter('clusterRoles: [admin]'))).toEqual([
      'clusterRoles | clusterRoles asks who makes the request, and a background scan has no request',
    ]);
    expect(problems(filter('clusterRoles: [admin]'), 'background: false')).toEqual([]);
    expect(problems(`${MATCH}\nexclude: { any: [{ subjects: [{ kind: User, name: me }] }] }\n${DENY}`)).toHaveLength(1);
  });

  test('has no user to ask about', () => {
    const message = (text: string) => `${MATCH}\nvalidate: { message: "{{ ${text} }}", deny: {} }`;
    expect(problems(message('request.userInfo.username'))).toEqual([
      'request.userInfo | "request.userInfo" asks who makes the request, and a background scan has no request',
    ]);
    expect(problems(message('serviceAccountName'))).toHaveLength(1);
    expect(problems(message('request.object.spec.serviceAccountName'))).toEqual([]);
    expect(problems(message('request.userInfo.username'), 'background: false')).toEqual([]);
  });

  test('sees no subresources, but in the CLI', () => {
    const rule = `match: { any: [{ resources: { kinds: [Pod/exec] } }] }\n${DENY}`;
    expect(problems(rule)).toEqual(['Pod/exec | "Pod/exec" is a subresource, and a background scan sees none']);
    expect(problems(rule, 'background: false')).toEqual([]);
    expect(remarksOf(ruleOf(rule), 'kyverno-cli').problems).toEqual([]);
  });
});
