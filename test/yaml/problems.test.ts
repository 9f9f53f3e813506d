import { describe, expect, it } from 'vitest';
import { parseYaml } from '../../src/yaml/parse-yaml.ts';

// What is marked with ‹ › is the span of the problem; the marks are not part of the text.
describe('problems', () => {
  it.each([
    ['a key that stands twice', 'a: 1\nb: 2\n‹a›: 3\n', 'yaml/duplicate-key', /"a" stands twice/],
    ['a key that stands twice as another word', 'y: 1\n‹"true"›: 3\n', 'yaml/duplicate-key', /"true" stands twice/],
    ['a key that stands twice inside a list', 'l:\n- n: 1\n- m: 1\n  ‹m›: 2\n', 'yaml/duplicate-key', /"m"/],
    ['a tab in the indentation', 'a:\n‹\t›b: 1\n', 'yaml/tab', /spaces/],
    ['tabs behind spaces', 'a:\n  b: 1\n  ‹\t\t›c: 2\n', 'yaml/tab', /spaces/],
    ['an unclosed double quote', 'a: 1\nb: ‹"text›\nc: 3\n', 'yaml/unclosed-quote', /" that opens here/],
    ['an unclosed single quote', "a: 'x'\nb: ‹'it''s›\nc: 3\n", 'yaml/unclosed-quote', /' that opens here/],
    ['an unclosed quote with escapes', 'b: ‹"a \\" b›\n', 'yaml/unclosed-quote', /never closed/],
    ['an unclosed bracket', 'a: 1\nb: ‹[x, {y: z},›\nc: 3\n', 'yaml/syntax', /bracket \[/],
    ['an alias of nothing', 'a: ‹*b›\n', 'yaml/unknown-alias', /no anchor &b/],
    ['an alias above its anchor', 'a: ‹*b›\nb: &b 1\n', 'yaml/unknown-alias', /above/],
    ['an alias inside of what it repeats', 'a: &a [‹*a›]\n', 'yaml/alias-bomb', /never end/],
    ['a tag that the value does not fit', 'a: ‹!!int x›\n', 'yaml/bad-tag', /!!int/],
    ['infinity', 'a: ‹.inf›\n', 'yaml/not-json', /quotes/],
    ['not a number', 'a: [‹.NaN›]\n', 'yaml/not-json', /JSON/],
    ['a list as a key', '? ‹[›a]\n: 1\n', 'yaml/not-json', /a list cannot be a key/],
    ['null as a key', '‹~›: 1\n', 'yaml/not-json', /null cannot be a key/],
    ['a merge of no map', 'a:\n  <<: ‹3›\n', 'yaml/bad-merge', /map/],
    ['a key beside a list', 'a:\n- b\n‹c›\n', 'yaml/syntax', /./],
    ['text with a colon', 'a: b‹: c›\n', 'yaml/syntax', /quotes/],
    ['a missing comma', 'a: ["x" ‹"y"]›\n', 'yaml/syntax', /comma/],
    ['a template', 'a:\n  ‹{{- if .x }}›\n', 'yaml/syntax', /template/],
  ])('%s', (_, marked, code, message) => {
    const text = marked.replace(/[‹›]/g, '');
    const [problem] = parseYaml({ file: 'file.yaml', revision: 'head', text }).problems;
    expect(problem?.code).toBe(code);
    expect(problem?.message).toMatch(message);
    const { start = 0, end = 0 } = problem?.span ?? {};
    expect(`${text.slice(0, start)}‹${text.slice(start, end)}›${text.slice(end)}`).toBe(marked);
  });

  it('are placed in the file, not in the document', () => {
    const text = 'a: 1\n---\nb: 1\nb: 2\n';
    const [problem] = parseYaml({ file: 'file.yaml', revision: 'head', text }).problems;
    expect(problem?.span.start).toBe(text.lastIndexOf('b'));
  });

  it('name every key that stands twice', () => {
    const { problems, documents } = parseYaml({ file: 'f', revision: 'head', text: 'a: 1\na: 2\nb: {c: 1, c: 2}\n' });
    expect(problems.map(({ code }) => code)).toEqual(['yaml/duplicate-key', 'yaml/duplicate-key']);
    expect(documents[0]?.value).toBeUndefined();
  });
});
