import { describe, expect, it } from 'vitest';
import { linesOf, toLineEdits } from '../../src/text/line-edits.ts';
import type { Source } from '../../src/text/source.ts';

const source: Source = { file: 'f.yaml', revision: 'head', text: 'one\ntwo\nthree\n' };

describe('edits as whole lines', () => {
  it('gives a changed line as it will be', () => {
    expect(toLineEdits(source, [{ start: 4, end: 7, replacement: 'TWO' }])).toMatchObject([
      { startLine: 2, endLine: 2, replacement: 'TWO' },
    ]);
  });

  it('hangs a line that is put in onto the line above it', () => {
    expect(toLineEdits(source, [{ start: 4, end: 4, replacement: 'new\n' }])).toMatchObject([
      { startLine: 1, endLine: 1, replacement: 'one\nnew' },
    ]);
  });

  it('hangs a line at the end of the file onto the last one, with and without a final line break', () => {
    expect(toLineEdits(source, [{ start: 14, end: 14, replacement: 'four\n' }])).toMatchObject([
      { startLine: 3, endLine: 3, replacement: 'three\nfour' },
    ]);
    const open = { ...source, text: 'one\ntwo' };
    expect(toLineEdits(open, [{ start: 7, end: 7, replacement: '\nthree' }])).toMatchObject([
      { startLine: 2, endLine: 2, replacement: 'two\nthree' },
    ]);
  });

  it('takes lines out', () => {
    expect(toLineEdits(source, [{ start: 4, end: 8, replacement: '' }])).toMatchObject([
      { startLine: 2, endLine: 2, replacement: undefined },
    ]);
  });

  it('makes one of two edits that share a line', () => {
    const edits = [
      { start: 0, end: 1, replacement: 'O' },
      { start: 2, end: 5, replacement: 'E\nT' },
      { start: 8, end: 9, replacement: 'T' },
    ];
    expect(toLineEdits(source, edits)).toMatchObject([
      { startLine: 1, endLine: 2, replacement: 'OnE\nTwo' },
      { startLine: 3, endLine: 3, replacement: 'Three' },
    ]);
  });

  it('keeps the line breaks of a Windows file', () => {
    const windows = { ...source, text: 'one\r\ntwo\r\n' };
    expect(toLineEdits(windows, [{ start: 0, end: 3, replacement: 'ONE' }])).toMatchObject([
      { startLine: 1, endLine: 1, replacement: 'ONE' },
    ]);
  });

  it('counts an edit that ends at a line start as of the line before', () => {
    expect(linesOf(source, { start: 0, end: 4, replacement: '' })).toEqual({ startLine: 1, endLine: 1 });
  });
});
