import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countChanges } from './git/count-changes.ts';
import { Diffs } from './git/diff.ts';
import { ObjectStore } from './git/object-store.ts';
import { changeTree } from './state/change-tree.ts';
import type { Files } from './twin.ts';

let folder: string;
let store: ObjectStore;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'count-changes-'));
  store = new ObjectStore(join(folder, 'objects.git'));
});

afterAll(() => rmSync(folder, { recursive: true }));

function count(before: Files, after: Files) {
  return countChanges(store, changeTree(store, undefined, before), changeTree(store, undefined, after));
}

describe('what two trees differ in is counted without git', () => {
  it.each<[what: string, before: Files, after: Files, counted: object | undefined]>([
    ['nothing', { a: 'x\n' }, { a: 'x\n' }, { files: 0, additions: 0, deletions: 0 }],
    ['a file that is new', {}, { a: 'x\ny' }, { files: 1, additions: 2, deletions: 0 }],
    ['a line in the middle', { a: 'x\ny\nz\n' }, { a: 'x\n1\n2\nz\n' }, { files: 1, additions: 2, deletions: 1 }],
    ['a last line break', { a: 'x\ny' }, { a: 'x\ny\n' }, { files: 1, additions: 1, deletions: 1 }],
    ['a file that may have been renamed: git knows', { a: 'x\n' }, { b: 'x\n' }, undefined],
    ['lines that stayed between two changes: git knows', { a: '1\nx\n2\n' }, { a: '3\nx\n4\n' }, undefined],
    ['what is no text: git knows', { a: 'x\0' }, { a: 'y\0' }, undefined],
  ])('%s', (_, before, after, counted) => {
    expect(count(before, after)).toEqual(counted);
  });

  it('and what is counted, git counts as well', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 6 })
      .map((lines) => lines.map((line) => `${line}\n`).join(''));
    const tree = fc.dictionary(fc.constantFrom('one', 'two'), text);
    const diffs = new Diffs(store);
    let counts = 0;
    fc.assert(
      fc.property(tree, tree, (before, after) => {
        const [old, fresh] = [changeTree(store, undefined, before), changeTree(store, undefined, after)];
        const counted = countChanges(store, old, fresh);
        if (counted === undefined) return;
        counts += 1;
        const files = diffs.between(old, fresh);
        const total = (of: 'additions' | 'deletions') => files.reduce((sum, file) => sum + file[of], 0);
        expect(counted).toEqual({ files: files.length, additions: total('additions'), deletions: total('deletions') });
      }),
      { numRuns: 150 },
    );
    expect(counts).toBeGreaterThan(20);
  });
});
