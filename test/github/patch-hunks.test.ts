import { expect, it } from 'vitest';
import { parsePatchHunks } from '../../src/github/patch-hunks.ts';

it('reads the hunks of a patch of GitHub, counts of one line left out', () => {
  const patch = '@@ -1 +1,2 @@\n-a\n+a\n+b\n@@ -10,3 +11,0 @@ kind: Pod\n-x\n-y\n-z\n\\ No newline at end of file';
  expect(parsePatchHunks(patch)).toEqual([
    { oldStart: 1, oldLines: 1, newStart: 1, newLines: 2 },
    { oldStart: 10, oldLines: 3, newStart: 11, newLines: 0 },
  ]);
});

it('takes no content for a hunk', () => {
  const patch = '@@ -1,2 +1,3 @@\n @@ -5,5 +5,5 @@\n+@@ -7,7 +7,7 @@\n-@@ -9,9 +9,9 @@\n a\r@@ -2 +2 @@';
  expect(parsePatchHunks(patch)).toEqual([{ oldStart: 1, oldLines: 2, newStart: 1, newLines: 3 }]);
});
