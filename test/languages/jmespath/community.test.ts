import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/base/json.ts';
import { compileJmespath } from '../../../src/languages/jmespath/compile.ts';
import { JmespathSyntaxError } from '../../../src/languages/jmespath/errors.ts';
import { asInteger } from '../../../src/languages/jmespath/integers.ts';
import type { Variables } from '../../../src/languages/jmespath/run.ts';
import { standardFunctions } from '../../../src/languages/jmespath/standard-functions.ts';

function evaluate(text: string, data: JsonValue = null, variables: Variables = new Map()): JsonValue {
  const options = { missingKeys: 'null', grammar: 'community' } as const;
  return compileJmespath(text, standardFunctions(), options).evaluate(data, undefined, variables);
}

/** Sources: the enhancement proposals of jmespath.site, and jmespath-community/go-jmespath. */
describe('the grammar of the JMESPath community', () => {
  it.each<[string, JsonValue]>([
    ['`1` + `2`', 3],
    ['`5` - `2`', 3],
    ['`5` − `2`', 3],
    ['`2` * `3`', 6],
    ['`2` × `3`', 6],
    ['`7` / `2`', 3.5],
    ['`7` ÷ `2`', 3.5],
    ['`7` // `2`', 3],
    ['`-7` // `2`', -4],
    ['`7` % `2`', 1],
    ['`-7` % `2`', -1],
    ['-a', -2],
    ['+a', 2],
    ['`1` + `2` × `3`', 7],
    // Only `*` binds more than what stands in projections.
    ['a * b + `1`', 7],
    ["a + 'text'", null],
    ['a + missing', null],
    ['`1` + `2` == `3`', true],
  ])('computes %s', (text, expected) => {
    expect(evaluate(text, { a: 2, b: 3 })).toEqual(expected);
  });

  it.each<[string, JsonValue]>([
    ['let $x = a in b.[@, $x]', [{ c: 2 }, 1]],
    ['let $x = a, $y = b.c in [$x, $y]', [1, 2]],
    ['let $x = a in let $x = b.c in $x', 2],
    ['let $x = list in list[?@ == $x[0]]', ['p']],
    ['$outer', 'o'],
    ['let', 'a field'],
    // Nobody gives the interpreter a root.
    ['$', null],
  ])('binds in %s', (text, expected) => {
    const data = { a: 1, b: { c: 2 }, list: ['p', 'q'], let: 'a field' };
    expect(evaluate(text, data, new Map([['outer', () => 'o']]))).toEqual(expected);
  });

  it.each([
    ['an unknown variable', '$nothing'],
    ['a variable of the same `let`', 'let $x = a, $y = $x in $y'],
    ['a variable behind its `let`', '[let $x = a in $x, $x]'],
  ])('knows nothing of %s', (_, text) => {
    expect(() => evaluate(text, { a: 1 })).toThrow(/variable not defined: \$/);
  });

  it.each<[string, JsonValue, JsonValue]>([
    ['[a, b]', null, [null, null]],
    ['{a: b}', null, { a: null }],
    ['missing.[a]', {}, null],
    ['missing.a', {}, null],
    ['[1:3]', 'abcd', 'bc'],
    ['[::-1]', 'añb', 'bña'],
    ["'\\\\'", null, '\\'],
    ["'it\\'s'", null, "it's"],
    ['[?nope(@)]', 3, null],
    ['nope(@)[]', 3, null],
  ])('evaluates %s on %j', (text, data, expected) => {
    expect(evaluate(text, data)).toEqual(expected);
  });

  it.each<[string, JsonValue]>([
    ['replicas == `3`', false],
    ['replicas != `3`', true],
    ['replicas == replicas', true],
    ['replicas > `2`', true],
    ['replicas + `1`', 4],
    ['contains(`[3]`, replicas)', false],
  ])('takes no integer of the data for a number of its own: %s', (text, expected) => {
    expect(evaluate(text, { replicas: asInteger(3) })).toEqual(expected);
  });

  it.each(['a - 1', 'a -1', '$x = a', 'let x = a in x', 'let $x a in $x', 'let $x = a', 'a +', '* b *', 'a[*].(b)'])(
    'refuses %s',
    (text) => {
      expect(() => evaluate(text)).toThrow(JmespathSyntaxError);
    },
  );

  it.each(['a + b', '$x', '$', 'a * b', 'a // b', 'let $x = a in $x'])('is not the classic one: %s', (text) => {
    expect(() => compileJmespath(text, standardFunctions(), { missingKeys: 'null' })).toThrow(JmespathSyntaxError);
  });
});
