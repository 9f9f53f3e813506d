import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/base/json.ts';
import { parseYaml } from '../../src/yaml/parse-yaml.ts';

describe('values', () => {
  it.each<[string, string, JsonValue]>([
    [
      'maps and lists',
      'a:\n- 1\n-\n- - x\n  - b: c\nd: {e: [f, {g: h}], i}\n',
      { a: [1, null, ['x', { b: 'c' }]], d: { e: ['f', { g: 'h' }], i: null } },
    ],
    ['explicit keys', '? a\n: 1\n? b\n', { a: 1, b: null }],
    ['pairs in a list', 'a: [b: 1, ? c : 2]\n', { a: [{ b: 1 }, { c: 2 }] }],
    ['plain text over lines', 'a: one\n  two\n\n  three\n', { a: 'one two\nthree' }],
    ['single quotes', "a: 'it''s\n\n  so'\n", { a: "it's\nso" }],
    ['double quotes', 'a: "\\x41\\u263a\\U0001F6A2\\t\\\n  b\\n"\n', { a: 'A☺🚢\tb\n' }],
    ['quoted words are text', 'a: "yes"\nb: \'0644\'\nc: ""\n', { a: 'yes', b: '0644', c: '' }],
    ['literal, clipped', 'a: |\n  x\n   y\n\n  z\n\n', { a: 'x\n y\n\nz\n' }],
    ['literal, stripped', 'a: |-\n  x\n\nb: 1\n', { a: 'x', b: 1 }],
    ['literal, kept', 'a: |+\n  x\n\nb: 1\n', { a: 'x\n\n', b: 1 }],
    ['literal with an indentation indicator', 'a: |2\n   x\n  y\n', { a: ' x\ny\n' }],
    ['both indicators, either order', 'a: |2-\n   x\nb: |-2\n   x\n', { a: ' x', b: ' x' }],
    ['folded', 'a: >\n  x\n  y\n\n  z\n    more\n  end\n', { a: 'x y\nz\n  more\nend\n' }],
    ['folded, stripped and kept', 'a: >-\n  x\n\nb: >+\n  y\n\nc: 1\n', { a: 'x', b: 'y\n\n', c: 1 }],
    ['an empty block', 'a: |\nb: 1\n', { a: '', b: 1 }],
    ['comments', '# one\na: b # two\nc: d#e\n# three\n', { a: 'b', c: 'd#e' }],
    ['CRLF', 'a: |\r\n  x\r\n  y\r\nb: "p\r\n  q"\r\nc: [1,\r\n 2]\r\n', { a: 'x\ny\n', b: 'p q', c: [1, 2] }],
    ['a byte order mark', '\ufeffa: 1\n', { a: 1 }],
    ['no line break at the end', 'a: |\n  x', { a: 'x\n' }],
    ['anchors and aliases', 'a: &x {k: [1]}\nb: *x\n? &y c\n: *y\n', { a: { k: [1] }, b: { k: [1] }, c: 'c' }],
    ['the last of two anchors', 'a: &x 1\nb: &x 2\nc: *x\n', { a: 1, b: 2, c: 2 }],
    [
      'merge keys, overridden below',
      'a: &x {k: 1, l: 2}\nb:\n  <<: *x\n  k: 5\n',
      { a: { k: 1, l: 2 }, b: { k: 5, l: 2 } },
    ],
    // Not what YAML's merge type says, but what go-yaml v2 does.
    ['merge keys go over what stands above', 'a: &x {k: 1}\nb:\n  k: 5\n  <<: *x\n', { a: { k: 1 }, b: { k: 1 } }],
    ['a list of merged maps, the first strongest', 'c:\n  <<: [{k: 1}, {k: 2, l: 3}]\n', { c: { k: 1, l: 3 } }],
    ['merge keys in quotes are keys', 'c:\n  "<<": {k: 1}\n', { c: { '<<': { k: 1 } } }],
    ['keys as text', 'y: 1\n0644: 2\n1.5: 3\n"n": 4\n', { true: 1, '420': 2, '1.5': 3, n: 4 }],
    [
      'tags',
      'a: !!str 3\nb: !!int "3"\nc: !custom x\nd: !!binary aGk=\ne: !!map {f: 1}\n',
      { a: '3', b: 3, c: 'x', d: 'hi', e: { f: 1 } },
    ],
    ['JSON with tabs', '{\n\t"a": [\n\t\t1,\n\t\t{"b": "\\u00e9\\/"}\n\t]\n}\n', { a: [1, { b: 'é/' }] }],
    ['a closing bracket at the column of its parent', 'a: [\n  x,\n]\nb: {\n}\n', { a: ['x'], b: {} }],
    [
      'brackets indented less than their parent',
      'a:\n  b: [\nx, # one\n  {c: d}\n]\n',
      { a: { b: ['x', { c: 'd' }] } },
    ],
    [
      'quoted text indented less than its key',
      'a:\n  b: "x\n  y\n z # no comment"\n',
      { a: { b: 'x y z # no comment' } },
    ],
    ['a scalar alone', 'text\n', 'text'],
    ['directives', '%YAML 1.1\n%TAG !e! tag:example.org,2000:\n--- !e!x\na: 1\n', { a: 1 }],
  ])('%s', (_, text, value) => {
    const { documents, problems } = parse(text);
    expect(problems).toEqual([]);
    expect(documents.map((document) => document.value)).toEqual([value]);
  });

  it('keep a key like __proto__ as their own', () => {
    const value = parse('__proto__: {x: 1}\nconstructor: 2\n').documents[0]?.value;
    expect(Object.entries(value ?? {})).toEqual([
      ['__proto__', { x: 1 }],
      ['constructor', 2],
    ]);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(parse('a: &a {__proto__: 1}\nb: {<<: *a}\n').documents[0]?.value).toEqual(
      JSON.parse('{"a":{"__proto__":1},"b":{"__proto__":1}}'),
    );
  });
});

describe('documents', () => {
  it('are parted at --- and ..., with their comments and directives', () => {
    const text = '# about one\na: 1\n---\n# empty\n--- # three\nb: 2\n...\n%YAML 1.2\n---\nc: 3\n...\n# end\n';
    const { documents } = parse(text);
    expect(documents.map(({ value }) => value)).toEqual([{ a: 1 }, undefined, { b: 2 }, { c: 3 }]);
    expect(documents.map(({ start, end }) => text.slice(start, end))).toEqual([
      '# about one\na: 1\n',
      '---\n# empty\n',
      '--- # three\nb: 2\n...\n',
      '%YAML 1.2\n---\nc: 3\n...\n',
    ]);
  });

  it('are none in a file of comments, and one without content after a lone ---', () => {
    expect(parse('# nothing\n\n').documents).toHaveLength(0);
    expect(parse('').documents).toHaveLength(0);
    expect(parse('---\n').documents.map(({ value }) => value)).toEqual([undefined]);
    expect(parse('# first\n---\na: 1\n').documents.map(({ value }) => value)).toEqual([{ a: 1 }]);
    expect(parse('--- null\n--- ""\n').documents.map(({ value }) => value)).toEqual([null, '']);
  });

  it('are not parted at --- inside of a line', () => {
    expect(parse('a: ---\nb: x --- y\nc: |\n  ---\n  d\n').documents.map(({ value }) => value)).toEqual([
      { a: '---', b: 'x --- y', c: '---\nd\n' },
    ]);
  });

  it('hide no other when they are broken', () => {
    const { documents, problems } = parse('a: 1\n---\nb: [\n---\nc: 3\n---\nd: "\n');
    expect(documents.map(({ value }) => value)).toEqual([{ a: 1 }, undefined, { c: 3 }, undefined]);
    expect(problems.map(({ code }) => code)).toEqual(['yaml/syntax', 'yaml/unclosed-quote']);
    expect(documents.map((document) => document.problems.length)).toEqual([0, 1, 0, 1]);
  });
});

function parse(text: string) {
  return parseYaml({ file: 'file.yaml', revision: 'head', text });
}
