import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JsonPatch } from '../../src/model/json-patch.ts';
import { applyEdits } from '../../src/text/text-edit.ts';
import { editYaml } from '../../src/yaml/edit-yaml.ts';

const folder = join(import.meta.dirname, 'inputs/edits');

// One folder a case: before, patch.json, and either after or refused.txt; document.txt where it is not the first.
describe('edits of files', () => {
  it.each(readdirSync(folder))('%s', (name) => {
    const read = (file: string) => readFileSync(join(folder, name, file), 'utf8');
    const isJson = existsSync(join(folder, name, 'before.json'));
    const file = isJson ? 'before.json' : 'before.yaml';
    const patch: JsonPatch = JSON.parse(read('patch.json'));
    const document = existsSync(join(folder, name, 'document.txt')) ? Number(read('document.txt')) : 0;
    const result = edit(read(file), patch, document);
    if (existsSync(join(folder, name, 'refused.txt'))) expect(result).toBe(`refused: ${read('refused.txt').trimEnd()}`);
    else expect(result).toBe(read(file.replace('before', 'after')));
  });
});

describe('line breaks', () => {
  it('are those of the file', () => {
    const before = 'a:\r\n  b: 1\r\nc: |\r\n  x\r\n  z\r\n';
    const patch: JsonPatch = [
      { op: 'replace', path: ['c'], value: 'p\nq\n' },
      { op: 'add', path: ['a', 'd'], value: { e: [1] } },
    ];
    expect(edit(before, patch)).toBe('a:\r\n  b: 1\r\n  d:\r\n    e:\r\n      - 1\r\nc: |\r\n  p\r\n  q\r\n');
  });

  it('are not added at the end of a file that has none', () => {
    expect(edit('a: 1\nb: 2', [{ op: 'add', path: ['c'], value: { d: 1 } }])).toBe('a: 1\nb: 2\nc:\n  d: 1');
    expect(edit('a: 1\nb: 2', [{ op: 'replace', path: ['b'], value: 3 }])).toBe('a: 1\nb: 3');
    expect(edit('a: 1\nb: 2', [{ op: 'remove', path: ['b'] }])).toBe('a: 1');
    expect(edit('- a\n\n- b', [{ op: 'remove', path: [1] }])).toBe('- a');
  });
});

describe('what is around the edit', () => {
  it('stays: a byte order mark, blanks at line ends, tabs before comments', () => {
    const before = '\ufeffa: 1  \nb:\t2\t# two\n\n\nc:   3\n';
    expect(edit(before, [{ op: 'replace', path: ['b'], value: 4 }])).toBe('\ufeffa: 1  \nb:\t4\t# two\n\n\nc:   3\n');
  });

  it('stays in a document beside a broken one', () => {
    const before = 'a: [\n---\nb: 1\n---\nc: "\n';
    expect(edit(before, [{ op: 'replace', path: ['b'], value: 2 }], 1)).toBe('a: [\n---\nb: 2\n---\nc: "\n');
  });
});

describe('a key of hostile input', () => {
  it('is a key like any other', () => {
    expect(edit('a: 1\n', [{ op: 'add', path: ['__proto__'], value: { x: 1 } }])).toBe('a: 1\n__proto__:\n  x: 1\n');
    expect(edit('__proto__: 1\na: 2\n', [{ op: 'remove', path: ['__proto__'] }])).toBe('a: 2\n');
  });
});

function edit(text: string, patch: JsonPatch, document = 0): string {
  const result = editYaml({ file: 'file.yaml', revision: 'head', text }, document, patch);
  if (result.outcome === 'refused') return `refused: ${result.reason}`;
  // What a caller would do with the edits must give the same text.
  expect(applyEdits(text, result.edits)).toBe(result.text);
  return result.text;
}
