import { describe, expect, test } from 'vitest';
import { kyvernoEngine } from '../../../src/engines/kyverno/engine.ts';
import { startOf } from '../../../src/text/position.ts';
import { compile, objectOf, ruleOf } from './ask.ts';

const MATCH = 'match: { any: [{ resources: { kinds: [Pod] } }] }';

/** Code, place and remedy of every problem. */
function problems(yaml: string) {
  const { policies, problems: found } = compile(yaml);
  expect(policies).toHaveLength(found.length === 0 ? 1 : 0);
  return found.map(({ code, span, remedy, message }) => {
    const text = span?.source.text.slice(span.start, span.end) ?? '';
    return { code, line: span ? startOf(span).line : 0, text, remedy, message };
  });
}

describe('a field', () => {
  test('that nobody knows is named at its key, with what was meant', () => {
    expect(problems(ruleOf(`${MATCH}\nvalidate: { patern: { a: b } }`))).toMatchObject([
      { code: 'policy/unknown-field', text: 'patern', remedy: 'Did you mean "pattern"?' },
    ]);
    expect(problems(ruleOf(`${MATCH}\nvalidate: { deny: {} }`, 'validationFailureActon: Enforce'))).toMatchObject([
      { code: 'policy/unknown-field', line: 7, remedy: 'Did you mean "validationFailureAction"?' },
    ]);
    expect(problems(ruleOf(`mtch: {}\nvalidate: { deny: {} }`))).toMatchObject([
      { code: 'policy/unknown-field', text: 'mtch', remedy: 'Did you mean "match"?' },
    ]);
    expect(problems(ruleOf('match: { any: [{ resource: { kinds: [Pod] } }] }\nvalidate: { deny: {} }'))).toMatchObject([
      { code: 'policy/unknown-field', text: 'resource' },
    ]);
  });

  test('of a wrong type, a wrong value, a missing one', () => {
    expect(problems(ruleOf('match: { any: [{ resources: { kinds: Pod } }] }\nvalidate: { deny: {} }'))).toMatchObject([
      { code: 'policy/wrong-type', text: 'Pod' },
    ]);
    expect(problems(ruleOf(`${MATCH}\nvalidate: { deny: {} }`, 'validationFailureAction: Enforced'))).toMatchObject([
      { code: 'policy/invalid-value', text: 'Enforced', remedy: expect.stringContaining('Did you mean "Enforce"?') },
    ]);
    expect(problems(ruleOf('validate: { deny: {} }'))).toMatchObject([{ code: 'policy/missing-field' }]);
    const operator = `${MATCH}\nvalidate: { deny: { conditions: { any: [{ key: a, operator: Equls, value: a }] } } }`;
    expect(problems(ruleOf(operator))).toMatchObject([{ code: 'policy/invalid-value', text: 'Equls' }]);
  });

  test('in a free part may be anything', () => {
    expect(problems(ruleOf(`${MATCH}\nvalidate: { pattern: { anything: { "=(goes)": [1, null, true] } } }`))).toEqual(
      [],
    );
    expect(
      problems(ruleOf(`${MATCH}\ncontext: [{ name: x, variable: { value: { any: thing } } }]\nvalidate: { deny: {} }`)),
    ).toEqual([]);
  });

  test('that is null counts as left out', () => {
    expect(problems(ruleOf(`${MATCH}\nexclude: null\nvalidate: { message: null, deny: {} }`))).toEqual([]);
  });
});

describe('a rule', () => {
  test('does one thing', () => {
    expect(problems(ruleOf(MATCH))).toMatchObject([{ code: 'policy/missing-field' }]);
    expect(problems(ruleOf(`${MATCH}\nvalidate: { deny: {}, pattern: { a: b } }`))).toMatchObject([
      { code: 'policy/invalid-value' },
    ]);
    expect(problems(ruleOf(`${MATCH}\nvalidate: { deny: {} }\nmutate: { patchesJson6902: "[]" }`))).toMatchObject([
      { code: 'policy/invalid-value' },
    ]);
  });

  test('has a name of its own', () => {
    const twice = `${ruleOf(`${MATCH}\nvalidate: { deny: {} }`)}    - name: r\n      ${MATCH}\n      validate: { deny: {} }\n`;
    expect(problems(twice)).toMatchObject([{ code: 'policy/invalid-value', text: 'r', line: 12 }]);
  });

  test('has expressions that are some, at their places', () => {
    expect(problems(ruleOf(`${MATCH}\nvalidate: { message: "{{ request.object..name }}", deny: {} }`))).toMatchObject([
      { code: 'policy/expression', text: 'request.object..name' },
    ]);
    expect(problems(ruleOf(`${MATCH}\nvalidate: { message: "{{ lenght(request.object) }}", deny: {} }`))).toMatchObject(
      [{ code: 'policy/expression', remedy: 'Did you mean "length"?' }],
    );
    expect(
      problems(ruleOf(`${MATCH}\ncontext: [{ name: x, variable: { jmesPath: "a b" } }]\nvalidate: { deny: {} }`)),
    ).toMatchObject([{ code: 'policy/expression', text: 'a b' }]);
  });
});

describe('a version', () => {
  test('v2beta1 has no deprecated forms', () => {
    const v2 = (rule: string) => ruleOf(rule).replace('kyverno.io/v1', 'kyverno.io/v2beta1');
    expect(problems(v2(`${MATCH}\nvalidate: { deny: {} }`))).toEqual([]);
    expect(problems(v2('match: { resources: { kinds: [Pod] } }\nvalidate: { deny: {} }'))).toMatchObject([
      { code: 'policy/unknown-field', text: 'resources' },
    ]);
    expect(
      problems(v2(`${MATCH}\npreconditions: [{ key: a, operator: Equals, value: a }]\nvalidate: { deny: {} }`)),
    ).toMatchObject([{ code: 'policy/wrong-type' }]);
  });

  test('that Kyverno does not serve is a problem', () => {
    const v3 = ruleOf(`${MATCH}\nvalidate: { deny: {} }`).replace('kyverno.io/v1', 'kyverno.io/v3');
    expect(problems(v3)).toMatchObject([{ code: 'policy/unsupported', text: 'kyverno.io/v3' }]);
  });
});

test('the engine recognises its policies and their exceptions, and leaves what judges no request to the list of what is not run', () => {
  const recognises = (apiVersion: string, kind: string) =>
    kyvernoEngine.recognises(objectOf(`apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: x }`));
  expect(recognises('kyverno.io/v1', 'ClusterPolicy')).toBe(true);
  expect(recognises('kyverno.io/v2beta1', 'Policy')).toBe(true);
  expect(recognises('policies.kyverno.io/v1', 'ImageValidatingPolicy')).toBe(true);
  expect(recognises('kyverno.io/v2', 'PolicyException')).toBe(true);
  expect(recognises('kyverno.io/v2', 'ClusterCleanupPolicy')).toBe(false);
  expect(recognises('example.com/v1', 'Policy')).toBe(false);
});
