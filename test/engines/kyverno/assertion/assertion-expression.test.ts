import { describe, expect, it } from 'vitest';
import {
  type AssertionExpression,
  parseAssertionExpression,
} from '../../../../src/engines/kyverno/assertion/assertion-expression.ts';

/** What the four regular expressions of kyverno-json's pkg/engine/assert/expression.go make of a text. */
describe('a key of an assertion tree', () => {
  const field: AssertionExpression = { kind: 'field', statement: '', loop: undefined, binding: undefined };
  const expression: AssertionExpression = { ...field, kind: 'expression' };

  it.each<[string, string, AssertionExpression]>([
    ['a field', 'spec', { ...field, statement: 'spec' }],
    ['an expression', '(length(@))', { ...expression, statement: 'length(@)' }],
    ['an engine before a colon', '(jp:length(@))', { ...expression, statement: 'length(@)' }],
    ['a loop', '~.containers', { ...field, statement: 'containers', loop: { name: undefined } }],
    ['a loop with a name', '~index.(items)', { ...expression, statement: 'items', loop: { name: 'index' } }],
    ['a binding', 'spec->spec', { ...field, statement: 'spec', binding: 'spec' }],
    ['a loop that binds', '~i.(a)->b', { ...expression, statement: 'a', loop: { name: 'i' }, binding: 'b' }],
    ['a space before the arrow, which stays', '(a) -> b', { ...field, statement: '(a) ', binding: 'b' }],
    ['an escape', '\\(a)\\', { ...field, statement: '(a)' }],
    ['an expression of two lines, which is none', '(a &&\nb)', { ...field, statement: '(a &&\nb)' }],
    ['a dot without a tilde', 'a.b', { ...field, statement: 'a.b' }],
    ['an arrow to no word', 'a->b.c', { ...field, statement: 'a->b.c' }],
  ])('is %s', (_, text, expected) => {
    expect(parseAssertionExpression(text)).toEqual(expected);
  });

  it.each([
    ['nothing', ''],
    ['a loop over nothing', '~.'],
    ['a binding of nothing', '->a'],
  ])('asks for nothing in %s', (_, text) => {
    expect(parseAssertionExpression(text)).toBeUndefined();
  });

  it('is read from its end, so that spaces without number cost nothing', () => {
    const text = `${' '.repeat(200_000)}->${' '.repeat(200_000)}!`;
    expect(parseAssertionExpression(text)?.statement).toBe(text);
  });
});
