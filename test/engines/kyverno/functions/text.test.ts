// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates of Go, not of JavaScript.
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../../src/base/json.ts';
import { errorOf, evaluate } from './evaluate.ts';

describe('text', () => {
  // Examples of Kyverno's documentation, and the meaning of the functions of Go's `strings` that Kyverno names.
  it.each<[string, JsonValue]>([
    ["compare('a', 'a')", 0],
    ["compare('a', 'b')", -1],
    ["compare('b', 'a')", 1],
    ["equal_fold('pizza', 'pIzZa')", true],
    ["equal_fold('pizza', 'APPLE')", false],
    ["equal_fold('Straße', 'STRAẞE')", true],
    [
      "replace('Lorem ipsum dolor sit amet foo ipsum bar ipsum', 'ipsum', 'muspi', `2`)",
      'Lorem muspi dolor sit amet foo muspi bar ipsum',
    ],
    [
      "replace('Lorem ipsum dolor sit amet foo ipsum bar ipsum', 'ipsum', 'muspi', `-1`)",
      'Lorem muspi dolor sit amet foo muspi bar muspi',
    ],
    ["replace('aaa', 'a', 'b', `0`)", 'aaa'],
    ["replace('ab', '', '-', `2`)", '-a-b'],
    ["replace_all('Lorem ipsum dolor sit amet', 'ipsum', 'muspi')", 'Lorem muspi dolor sit amet'],
    ["replace_all('ab', '', '-')", '-a-b-'],
    ["to_upper('abcß')", 'ABCß'],
    ["to_lower('ABC')", 'abc'],
    ["to_lower('İ')", 'i'],
    ["equal_fold('İ', 'i')", false],
    ["trim('¡¡¡Hello, Gophers!!!', '!¡')", 'Hello, Gophers'],
    ["trim('foocorpcom', 'mo')", 'foocorpc'],
    ["trim('foocorpcom', 'o')", 'foocorpcom'],
    ["trim('foocorpcom', 'mcof')", 'rp'],
    [
      "trim_prefix('docker://kubevirt/fedora-cloud-registry-disk-demo', 'docker://')",
      'kubevirt/fedora-cloud-registry-disk-demo',
    ],
    ["trim_prefix('foo', 'oo')", 'foo'],
    ["split('cat,dog,horse', ',')", ['cat', 'dog', 'horse']],
    ["split('a😀', '')", ['a', '😀']],
    ["split('', ',')", ['']],
    ["truncate('foobar', `3`)", 'foo'],
    ["truncate('foobar', `-1`)", ''],
    ["truncate('foo', `9`)", 'foo'],
    ["truncate('😀😀😀', `2`)", '😀😀'],
    ["pattern_match('158-7?-4*', '158-73-417')", true],
    ["pattern_match('123*', `1234`)", true],
    ["to_boolean('true')", true],
    ["to_boolean('FalsE')", false],
    ["regex_match('^[1-7]$', `1`)", true],
    ["regex_match('^[1-7]$', '1')", true],
    ["regex_match('^0\\.1$', `0.1`)", true],
    ["regex_match('^16777216$', `16777217`)", true],
    ["regex_match('^10000000000$', `1e10`)", true],
    ["regex_replace_all('([0-9])([0-9])', 'hello im 42 months old', '${1}1')", 'hello im 41 months old'],
    ["regex_replace_all('([0-9])([0-9])', `42`, `7`)", '7'],
    ["regex_replace_all_literal('^(\\d{3}-?\\d{2}-?\\d{4})$', '123-45-6789', 'redacted')", 'redacted'],
    ["regex_replace_all_literal('^[^/]+', 'docker.io/nginx', '$1')", '$1/nginx'],
  ])('%s is %j', (text, value) => {
    expect(evaluate(text)).toEqual(value);
  });

  it.each([
    ["to_boolean('yes')", "lowercase argument must be 'true' or 'false' (provided: 'yes')"],
    ["regex_match('(', 'a')", "JMESPath function 'regex_match': error parsing regexp"],
    ['to_upper(`1`)', "JMESPath function 'to_upper': argument #1 is not of type string"],
    ["split('a')", "JMESPath function 'split': 2 arguments are expected, not 1"],
    ["regex_match('a', `null`)", 'argument #2 is not of type string or number but null'],
  ])('%s fails', (text, message) => {
    expect(errorOf(text)).toContain(message);
  });
});

describe('random', () => {
  it.each([
    ['[0-9a-z]{5}', /^[0-9a-z]{5}$/],
    ['[A-Z0-9]{8}-[A-Z0-9]{4}-[A-Z0-9]{12}', /^[A-Z0-9]{8}-[A-Z0-9]{4}-[A-Z0-9]{12}$/],
    ['[0-9]{1,6}', /^[0-9]{1,6}$/],
    ['(foo|bar)?-\\d+', /^(foo|bar)?-\d+$/],
    ['^\\w{3}\\.[^a-z]$', /^\w{3}\.[^a-z]$/],
    ['[[:alpha:]]{4}[\\d_-]', /^[A-Za-z]{4}[\d_-]$/],
    ['a{0}b{2,}', /^b{2,}$/],
    ['(?:x(?P<n>y))\\x41\\Q.*\\E', /^xyA\.\*$/],
    ['[]a]', /^[\]a]$/],
  ])('makes a text that %s matches', (pattern, expected) => {
    for (let index = 0; index < 20; index++) {
      expect(evaluate('random(@)', pattern, Math.random)).toMatch(expected);
    }
  });

  it('is the same for the same random numbers', () => {
    expect(evaluate("random('[a-z]{20}')")).toBe(evaluate("random('[a-z]{20}')"));
  });

  it.each([
    ["random('')", 'no pattern provided'],
    ["random('(')", 'error parsing regexp'],
    ["random('((((a{1000}){1000}){1000}){1000})')", 'invalid repeat'],
    ["random('\\pL')", 'not supported'],
  ])('%s fails', (text, message) => {
    expect(errorOf(text)).toContain(message);
  });
});
