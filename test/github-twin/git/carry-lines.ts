import type { FileDiff } from './diff.ts';

export interface LineRange {
  readonly start: number;
  readonly end: number;
}

/** Where lines of a file are after a change; undefined when one of them changed or something came between them. */
export function carryLines(range: LineRange, change: FileDiff | undefined): LineRange | undefined {
  if (change === undefined) return range;
  if (change.status === 'removed' || change.content.kind === 'binary') return undefined;
  let moved: number | undefined;
  for (let line = range.start; line <= range.end; line++) {
    const now = carryLine(line, change);
    if (now === undefined || (moved !== undefined && now !== moved + 1)) return undefined;
    moved = now;
  }
  return moved === undefined ? undefined : { start: moved - (range.end - range.start), end: moved };
}

function carryLine(line: number, { content }: FileDiff): number | undefined {
  let shift = 0;
  for (const hunk of content.kind === 'text' ? content.hunks : []) {
    for (const other of hunk.lines) {
      if (other.kind === 'removed' && other.left === line) return undefined;
      if (other.kind === 'context' && other.left === line) return other.right;
      if (other.kind === 'context' && other.left > line) return line + shift;
      if (other.kind === 'removed' && other.left > line) return line + shift;
      if (other.kind === 'added') shift += 1;
      if (other.kind === 'removed') shift -= 1;
    }
  }
  return line + shift;
}
