import { describe, expect, it } from 'vitest';
import { lineHunks } from '../../src/text/line-hunks.ts';

/** Expected values are what `diff -U3` prints. */
describe('hunks of two texts', () => {
  const lines = (count: number) => Array.from({ length: count }, (_, index) => `${index + 1}\n`).join('');

  it.each<[what: string, before: string, after: string, hunks: readonly (readonly number[])[]]>([
    ['a line in the middle', lines(20), lines(20).replace('10\n', 'ten\n'), [[7, 7, 7, 7]]],
    [
      'two changes with six lines between',
      lines(20),
      lines(20).replace('5\n', 'V\n').replace('12\n', 'XII\n'),
      [[2, 14, 2, 14]],
    ],
    [
      'two changes with seven lines between',
      lines(20),
      lines(20).replace('5\n', 'V\n').replace('13\n', 'XIII\n'),
      [
        [2, 7, 2, 7],
        [10, 7, 10, 7],
      ],
    ],
    ['all lines new', '', lines(2), [[0, 0, 1, 2]]],
    ['all lines gone', lines(2), '', [[1, 2, 0, 0]]],
    ['a last line break', 'a', 'a\n', [[1, 1, 1, 1]]],
    ['the end of a line', 'a\n', 'a\r\n', [[1, 1, 1, 1]]],
    ['nothing', lines(3), lines(3), []],
  ])('%s', (_what, before, after, hunks) => {
    const found = lineHunks(before, after, 100)?.hunks;
    expect(
      found?.map(({ oldStart, oldLines, newStart, newLines }) => [oldStart, oldLines, newStart, newLines]),
    ).toEqual(hunks);
  });

  it('are not looked for where more lines differ than are allowed', () => {
    expect(lineHunks(lines(4), 'x\n'.repeat(4), 8)?.edits).toBe(8);
    expect(lineHunks(lines(4), 'x\n'.repeat(4), 7)).toBeUndefined();
  });
});
