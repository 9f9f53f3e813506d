import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../../src/base/json.ts';
import { compilePattern } from '../../../../src/engines/kyverno/pattern/compile-pattern.ts';
import { resolveReferences } from '../../../../src/engines/kyverno/pattern/resolve-references.ts';

describe('resolveReferences', () => {
  it('follows a relative path with an operator', () => {
    const pattern = { resources: { requests: { memory: '$(<=./../../limits/memory)' }, limits: { memory: '2Gi' } } };
    expect(
      compilePattern(pattern).evaluate({ resources: { requests: { memory: '1Gi' }, limits: { memory: '2Gi' } } })
        .outcome,
    ).toBe('pass');
    expect(
      compilePattern(pattern).evaluate({ resources: { requests: { memory: '3Gi' }, limits: { memory: '2Gi' } } }),
    ).toMatchObject({
      outcome: 'fail',
      path: ['resources', 'requests', 'memory'],
    });
  });

  it.each<readonly [title: string, pattern: JsonValue, resolved: JsonValue]>([
    ['an absolute path, inside text', { a: 'x', b: 'is $(/a)!' }, { a: 'x', b: 'is x!' }],
    ['past anchors', { '=(a)': { '(b)': 'x' }, c: '$(/a/b)' }, { '=(a)': { '(b)': 'x' }, c: 'x' }],
    ['into a list', { a: ['x', 'y'], b: '$(/a/1)' }, { a: ['x', 'y'], b: 'y' }],
    ['an operator before a number', { a: 5, b: '$(>/a)' }, { a: 5, b: '>5.000000' }],
    ['an escaped one', { a: 'x', b: '\\$(/a)' }, { a: 'x', b: '$(/a)' }],
  ])('%s', (_, pattern, resolved) => {
    expect(resolveReferences(pattern)).toEqual({ outcome: 'resolved', pattern: resolved });
  });

  it.each<readonly [title: string, pattern: JsonValue]>([
    ['to nothing', { b: '$(/a)' }],
    ['to an object', { a: { c: 1 }, b: '$(/a)' }],
    ['to a number, as text', { a: 5, b: '$(/a)' }],
  ])('a reference %s is an error', (_, pattern) => {
    expect(compilePattern(pattern).evaluate({ b: 'x' }).outcome).toBe('error');
  });
});
