import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../../src/base/json.ts';
import { assertionFunctions } from '../../../../src/engines/kyverno/assertion/functions.ts';
import { compileJmespath } from '../../../../src/languages/jmespath/compile.ts';
import { asInteger } from '../../../../src/languages/jmespath/integers.ts';

function evaluate(text: string, data: JsonValue = null): JsonValue {
  const options = { missingKeys: 'null', grammar: 'community' } as const;
  return compileJmespath(text, assertionFunctions(), options).evaluate(data, { now: 0, random: () => 0 });
}

/** Sources: jmespath-community/go-jmespath pkg/functions/functions.go; kyverno/kyverno-json pkg/engine/template. */
describe('the functions of assertion trees', () => {
  it.each<[string, JsonValue]>([
    ["find_first('subject string', 'string')", 8],
    ["find_first('subject string', 'string', `0`, `8`)", null],
    ["find_first('añb', 'b')", 3],
    ["find_first('', 'a')", null],
    ["find_last('a,b,c', ',')", 3],
    ["find_last('a,b,c', ',', `0`, `3`)", 1],
    ["find_last('a,b,c', 'd')", null],
    ['from_items(`[["a", 1], ["b", 2]]`)', { a: 1, b: 2 }],
    [
      'group_by(`[{"k": "a", "n": 1}, {"k": "b"}, {"k": "a"}]`, &k)',
      { a: [{ k: 'a', n: 1 }, { k: 'a' }], b: [{ k: 'b' }] },
    ],
    ['group_by(`[]`, &k)', null],
    ["lower('Ab')", 'ab'],
    ["upper('Ab')", 'AB'],
    ["pad_left('7', `3`, '0')", '007'],
    ["pad_right('7', `3`)", '7  '],
    ["pad_left('1234', `3`, '0')", '1234'],
    // A width counts bytes.
    ["pad_left('ñ', `3`, '0')", '0ñ'],
    ["trim_left('  a ')", 'a '],
    ["trim_right('aab', 'b')", 'aa'],
    ["trim_right('aab', 'ab')", ''],
    [
      'zip(`[1, 2, 3]`, `["a", "b"]`)',
      [
        [1, 'a'],
        [2, 'b'],
      ],
    ],
    ["concat('a', 'b')", 'ab'],
    ["json_parse('[1]')", [1]],
    ["wildcard('a?c*', 'abcd')", true],
    // Of two functions of one name it is Kyverno's.
    ["split('a.b', '.')", ['a', 'b']],
    ["trim('xax', 'x')", 'a'],
    [
      'items(`{"b": 1, "a": 2}`, \'k\', \'v\')',
      [
        { k: 'a', v: 2 },
        { k: 'b', v: 1 },
      ],
    ],
    ["sum(['1Gi', '1Gi'])", '2Gi'],
  ])('%s', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  it.each<[string, JsonValue]>([
    ['at(items, index)', 'b'],
    ['to_number(index)', 1],
    ['to_string(index)', '1'],
    ['contains([index], index)', true],
  ])('%s of an integer', (text, expected) => {
    expect(evaluate(text, { items: ['a', 'b'], index: asInteger(1) })).toEqual(expected);
  });

  it.each([
    ['no literal is an index', 'at(@, `0`)', 'second argument must be an int'],
    ['an integer has no type', 'type([2])', 'unknown type'],
    ['an integer is no number', 'abs([2])', "'abs'"],
    ['an integer is none of the numbers to sum', 'max([[2], `1`])', "'max'"],
    ['there is no such item', 'at(@, [2] && [2])', 'index out of range'],
    ['a search that ends before it begins', "find_first('abc', 'b', `2`, `1`)", 'out of range'],
    ['a position is an integer', "find_first('abc', 'b', `0.5`)", 'an integer'],
    ['a pair has two items', 'from_items(`[["a"]]`)', 'two elements'],
    ['a group has a text for its key', 'group_by(`[{"k": 1}]`, &k)', 'must evaluate to a string'],
    ['a pad is one byte', "pad_left('a', `3`, 'xy')", 'length 1'],
    ['a width is not negative', "pad_left('a', `-1`)", 'positive'],
    ['one list is not zipped', 'zip(`[1]`)', 'not enough arguments'],
    ["Kyverno's split has two arguments", "split('a.b', '.', `1`)", '2 arguments'],
    ['too many', "trim_left('a', 'b', 'c')", '2 arguments'],
    ['too few', 'trim_left()', '1 argument'],
    ['later functions are not there', "sha256('a')", 'no JMESPath function called "sha256"'],
    ['text has an end', "pad_left('a', `1000000000`)", 'too much text'],
  ])('refuses: %s', (_, text, message) => {
    const data = ['a', 'b', asInteger(5)];
    expect(() => evaluate(text, data)).toThrow(message);
  });
});
