import { describe, expect, it } from 'vitest';
import { parseYaml, type YamlLimits } from '../../src/yaml/parse-yaml.ts';

// Each would take minutes, gigabytes or the whole stack without a limit; the runner's time limit is the assertion beside the code.
describe('hostile documents', () => {
  it.each([
    ['10,000 nested brackets', `a: ${'['.repeat(10_000)}${']'.repeat(10_000)}`],
    ['10,000 nested braces', '{a: '.repeat(10_000) + '}'.repeat(10_000)],
    ['10,000 unclosed brackets', '['.repeat(10_000)],
    ['10,000 nested lists in one line', `${'- '.repeat(10_000)}x`],
    ['10,000 nested explicit keys', `${'? '.repeat(10_000)}x`],
    ['2,000 maps by indentation', Array.from({ length: 2000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
    ['101 lists', '['.repeat(101) + ']'.repeat(101)],
    ['aliases that nest deeper than any line', chain(200, (level) => `{p: *a${level - 1}}`)],
    ['merge keys in a long chain', chain(5000, (level) => `{<<: *a${level - 1}, x${level}: 1}`)],
  ])('%s: too deep', (_, text) => {
    expect(codesOf(text)).toEqual(['yaml/too-deep']);
  });

  it.each([
    [
      'a billion laughs',
      chain(
        20,
        (level) =>
          `[${Array(9)
            .fill(`*a${level - 1}`)
            .join(', ')}]`,
      ),
    ],
    ['maps that double', chain(60, (level) => `{p: *a${level - 1}, q: *a${level - 1}}`)],
    ['merges that double', chain(60, (level) => `{<<: [*a${level - 1}, *a${level - 1}], x${level}: 1}`)],
    ['a wide map merged many times', `${wideMap(5000)}b:\n${'- {<<: *a}\n'.repeat(5000)}`],
    ['a list that holds itself', 'a: &a [*a]'],
  ])('%s: an alias bomb', (_, text) => {
    expect(codesOf(text)).toEqual(['yaml/alias-bomb']);
  });

  it('an alias that is used as people use it is none', () => {
    const text = `a: &a {image: x, tag: y}\nb:\n${'- *a\n'.repeat(200)}`;
    expect(codesOf(text)).toEqual([]);
  });

  it('shares what an alias stands for, so that no memory is needed for its copies', () => {
    const [document] = parse(`a: &a ${JSON.stringify(Array(100).fill('x'))}\nb: [*a, *a]\n`).documents;
    const value = document?.value as { a: unknown; b: unknown[] };
    expect(value.b[0]).toBe(value.a);
  });

  it('100 lists are allowed, and the limit can be set', () => {
    const text = '['.repeat(100) + ']'.repeat(100);
    expect(codesOf(text)).toEqual([]);
    expect(codesOf(text, { depth: 99 })).toEqual(['yaml/too-deep']);
    expect(codesOf('a: {b: {c: 1}}', { depth: 2 })).toEqual(['yaml/too-deep']);
    expect(codesOf('a:\n  b: 1\n', { depth: 2 })).toEqual([]);
  });

  it('a document over 5 MB is too large, and the others are read', () => {
    const { documents, problems } = parse(`a: 1\n---\nb: ${'x'.repeat(5_000_000)}\n---\nc: 3\n`);
    expect(problems.map(({ code }) => code)).toEqual(['yaml/too-large']);
    expect(documents.map(({ value }) => value)).toEqual([{ a: 1 }, undefined, { c: 3 }]);
    expect(documents[1]?.locate(['b'])).toMatchObject({ path: [], exact: false });
  });

  it('bytes are counted, not characters', () => {
    expect(codesOf('a: ééé', { documentBytes: 9 })).toEqual([]);
    expect(codesOf('a: éééé', { documentBytes: 9 })).toEqual(['yaml/too-large']);
  });

  it('a file of 50 MB is too large', () => {
    expect(codesOf('x'.repeat(50_000_000))).toEqual(['yaml/too-large']);
    expect(codesOf('a: b\n---\n'.repeat(6_000_000))).toEqual(['yaml/too-large']);
  });

  it('a million documents are too many', () => {
    expect(codesOf('---\n'.repeat(1_000_000))).toEqual(['yaml/too-large']);
  });

  it.each([
    ['lines that would have to be joined one by one', `a: [\n${'x,\n'.repeat(500_000)}]`],
    ['an unclosed quote before much text', `a: "${'x '.repeat(1_000_000)}`],
    ['single quotes only', `a: '${"''".repeat(1_000_000)}`],
    ['backslashes only', `a: "${'\\\\'.repeat(1_000_000)}`],
    ['one key over and over', 'a: 1\n'.repeat(100_000)],
  ])('%s: a problem in bounded time', (_, text) => {
    const { problems } = parse(text);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.length).toBeLessThanOrEqual(20);
  });

  it.each([
    ['dashes', '-'.repeat(1_000_000)],
    ['dots', '...\n'.repeat(250_000)],
    ['comments', '#\n'.repeat(500_000)],
    ['blank lines', `a:${'\n'.repeat(1_000_000)} b`],
    ['a number of a million digits', `a: ${'9'.repeat(1_000_000)}`],
    ['a number of a million underscores', `a: 1${'_'.repeat(1_000_000)}`],
    ['a plain text of many lines', `a: b${'\n c'.repeat(300_000)}`],
  ])('%s: read in bounded time', (_, text) => {
    expect(codesOf(text)).toEqual([]);
  });
});

function chain(length: number, link: (level: number) => string): string {
  let text = 'a0: &a0 {x: 1}\n';
  for (let level = 1; level < length; level++) text += `a${level}: &a${level} ${link(level)}\n`;
  return text;
}

function wideMap(keys: number): string {
  return `a: &a {${Array.from({ length: keys }, (_, index) => `k${index}: 1`).join(', ')}}\n`;
}

function codesOf(text: string, limits?: Partial<YamlLimits>): readonly string[] {
  return parse(text, limits).problems.map(({ code }) => code);
}

function parse(text: string, limits?: Partial<YamlLimits>) {
  return parseYaml({ file: 'file.yaml', revision: 'head', text }, limits);
}
