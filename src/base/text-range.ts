/** A piece of a text: offsets, the end exclusive. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** The ranges in order, those that touch or overlap as one; empty ones are left out. */
export function mergeRanges(ranges: readonly TextRange[]): readonly TextRange[] {
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of ranges.toSorted((left, right) => left.start - right.start)) {
    if (start >= end) continue;
    const last = merged.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}

/** The text with every range replaced; the ranges are in order and do not overlap. */
export function replaceRanges(
  text: string,
  ranges: readonly TextRange[],
  replacement: (piece: string) => string,
): string {
  if (ranges.length === 0) return text;
  const pieces: string[] = [];
  let copied = 0;
  for (const { start, end } of ranges) {
    pieces.push(text.slice(copied, start), replacement(text.slice(start, end)));
    copied = end;
  }
  pieces.push(text.slice(copied));
  return pieces.join('');
}
