import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileWildcard } from '../../src/base/compile-wildcard.ts';
import { matchesWildcard } from '../../src/base/wildcard.ts';

describe('compileWildcard', () => {
  it.each([
    ['*', '', true],
    ['**', 'x', true],
    ['?*', '', false],
    ['?*', '😀', true],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['*b*', 'abc', true],
    ['a*b*c', 'acbc', true],
    ['a*b*c', 'abac', true],
    ['a*bc*c', 'abc', false],
    ['', '', true],
    ['', 'a', false],
  ])('%j on %j: %s', (pattern, text, matches) => {
    expect(compileWildcard(pattern)(text)).toBe(matches);
  });

  it('says what matchesWildcard says', () => {
    const patterns = fc
      .array(fc.constantFrom('a', 'b', '*', '?', '😀'), { maxLength: 7 })
      .map((letters) => letters.join(''));
    const texts = fc.array(fc.constantFrom('a', 'b', '😀'), { maxLength: 8 }).map((letters) => letters.join(''));
    fc.assert(
      fc.property(patterns, texts, (pattern, text) => {
        expect(compileWildcard(pattern)(text)).toBe(matchesWildcard(pattern, text));
      }),
      { numRuns: 5000 },
    );
  });
});
