import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../../src/base/json.ts';
import { errorOf, evaluate } from './evaluate.ts';

describe('collections', () => {
  it.each<[string, JsonValue, JsonValue]>([
    [
      "items(@, 'key', 'value')",
      { team: 'apple', organization: 'banana' },
      [
        { key: 'organization', value: 'banana' },
        { key: 'team', value: 'apple' },
      ],
    ],
    [
      "items(@, 'key', 'value')",
      [{ team: 'apple' }, { organization: 'banana' }],
      [
        { key: 0, value: { team: 'apple' } },
        { key: 1, value: { organization: 'banana' } },
      ],
    ],
    [
      'object_from_lists(@[].name, @[].value)',
      [
        { name: 'KEY', value: '1' },
        { name: 'b', value: '2' },
      ],
      { KEY: '1', b: '2' },
    ],
    ['object_from_lists(a, b)', { a: ['x', 1, true], b: ['y'] }, { x: 'y', 1: null, true: null }],
    ['label_match(a, b)', { a: { dog: 'lab', color: 'tan' }, b: { color: 'tan', weight: 'chonky', dog: 'lab' } }, true],
    ['label_match(a, b)', { a: { dog: 'lab', color: 'tan' }, b: { color: 'black', dog: 'lab' } }, false],
    ['label_match(a, b)', { a: { toString: 'x' }, b: {} }, false],
    ["contains(@, 'a')", 'abc', true],
    ['contains(@, `1`)', 'abc1', false],
    ["contains(@, 'a')", [{}, 'a'], true],
    ['contains(@, `"1"`)', [1], false],
    ['contains(@, `{}`)', ['a', [], null], false],
    ["lookup(@, 'key2')", { key1: 'value1', key2: 'value2' }, 'value2'],
    ["lookup(@, 'toString')", {}, null],
    ['lookup(@, `1`)', ['item0', 'item1', 'item2'], 'item1'],
    ['lookup(@, `-1`)', ['item0'], null],
    ['lookup(@, `7`)', ['item0'], null],
  ])('%s on %j', (text, data, value) => {
    expect(evaluate(text, data)).toEqual(value);
  });

  it.each<[string, JsonValue, string]>([
    ["lookup(@, 'a')", [], 'argument #2 is not of type Number'],
    ['lookup(@, `1`)', {}, 'argument #2 is not of type String'],
    ['lookup(@, `1.5`)', [1, 2], 'expected an integer number but got: 1.5'],
    ['lookup(@, `1e21`)', [1, 2], 'number is outside the range of integer numbers: 1e+21'],
    // Go panics where it compares two maps or two slices with `==`.
    ['contains(@, `{}`)', ['a', {}], 'Kyverno cannot compare two objects'],
    ['contains(@, `[]`)', [[1]], 'Kyverno cannot compare two lists'],
    ['label_match(@, @)', { a: {} }, 'Kyverno cannot compare two objects'],
    ['object_from_lists(@, @)', [null], 'argument #1 is not of type StringArray'],
    ["items('a', 'key', 'value')", null, 'argument #1 is not of type object or array'],
  ])('%s on %j fails', (text, data, message) => {
    expect(errorOf(text, data)).toContain(message);
  });
});

describe('encodings', () => {
  it.each<[string, JsonValue, JsonValue]>([
    ["base64_encode('Hello, world!')", null, 'SGVsbG8sIHdvcmxkIQ=='],
    ["base64_decode('SGVsbG8sIHdvcmxkIQ==')", null, 'Hello, world!'],
    ['base64_decode(@)', 'SGVs\r\nbG8=', 'Hello'],
    ["base64_decode('')", null, ''],
    // The digests of the empty text and of "abc": RFC 1321, FIPS 180-2; the longer one is an example of Kyverno's documentation.
    ["md5('')", null, 'd41d8cd98f00b204e9800998ecf8427e'],
    ["md5('abc')", null, '900150983cd24fb0d6963f7d28e17f72'],
    ["sha1('abc')", null, 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    [
      "sha256('alertmanager-kube-prometheus-stack-alertmanager')",
      null,
      '75c07bb807f2d80a85d34880b8af0c5f29f7c27577076ed5d0e4b427dee7dbcc',
    ],
    ['parse_json(@)', '["1001","1002"]', ['1001', '1002']],
    ['parse_json(@)[*].to_number(@)', '["1001","1002"]', [1001, 1002]],
    ['parse_yaml(@).species.isGoodBoi', 'species:\n  dog: lab\n  isGoodBoi: false\n', false],
    ['parse_yaml(@)', 'a: yes\nb: 0777\n', { a: true, b: 511 }],
    ['parse_yaml(@)', '', null],
    ['to_string(@)', { b: '<a&b>', a: [1, 0.5, true, null] }, '{"a":[1,0.5,true,null],"b":"\\u003ca\\u0026b\\u003e"}'],
    ['to_string(@)', 'as it is', 'as it is'],
  ])('%s on %j', (text, data, value) => {
    expect(evaluate(text, data)).toEqual(value);
  });

  it.each<[string, JsonValue, string]>([
    ["base64_decode('A')", null, 'illegal base64 data at input byte 1'],
    ["base64_decode('A===')", null, 'illegal base64 data'],
    ["base64_decode('AA A')", null, 'illegal base64 data at input byte 2'],
    ['parse_json(@)', '{', "JMESPath function 'parse_json'"],
    ['parse_json(@)', '['.repeat(100_000), 'exceeded max depth'],
    ['parse_yaml(@)', 'a: [', "JMESPath function 'parse_yaml'"],
  ])('%s on %j fails', (text, data, message) => {
    expect(errorOf(text, data)).toContain(message);
  });
});
