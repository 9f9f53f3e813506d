import { describe, expect, it } from 'vitest';
import { compileGlob, leavesRoot } from '../../src/base/glob.ts';

describe('compileGlob', () => {
  // The meanings are those of bash with globstar and dotglob, and of GitHub's path filters.
  it.each([
    ['policies/**', 'policies/a.yaml', true],
    ['policies/**', 'policies/deep/er/a.yaml', true],
    ['policies/**', 'other/policies/a.yaml', false],
    ['**/testdata/**', 'testdata/a.yaml', true],
    ['**/testdata/**', 'a/b/testdata/c/d.yaml', true],
    ['**/testdata/**', 'a/testdata.yaml', false],
    ['*.yaml', 'a.yaml', true],
    ['*.yaml', 'folder/a.yaml', false],
    ['**/*.yaml', 'a.yaml', true],
    ['**/*.yaml', 'folder/a.yaml', true],
    ['a?.yaml', 'ab.yaml', true],
    ['a?.yaml', 'a.yaml', false],
    ['a?b', 'a/b', false],
    ['{dev,prod}/*.{yml,yaml}', 'prod/a.yml', true],
    ['{dev,prod}/*.{yml,yaml}', 'stage/a.yml', false],
    ['a{b,c{d,e}}f', 'acef', true],
    ['a{b,c{d,e}}f', 'acf', false],
    ['{a/**,b}', 'a/x/y', true],
    ['**', '.github/tidewaiter.yml', true],
    ['*/x', '.hidden/x', true],
    ['deploy', 'deploy/web.yaml', true],
    ['deploy/', 'deploy/web.yaml', true],
    ['deploy', 'deploy', true],
    ['deploy', 'deployment/web.yaml', false],
    ['deploy/*', 'deploy/folder/web.yaml', false],
    ['./deploy', 'deploy/web.yaml', true],
    ['/deploy', 'deploy/web.yaml', true],
    ['.', 'any/thing', true],
    ['a{b', 'a{b', true],
    ['[ab]', 'a', false],
    ['[ab]', '[ab]', true],
    ['a/**/b', 'a/b', true],
    ['a/**/b', 'a/x/y/b', true],
    ['a/**/b', 'a/x/y/b/c', false],
  ])('%s on %s: %s', (pattern, path, expected) => {
    expect(compileGlob(pattern)(path)).toBe(expected);
  });

  it('stays fast on a pattern made to explode', () => {
    const matches = compileGlob(`${'**/a*'.repeat(1)}${'/**/a*a*a*'.repeat(20)}/b`);
    const started = performance.now();
    expect(matches(`${'aaaaaaaaaaaaaaaaaaaaaaaa/'.repeat(60)}c`)).toBe(false);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('refuses braces that multiply without end', () => {
    expect(() => compileGlob('{a,b}'.repeat(20))).toThrow(RangeError);
  });
});

describe('leavesRoot', () => {
  it.each([
    ['../policies', true],
    ['a/../../b', true],
    ['a..b/c', false],
    ['policies', false],
  ])('%s: %s', (pattern, expected) => {
    expect(leavesRoot(pattern)).toBe(expected);
  });
});
