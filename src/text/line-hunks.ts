import { structuredPatch } from 'diff';

/** A run of lines that differ, with three lines around it: first line (from 1) and count, before and after. */
export interface LineHunk {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
}

export interface LineHunks {
  readonly hunks: readonly LineHunk[];
  /** How many lines were taken out and put in. Finding them took about the square of that many steps. */
  readonly edits: number;
}

/** The hunks of `diff -U3`; undefined where more lines than `maxEdits` differ, for that is not looked into to the end. */
export function lineHunks(before: string, after: string, maxEdits: number): LineHunks | undefined {
  const patch = structuredPatch('', '', before, after, undefined, undefined, {
    context: 3,
    maxEditLength: maxEdits,
  });
  if (patch === undefined) return undefined;
  const lines = patch.hunks.flatMap((hunk) => hunk.lines);
  return {
    // A side without lines starts at 0.
    hunks: patch.hunks.map(({ oldStart, oldLines, newStart, newLines }) => ({
      oldStart: oldLines === 0 ? 0 : oldStart,
      oldLines,
      newStart: newLines === 0 ? 0 : newStart,
      newLines,
    })),
    edits: lines.filter((line) => line.startsWith('+') || line.startsWith('-')).length,
  };
}
