import type { Hunk } from '../model/files.ts';

/** One hunk over all lines of two texts, numbered as git numbers it: a side without lines starts at 0. No hunk for no lines. */
export function allLines(before: string, after: string): readonly Hunk[] {
  const oldLines = countLines(before);
  const newLines = countLines(after);
  if (oldLines === 0 && newLines === 0) return [];
  return [{ oldStart: Math.min(oldLines, 1), oldLines, newStart: Math.min(newLines, 1), newLines }];
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return text === '' || text.endsWith('\n') ? count : count + 1;
}
