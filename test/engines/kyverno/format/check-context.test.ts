import { describe, expect, test } from 'vitest';
import { ruleOf } from '../ask.ts';
import { DENY, MATCH, remarksOf } from './remarks.ts';

const entry = (text: string, spec = '') =>
  remarksOf(ruleOf(`${MATCH}\ncontext: [{ ${text} }]\n${DENY}`, spec)).problems;

// What Kyverno refuses: kyverno/kyverno 1.19, pkg/validation/policy/validate.go, `validateRuleContext` and `validateConditionValues`.
describe('a context entry', () => {
  test('has one source', () => {
    expect(entry('name: a')).toEqual([expect.stringContaining('context entry "a" has none of variable, configMap')]);
    expect(entry('name: a, variable: { value: 1 }, globalReference: { name: b }')).toEqual([
      'globalReference | context entry "a" has variable and globalReference; only one is allowed',
    ]);
  });

  test('has a name that is not taken', () => {
    expect(entry('name: request.x, variable: { value: 1 }')).toEqual([
      'request.x | "request" is a variable of Kyverno\'s own',
    ]);
    expect(entry('name: images, variable: { value: 1 }')).toHaveLength(1);
    expect(entry('name: requested, variable: { value: 1 }')).toEqual([]);
  });

  test('that is a variable has a value or an expression', () => {
    expect(entry('name: a, variable: {}')).toEqual(['{} | a variable has neither value nor jmesPath']);
    expect(entry('name: a, variable: { value: 1, default: 2 }')).toEqual([
      'default | a variable has a default, and no jmesPath that could find nothing',
    ]);
    expect(entry('name: a, variable: { jmesPath: request.object.spec.x, default: 2 }')).toEqual([]);
    expect(entry('name: a, variable: { jmesPath: "a b" }')).toEqual([
      expect.stringContaining('no JMESPath expression'),
    ]);
  });

  test('says where to look', () => {
    expect(entry('name: a, configMap: { name: b }')).toEqual(['{ name: b } | configMap has no namespace']);
    expect(entry('name: a, apiCall: { urlPath: /api, service: { url: "https://x" } }')).toHaveLength(1);
    expect(entry('name: a, apiCall: { urlPath: /api, jmesPath: "a b" }')).toHaveLength(1);
    expect(entry('name: a, imageRegistry: { reference: "not an image" }')).toHaveLength(1);
    expect(entry('name: a, imageRegistry: { reference: "{{ element.image }}" }')).toEqual([
      expect.stringContaining('there is no loop here'),
    ]);
  });

  test('of a Policy is no global one', () => {
    const yaml = ruleOf(`${MATCH}\ncontext: [{ name: a, globalReference: { name: b } }]\n${DENY}`);
    expect(remarksOf(yaml).problems).toEqual([]);
    expect(remarksOf(yaml.replace('ClusterPolicy', 'Policy')).problems).toHaveLength(1);
  });

  test('is found in loops of loops', () => {
    const inner = 'foreach: [{ list: element.b, context: [{ name: images, variable: { value: 1 } }], deny: {} }]';
    const rule = `${MATCH}\nvalidate: { foreach: [{ list: request.object.a, ${inner} }] }`;
    expect(remarksOf(ruleOf(rule)).problems).toEqual(['images | "images" is a variable of Kyverno\'s own']);
  });

  test('does not go with CEL', () => {
    const rule = `${MATCH}\ncontext: [{ name: a, variable: { value: 1 } }]\nvalidate: { cel: { expressions: [{ expression: "true" }] } }`;
    expect(remarksOf(ruleOf(rule)).problems).toEqual(['context | rule "r" has a context, which CEL cannot see']);
  });
});

describe('a condition', () => {
  const deny = (condition: string) =>
    remarksOf(ruleOf(`${MATCH}\nvalidate: { deny: { conditions: { any: [{ ${condition} }] } } }`)).problems;

  test('has a key, an operator and a value', () => {
    expect(deny('key: a, operator: Equals, value: ""')).toEqual([]);
    expect(deny('key: a, operator: Equals')).toEqual([expect.stringContaining('a condition has no value')]);
    expect(deny('key: null, operator: Equals, value: a')).toEqual(['null | a condition has no key']);
    expect(deny('key: a, value: a')).toEqual([expect.stringContaining('has no "operator"')]);
    const listed = `${MATCH}\npreconditions: [{ key: a, operator: Equals }]\n${DENY}`;
    expect(remarksOf(ruleOf(listed)).problems).toHaveLength(1);
  });

  test('compares the operation with operations', () => {
    const operation = (value: string) => deny(`key: "{{ request.operation }}", operator: AnyIn, value: ${value}`);
    expect(operation('[CREATE, UPDATE]')).toEqual([]);
    expect(operation('"{{ request.object.x }}"')).toEqual([]);
    expect(operation('[CREATE, UPDAT]')).toEqual(['UPDAT | request.operation is never "UPDAT"']);
    expect(operation('create')).toEqual(['create | request.operation is never "create"']);
    expect(operation('[7]')).toHaveLength(1);
  });

  test('has the operators of its place', () => {
    const loop = (operator: string) =>
      remarksOf(
        ruleOf(
          `${MATCH}\nvalidate: { foreach: [{ list: request.object.a, deny: {}, preconditions: { all: [{ key: a, operator: ${operator}, value: a }] } }] }`,
        ),
      ).problems;
    expect(deny('key: a, operator: NotEqual, value: a')).toEqual([]);
    expect(loop('NotEquals')).toEqual([]);
    expect(loop('NotEqual')).toEqual([expect.stringContaining('cannot be "NotEqual"')]);
    expect(deny('key: a, operator: equals, value: a')).toEqual([expect.stringContaining('cannot be "equals"')]);
  });
});
