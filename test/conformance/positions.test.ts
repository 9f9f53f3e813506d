import { describe, expect, test } from 'vitest';
import { corporaFolder, notRun } from '../corpora.ts';
import { failingRowsOf } from './failing-rows.ts';
import { misplacement } from './positions.ts';
import { readPaths, valuePaths } from './positions-reader.ts';
import { bodyOf } from './remedies.ts';
import { loadCorpus, runCorpusSuite } from './suites.ts';

const folder = corporaFolder();

test.skipIf(folder === undefined)(
  'every failing row of the suites is told where Kyverno says that it fails',
  async () => {
    const root = folder ?? '';
    const misplaced: string[] = [];
    let checked = 0;
    for (const suite of loadCorpus(root)) {
      for (const row of await failingRowsOf(suite, runCorpusSuite(suite, root), root)) {
        // What is said of an image is said at the image, and Kyverno names no place.
        if (bodyOf(row) === 'other') continue;
        checked++;
        const problem = misplacement(row);
        if (problem)
          misplaced.push(`${suite.name}: ${row.ruleName} of ${row.object.kind} ${row.object.metadata.name} ${problem}`);
      }
    }
    expect(misplaced).toEqual([]);
    expect(checked).toBeGreaterThan(560);
  },
  120_000,
);

test.skipIf(folder !== undefined)(notRun(570, 'failing rows of suites of Kyverno'), () => {});

describe('the reader of expressions', () => {
  const roots = (name: string) =>
    name === 'o' ? { paths: [[]] } : name === 'i' ? { paths: [['s']], isSource: true } : undefined;
  const show = (paths: readonly (readonly unknown[])[]) =>
    paths.map((path) => path.map((step) => step ?? '*').join('.'));

  test.each([
    ['o.a."b/c"[0]', ['a.b/c.0']],
    ["o.a[?b == 'x' && c].d | [0]", ['a.*.b', 'a.*.c', 'a.*.d']],
    ['o.a.[b, c][].d', ['a.b', 'a.b.*.d', 'a.c', 'a.c.*.d']],
    ['o.a[].keys(@)[] || `[]`', ['a.*']],
    ['o.a[].to_string(b)', ['a.*', 'a.*.b']],
    ["split(o.a, '/')[1]", ['a']],
    ['{x: o.a, y: i.b}', ['a', 's']],
    ['other.a', []],
  ])('%s', (expression, paths) => {
    expect([...new Set(show(readPaths(expression, roots)))].toSorted()).toEqual(paths);
  });

  test('knows what a value comes from', () => {
    expect(show(valuePaths('o.a[?b].c', roots))).toEqual(['a.*.c']);
  });

  test('refuses what it cannot read', () => {
    expect(() => readPaths('o.a #', roots)).toThrow('cannot read');
  });
});
