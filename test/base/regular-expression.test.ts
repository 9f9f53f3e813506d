// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates of Go, not of JavaScript.
import { describe, expect, it } from 'vitest';
import { compileRegularExpression, type RegularExpression } from '../../src/base/regular-expression.ts';

function compiled(pattern: string): RegularExpression {
  const result = compileRegularExpression(pattern);
  if (result.outcome === 'invalid') throw new Error(result.error);
  return result.expression;
}

describe('compileRegularExpression', () => {
  it.each([
    ['^v[0-9].[0-9].[0-9]$', 'v1.2.3', true],
    ['b', 'abc', true],
    ['^b$', 'abc', false],
    ['(?i)ABC', 'xabcx', true],
    ['(?P<year>\\d{4})', 'in 2026', true],
    ['[[:alpha:]]+', '123', false],
    ['\\pL', 'é', true],
    ['^.$', '😀', true],
    ['^.$', '\n', false],
    ['(?s)^.$', '\n', true],
    ['', 'anything', true],
  ])('%s on %s: %s', (pattern, text, matches) => {
    expect(compiled(pattern).test(text)).toBe(matches);
  });

  it.each(['(', '(?=a)', '(a)\\1', '(?<!a)b', '[z-a]', 'a**', 'a{1001}'])('refuses %s with a message', (pattern) => {
    const result = compileRegularExpression(pattern);
    expect(result).toMatchObject({ outcome: 'invalid', error: expect.stringContaining('error parsing regexp') });
  });

  it('refuses a pattern without bounds', () => {
    expect(compileRegularExpression('a'.repeat(10_001)).outcome).toBe('invalid');
  });

  it('has linear time where backtracking explodes', () => {
    expect(compiled('^(a+)+$').test(`${'a'.repeat(50_000)}!`)).toBe(false);
    expect(compiled('(x+x+)+y').test('x'.repeat(50_000))).toBe(false);
  });
});

describe('replaceAll', () => {
  // Examples of Go's documentation of Regexp.ReplaceAllString and Expand.
  it.each([
    ['a(x*)b', '-ab-axxb-', 'T', '-T-T-'],
    ['a(x*)b', '-ab-axxb-', '$1', '--xx-'],
    ['a(x*)b', '-ab-axxb-', '$1W', '---'],
    ['a(x*)b', '-ab-axxb-', '${1}W', '-W-xxW-'],
    ['a(?P<B>x*)b', '-ab-axxb-', '$B', '--xx-'],
    ['a(?P<B>x*)b', '-ab-axxb-', '${B}W', '-W-xxW-'],
    ['a', 'banana', '$$', 'b$n$n$'],
    ['a', 'banana', '$', 'b$n$n$'],
    ['', 'ab', '-', '-a-b-'],
    ['x*', 'axb', '-', '-a-b-'],
    ['b*', '😀b', '-', '-😀-'],
    ['^', 'ab', '>', '>ab'],
  ])('%s in %s by %s', (pattern, text, template, expected) => {
    expect(compiled(pattern).replaceAll(text, template)).toBe(expected);
  });

  it('takes a literal as it is', () => {
    expect(compiled('a(x*)b').replaceAllLiteral('-ab-axxb-', '${1}')).toBe('-${1}-${1}-');
  });
});
