import { describe, expect, test } from 'vitest';
import { judge, ruleOf } from '../ask.ts';

/** The remedies of the failures of a rule that denies a ConfigMap-like object under these conditions. */
function remediesOf(conditions: string, spec: string): readonly unknown[] {
  const rule = ruleOf(
    `match: { any: [{ resources: { kinds: [Widget] } }] }\nvalidate:\n  message: Bad\n  deny: { conditions: { ${conditions} } }`,
  );
  const [verdict] = judge(rule, `apiVersion: example.com/v1\nkind: Widget\nmetadata: { name: w }\nspec: ${spec}\n`);
  return verdict?.outcome === 'fail'
    ? verdict.failures.map(({ remedy, isOneOfSeveral }) => (isOneOfSeveral ? { oneOf: remedy } : remedy))
    : [verdict?.outcome];
}

const spec = (expression: string) => `"{{ request.object.spec.${expression} }}"`;
const set = (value: unknown, ...path: readonly string[]) => [{ op: 'replace', path: ['spec', ...path], value }];
const add = (value: unknown, ...path: readonly (string | number)[]) => [{ op: 'add', path: ['spec', ...path], value }];

describe('a field that is compared with a literal', () => {
  test.each([
    ['has to be it', `{ key: ${spec('a')}, operator: NotEquals, value: x }`, '{ a: w }', [set('x', 'a')]],
    [
      'has to be it, the literal first',
      `{ key: x, operator: NotEquals, value: ${spec('a')} }`,
      '{ a: w }',
      [set('x', 'a')],
    ],
    ['has to be there', `{ key: ${spec("b.a || ''")}, operator: NotEquals, value: x }`, '{}', [add({ a: 'x' }, 'b')]],
    [
      'must not be so, as a flag',
      `{ key: ${spec('a')}, operator: Equals, value: true }`,
      '{ a: true }',
      [set(false, 'a')],
    ],
    [
      'must not be so, as text',
      `{ key: ${spec('a')}, operator: Equals, value: "true" }`,
      '{ a: "true" }',
      [set('false', 'a')],
    ],
    [
      'must not be so, of two values',
      `{ key: ${spec('volumeMode')}, operator: Equals, value: Block }`,
      '{ volumeMode: Block }',
      [set('Filesystem', 'volumeMode')],
    ],
    [
      'must not be so by default, as text',
      `{ key: ${spec("a || 'false'")}, operator: Equals, value: "false" }`,
      '{}',
      [add('true', 'a')],
    ],
    ['must not be so, of many values', `{ key: ${spec('a')}, operator: Equals, value: x }`, '{ a: x }', [undefined]],
    ['is one of one', `{ key: ${spec('a')}, operator: AnyNotIn, value: [x] }`, '{ a: w }', [set('x', 'a')]],
    ['is all of one', `{ key: ${spec('a')}, operator: AllNotIn, value: [x] }`, '{ a: w }', [set('x', 'a')]],
    ['is one of two', `{ key: ${spec('a')}, operator: AnyNotIn, value: [x, w] }`, '{ a: z }', [undefined]],
    ['is like one', `{ key: ${spec('a')}, operator: AnyNotIn, value: ["x*"] }`, '{ a: z }', [undefined]],
    ['is in a range', `{ key: ${spec('a')}, operator: AnyNotIn, value: 1-5 }`, '{ a: 7 }', [undefined]],
    [
      'is none of one, as a flag',
      `{ key: ${spec('a')}, operator: AnyIn, value: [true] }`,
      '{ a: true }',
      [set(false, 'a')],
    ],
    ['is under a bound', `{ key: ${spec('a')}, operator: GreaterThan, value: 5 }`, '{ a: 7 }', [undefined]],
    ['is computed', `{ key: ${spec('a | length(@)')}, operator: NotEquals, value: 5 }`, '{ a: "x" }', [undefined]],
  ])('%s', (_, condition, widget, remedies) => {
    expect(remediesOf(`all: [${condition}]`, widget)).toEqual(remedies);
  });

  test('beside another that the object decides is one way of several', () => {
    const scope = `{ key: ${spec('kind')}, operator: Equals, value: public }`;
    const field = `{ key: ${spec('a')}, operator: NotEquals, value: x }`;
    expect(remediesOf(`all: [${scope}, ${field}]`, '{ kind: public, a: w }')).toEqual([{ oneOf: set('x', 'a') }]);
  });

  test('beside another with a remedy has none: nothing says which of the two is meant', () => {
    const one = `{ key: ${spec('a')}, operator: NotEquals, value: x }`;
    const other = `{ key: ${spec('b')}, operator: NotEquals, value: x }`;
    expect(remediesOf(`all: [${one}, ${other}]`, '{ a: w, b: w }')).toEqual([undefined]);
  });
});

test('what was made of a field is no field', () => {
  const rule = (validate: string) =>
    ruleOf(`match: { any: [{ resources: { kinds: [Widget] } }] }\nvalidate:\n  message: Bad\n${validate}`);
  const widget = 'apiVersion: example.com/v1\nkind: Widget\nmetadata: { name: w }\nspec: { a: "b,c" }';
  const deny = (key: string) =>
    `deny: { conditions: { all: [{ key: "{{ ${key} }}", operator: NotEquals, value: b }] } }`;
  const ofElement = rule(`  foreach:\n    - list: split(request.object.spec.a, ',')\n      ${deny('element')}`);
  expect(judge(ofElement, widget)).toMatchObject([{ outcome: 'fail', failures: [{ path: ['spec', 'a'] }] }]);
  expect(JSON.stringify(judge(ofElement, widget))).not.toContain('remedy');
  const ofContext = `context: [{ name: x, variable: { jmesPath: "split(request.object.spec.a, ',')[1]" } }]\n`;
  const named = ruleOf(
    `match: { any: [{ resources: { kinds: [Widget] } }] }\n${ofContext}validate:\n  message: Bad\n  ${deny('x')}`,
  );
  expect(judge(named, widget)).toMatchObject([{ outcome: 'fail', failures: [{ path: ['spec', 'a'] }] }]);
  expect(JSON.stringify(judge(named, widget))).not.toContain('remedy');
});

describe('a list', () => {
  const lacks = `{ key: ALL, operator: AnyNotIn, value: ${spec('drop[].to_upper(@) || `[]`')} }`;

  test('that lacks a literal gets it at its end', () => {
    expect(remediesOf(`all: [${lacks}]`, '{ drop: [a, b] }')).toEqual([add('ALL', 'drop', 2)]);
    expect(remediesOf(`all: [${lacks}]`, '{}')).toEqual([add(['ALL'], 'drop')]);
  });

  const takes = `{ key: ${spec('add[] || `[]`')}, operator: AnyNotIn, value: [a, b] }`;
  const remove = (...path: readonly (string | number)[]) => ({ op: 'remove', path: ['spec', ...path] });

  test('loses all items that are not among the literals at once', () => {
    const both = { oneOf: [remove('add', 2), remove('add', 0)] };
    expect(remediesOf(`all: [${takes}]`, '{ add: [x, a, w] }')).toEqual([both, both]);
  });

  test('loses its last item only where Kubernetes takes it empty', () => {
    expect(remediesOf(`all: [${takes}]`, '{ add: [x] }')).toEqual([{ oneOf: [remove('add', 0)] }]);
    const verbs = `{ key: ${spec('verbs[]')}, operator: AnyIn, value: [bind] }`;
    expect(remediesOf(`all: [${verbs}]`, '{ verbs: [bind] }')).toEqual([undefined]);
    expect(remediesOf(`all: [${verbs}]`, '{ verbs: [bind, get] }')).toEqual([{ oneOf: [remove('verbs', 0)] }]);
  });
});

test('of alternatives the one that literals mend is taken, though it has more to do', () => {
  const rule = ruleOf(
    'match: { any: [{ resources: { kinds: [Widget] } }] }\nvalidate: { message: Bad, anyPattern: [{ spec: { a: "x*" } }, { spec: { a: w, b: true } }] }',
  );
  const [verdict] = judge(
    rule,
    'apiVersion: example.com/v1\nkind: Widget\nmetadata: { name: w }\nspec: { a: z, b: false }',
  );
  const remedy = [...set('w', 'a'), ...set(true, 'b')];
  expect(verdict?.outcome === 'fail' && verdict.failures).toMatchObject([
    { path: ['spec', 'a'], remedy, isOneOfSeveral: true },
    { path: ['spec', 'b'], remedy, isOneOfSeveral: true },
  ]);
});
