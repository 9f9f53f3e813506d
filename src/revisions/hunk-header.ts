import type { Hunk } from '../model/files.ts';

const HEADER = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;

/** The hunk that a line such as `@@ -1,3 +1,4 @@` opens; undefined for any other line. A count that is left out is 1. */
export function parseHunkHeader(line: string): Hunk | undefined {
  const found = HEADER.exec(line);
  if (found === null) return undefined;
  const [, oldStart, oldLines, newStart, newLines] = found;
  return {
    oldStart: Number(oldStart),
    oldLines: Number(oldLines ?? 1),
    newStart: Number(newStart),
    newLines: Number(newLines ?? 1),
  };
}
