import { expect, test } from 'vitest';
import type { JsonObject } from '../../../src/base/json.ts';
import { keepsEmptyAnswer } from '../../../src/suites/kyverno/keeps-empty-answer.ts';

const keeps = (kind: string, spec: JsonObject) =>
  keepsEmptyAnswer({ apiVersion: 'policies.kyverno.io/v1', kind, metadata: { name: 'policy' }, spec });
const services: JsonObject = { apiGroups: [''], apiVersions: ['v1'], resources: ['services'] };
const pods: JsonObject = { ...services, resources: ['pods'] };
const matching = (rules: readonly JsonObject[], more: JsonObject = {}) => ({
  matchConstraints: { resourceRules: rules, ...more },
});

// Section 1.6, point 7 of the map of the format.
test.each([
  ['one plain rule', false, matching([services])],
  ['two rules', true, matching([services, services])],
  ['no rule', true, matching([])],
  ['a rule with names', true, matching([{ ...services, resourceNames: ['one'] }])],
  ['a selector', true, matching([services], { objectSelector: { matchLabels: { app: 'web' } } })],
  ['an empty selector', false, matching([services], { namespaceSelector: { matchLabels: {} } })],
  ['an exclusion', true, matching([services], { excludeResourceRules: [services] })],
  ['Pods, whose variants have two rules', true, matching([pods])],
  ['Pods without autogen', false, { ...matching([pods]), autogen: { podControllers: { controllers: [] } } }],
  [
    'Pods with a variant of one rule',
    false,
    { ...matching([pods]), autogen: { podControllers: { controllers: ['deployments'] } } },
  ],
  ['payloads only', false, { ...matching([]), evaluation: { mode: 'JSON' } }],
])('a ValidatingPolicy or MutatingPolicy with %s: %s', (_, kept, spec) => {
  expect(keeps('ValidatingPolicy', spec)).toBe(kept);
  expect(keeps('NamespacedMutatingPolicy', spec)).toBe(kept);
});

test.each([
  ['ClusterPolicy', true],
  ['Policy', true],
  ['ValidatingAdmissionPolicy', true],
  ['MutatingAdmissionPolicy', false],
  ['GeneratingPolicy', false],
  ['DeletingPolicy', false],
  ['ImageValidatingPolicy', false],
])('%s: %s, whatever it selects', (kind, kept) => {
  expect(keeps(kind, matching([services, services]))).toBe(kept);
  expect(keeps(kind, matching([services]))).toBe(kept);
});
