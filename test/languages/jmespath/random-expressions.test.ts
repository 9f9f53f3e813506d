import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/base/json.ts';
import { compileJmespath } from '../../../src/languages/jmespath/compile.ts';
import { JmespathRuntimeError, JmespathSyntaxError, NotFoundError } from '../../../src/languages/jmespath/errors.ts';
import { standardFunctions } from '../../../src/languages/jmespath/standard-functions.ts';

const PIECES = [
  ...[
    'a',
    'b',
    'items',
    '"a b"',
    '@',
    '*',
    '[*]',
    '[]',
    '[?',
    ']',
    '[0]',
    '[-1]',
    '[1:2]',
    '[::-1]',
    '.',
    '|',
    '||',
    '&&',
    '!',
  ],
  ...['(', ')', '{', '}', ':', ',', '&', '==', '!=', '<', '>=', "'text'", '`1`', '`[1, [2], null]`', '`{"a": 1}`', ' '],
  ...['length(', 'sort_by(', 'to_string(', 'join(', 'map(', 'keys(', 'merge(', 'not_null('],
];

/** Expressions that are well formed, so that evaluation is tried as often as parsing. */
const expressions = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('a', 'b', 'items', '@', "'text'", '`1`', '`[3, 1, 2]`', '`{"x": {"y": 1}}`', '*', '[]', '[*]'),
    fc
      .tuple(tie('expression'), fc.constantFrom('.a', '.*', '[]', '[*]', '[0]', '[::2]', '.[@, @]', '.{a: @, b: @}'))
      .map((parts) => parts.join('')),
    fc
      .tuple(tie('expression'), fc.constantFrom(' | ', ' || ', ' && ', ' == ', ' < '), tie('expression'))
      .map((parts) => parts.join('')),
    fc.tuple(tie('expression'), tie('expression')).map(([list, condition]) => `${list}[?${condition}]`),
    fc
      .tuple(
        fc.constantFrom('length', 'to_string', 'keys', 'values', 'sort', 'to_array', 'max', 'type'),
        tie('expression'),
      )
      .map(([name, argument]) => `${name}(${argument})`),
    fc
      .tuple(fc.constantFrom('sort_by', 'max_by', 'contains', 'merge'), tie('expression'), tie('expression'))
      .map(([name, left, right]) => `${name}(${left}, ${name.endsWith('_by') ? '&' : ''}${right})`),
    tie('expression').map((inner) => `!(${inner})`),
  ),
})).expression;

function check(text: string, data: JsonValue): void {
  for (const missingKeys of ['null', 'error'] as const) {
    try {
      const compiled = compileJmespath(text, standardFunctions(), { missingKeys });
      expect(compiled.queriedPaths.every((path) => Array.isArray(path))).toBe(true);
      const value = compiled.evaluate(data, undefined);
      expect(value).toBeDefined();
      expect(JSON.stringify(value)).toBeTypeOf('string');
    } catch (cause) {
      if (cause instanceof JmespathSyntaxError) expect(cause.offset).toBeLessThanOrEqual(text.length);
      else if (cause instanceof NotFoundError) expect(missingKeys).toBe('error');
      else if (!(cause instanceof JmespathRuntimeError)) throw cause;
    }
  }
}

describe('any expression on any data has a value or an error of ours', () => {
  const data = fc
    .jsonValue()
    .map((value): JsonValue => JSON.parse(JSON.stringify({ a: value, b: [value], items: [{ a: 1 }, value] })));

  it('when it is well formed', () => {
    fc.assert(fc.property(expressions, data, check), { numRuns: 3_000 });
  });

  it('when it is rubbish', () => {
    const rubbish = fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join(''));
    fc.assert(fc.property(rubbish, data, check), { numRuns: 5_000 });
    fc.assert(fc.property(fc.string(), data, check), { numRuns: 2_000 });
  });
});
