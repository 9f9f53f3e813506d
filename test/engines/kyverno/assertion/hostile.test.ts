import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../../src/base/json.ts';
import { compileAssertion } from '../../../../src/engines/kyverno/assertion/compile-assertion.ts';
import {
  asGoValue,
  GoLabels,
  GoStruct,
  GoText,
  withIntegers,
} from '../../../../src/engines/kyverno/assertion/go-values.ts';
import { ContextEntries } from '../../../../src/engines/kyverno/variables/context-entries.ts';
import { Expressions } from '../../../../src/engines/kyverno/variables/expressions.ts';
import { failureMessage } from '../../../../src/engines/kyverno/variables/failure-message.ts';
import { JsonContext } from '../../../../src/engines/kyverno/variables/json-context.ts';
import { contextOf } from '../ask.ts';

const expressions = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(
      'a',
      'b',
      'list',
      '@',
      '$',
      '$x',
      "'text'",
      '`1`',
      '`[3, 1]`',
      'struct',
      'text',
      'labels',
      '*',
      '[*]',
    ),
    fc
      .tuple(tie('expression'), fc.constantFrom('.a', '.*', '[]', '[0]', '[::2]', '.[@, @]'))
      .map((parts) => parts.join('')),
    fc
      .tuple(
        tie('expression'),
        fc.constantFrom(' | ', ' || ', ' == ', ' < ', ' + ', ' // ', ' % ', ' * '),
        tie('expression'),
      )
      .map((parts) => parts.join('')),
    fc
      .tuple(
        fc.constantFrom('length', 'to_string', 'to_number', 'items', 'sum', 'sort', 'max', 'type', 'zip'),
        tie('expression'),
      )
      .map(([name, argument]) => `${name}(${argument})`),
    fc
      .tuple(
        fc.constantFrom('add', 'at', 'contains', 'lookup', 'group_by', 'zip'),
        tie('expression'),
        tie('expression'),
      )
      .map(([name, left, right]) => `${name}(${left}, ${name === 'group_by' ? '&' : ''}${right})`),
    fc.tuple(tie('expression'), tie('expression')).map(([value, body]) => `let $x = ${value} in ${body}`),
  ),
})).expression;

const keys = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    'list',
    '~.list',
    '~x.list->y',
    'a->x',
    '\\a\\',
    'struct',
    'text',
    'labels',
    '__proto__',
    '',
  ),
  fc
    .tuple(fc.constantFrom('', '~.', '~x.'), expressions, fc.constantFrom('', '->x'))
    .map(([loop, text, binding]) => `${loop}(${text})${binding}`),
  fc.string(),
);

const trees = fc.letrec<{ tree: JsonValue }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<JsonValue>(null, true, 1, 'text', {}),
    expressions.map((text) => `(${text})`),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(keys, tie('tree'), { maxKeys: 3 }),
  ),
})).tree;

describe('any tree on any payload', () => {
  const payload = fc.jsonValue().map((value): JsonValue => {
    const labels = { labels: { team: 'a' }, needs: undefined };
    return {
      ...{
        a: withIntegers(JSON.parse(JSON.stringify(value))),
        b: withIntegers(3),
        list: withIntegers([1, [2], { a: 1.5 }]),
      },
      struct: asGoValue(new GoStruct({ a: 1 })),
      text: asGoValue(new GoText('CREATE')),
      labels: asGoValue(new GoLabels(labels)),
    };
  });

  it('has an answer, or an error of ours', () => {
    const check = (tree: JsonValue, value: JsonValue) => {
      const context = new JsonContext(
        () => ({}),
        new ContextEntries([]),
        new Expressions(new Map()),
        contextOf(),
        false,
      );
      try {
        const found = compileAssertion(tree).evaluate(value, { context, variables: new Map([['x', () => 'bound']]) });
        expect(found.every(({ message }) => message.includes(': '))).toBe(true);
      } catch (thrown) {
        if (failureMessage(thrown) === undefined) throw thrown;
      }
    };
    fc.assert(fc.property(trees, payload, check), { numRuns: 5_000 });
  });
});
