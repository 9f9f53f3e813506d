import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../../src/base/json.ts';
import { compileLeaf } from '../../../../src/engines/kyverno/pattern/leaf.ts';

type Row = readonly [pattern: JsonValue, passes: readonly JsonValue[], fails: readonly JsonValue[]];

/** Kyverno's documentation, "Validate Rules: Patterns", and the traps of its source. */
const ROWS: readonly Row[] = [
  // Wildcards: zero or more characters of any kind, exactly one character.
  ['*', ['', 'a', 'a/b', 1, true], [null]],
  ['?*', ['a', 'a/b', 0, false], ['', null]],
  ['nginx:*', ['nginx:', 'nginx:1.2/3'], ['nginx', 'my-nginx:1']],
  ['a?c', ['abc', 'a😀c'], ['ac', 'abbc']],
  ['*:latest', ['nginx:latest'], ['nginx:Latest']],
  // Literals.
  ['Always', ['Always'], ['always', '', null, 'Always ']],
  ['true', [true, 'true'], [false, 'false', null, 1]],
  [true, [true], [false, 'true', 1, null]],
  [false, [false], [true, 'false', null]],
  ['', [''], ['a', null]],
  // Null takes what is empty.
  [null, [null, 0, '', false], [1, 'a', true, [], {}]],
  // Numbers.
  [80, [80, '80', '80.0'], [81, '80a', ' 80', true, null, '']],
  [1.5, [1.5, '1.5'], [1]],
  ['80', [80, '80', '80.0', '0.08k'], [8080, null]],
  // Operators compare durations, then quantities.
  ['>5', [6, '6', '5001m', '1Ki'], [5, '5', '4999m', 'x', null]],
  ['>= 100Mi', ['100Mi', '1Gi', '104857600', 104857600], ['99Mi', null]],
  ['<1Gi', ['1023Mi', '100Mi', 0, null], ['1Gi', '1.1Gi', 'x']],
  ['<=1Gi', ['1Gi', null], ['1025Mi']],
  ['<1h', ['59m', '3599s', '1ms'], ['60m', '1h', '2h']],
  ['>1h', ['61m'], ['60m']],
  ['1h', ['60m', '3600s', '1h0m0s'], ['61m', '3600']],
  ['1Gi', ['1024Mi', '1Gi'], ['1000Mi']],
  // Negation: null matches no text, not even a negated one.
  ['!latest', ['v1', '', 'latest1', true, 5], ['latest', null]],
  ['!*:latest', ['nginx:1'], ['nginx:latest', null]],
  ['! latest', ['v1'], ['latest']],
  ['!80', [81, '81', 'x', null], [80, '80', '80.0']],
  ['!?*', [''], ['a', null]],
  // One character has no operator.
  ['!', ['!'], ['a', '']],
  ['>', ['>'], ['a']],
  // Alternatives, conjunctions: or before and.
  ['a | b', ['a', 'b', 'a | b'], ['c', 'a |']],
  ['1.5|80', [1.5, 80], [2]],
  ['>1 & <5', [2, '4999m'], [1, 5, null]],
  ['!a & !b', ['c'], ['a', 'b', null]],
  ['<3 | >5 & <7', [1, 6], [4, 8]],
  ['!*+* & !*=*', ['x'], ['a+b', 'a=b']],
  // Ranges.
  ['10-20', [10, 15, '20', '10000m'], [9, 21, null]],
  ['1-10Mi', ['5Mi', '10Mi', '1'], ['11Mi', '0.5']],
  ['10Mi-20Mi', ['10Mi', '15Mi'], ['9Mi', '21Mi']],
  ['1h-3h', ['90m', '3h'], ['30m', '181m']],
  ['-5-5', [-5, 0, 5], [-6, 6]],
  ['10!-20', [9, 21, '21', null], [10, 20, 15]],
  ['1Mi!-10Mi', ['0.5Mi', '11Mi'], ['5Mi']],
  ['123-456', [200, '123'], ['123-45', 100]],
  ['a-b', ['a-b'], ['a', 'b']],
  // What a map pattern asks as a leaf.
  [{}, [{}, { a: 1 }], [[], 'a', null]],
  [[], [], [[], 'a', null]],
  // Text that is no quantity is compared as text only.
  ['>a', [], ['b', 'a', null]],
  ['0', [0, '0', null, '0s', '0.0'], ['', false]],
];

describe('compileLeaf', () => {
  for (const [pattern, passes, fails] of ROWS) {
    const check = compileLeaf(pattern, 'integer');
    it.each(passes.map((value) => [value]))(`${JSON.stringify(pattern)} takes %j`, (value) => {
      expect(check(value)).toBe(true);
    });
    it.each(fails.map((value) => [value]))(`${JSON.stringify(pattern)} refuses %j`, (value) => {
      expect(check(value)).toBe(false);
    });
  }

  it('an exact equality comes before every operator', () => {
    expect(compileLeaf('>5 | !x', 'integer')('>5 | !x')).toBe(true);
    expect(compileLeaf('10-20', 'integer')('10-20')).toBe(true);
  });

  it("matches text wildcards against an integer's digits in a cluster, against a float's exponent in the CLI", () => {
    expect(compileLeaf('80*', 'integer')(8080)).toBe(true);
    expect(compileLeaf('80*', 'float')(8080)).toBe(false);
    expect(compileLeaf('8.08E+03', 'float')(8080)).toBe(true);
    expect(compileLeaf('?E+00', 'float')(5)).toBe(true);
    expect(compileLeaf('*E+100', 'float')(1e100)).toBe(true);
    expect(compileLeaf('8080', 'float')(8080)).toBe(true);
    expect(compileLeaf('>8000', 'float')(8080)).toBe(true);
  });

  it('a zero that is a float is no duration', () => {
    expect(compileLeaf('<5s', 'integer')(0)).toBe(true);
    expect(compileLeaf('<5s', 'float')(0)).toBe(false);
  });

  it('takes no longer than linear time for a hostile value', () => {
    const check = compileLeaf('*a*a*a*a*a*a*a*a*b', 'integer');
    expect(check('a'.repeat(20_000))).toBe(false);
    expect(compileLeaf(`${' '.repeat(100_000)}x${' '.repeat(100_000)}`, 'integer')('x')).toBe(true);
    expect(compileLeaf('1-2', 'integer')('9'.repeat(100_000))).toBe(false);
  });
});
