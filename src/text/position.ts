import type { Source } from './source.ts';
import type { Span } from './span.ts';

/** A place as people count: line and column from 1, the column in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const lineStarts = new WeakMap<Source, readonly number[]>();

/** Line and column of an offset. Lines end at `\n`; a `\r` before it belongs to its line. */
export function positionAt(source: Source, offset: number): Position {
  const starts = startsOf(source);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}

export function startOf(span: Span): Position {
  return positionAt(span.source, span.start);
}

export function endOf(span: Span): Position {
  return positionAt(span.source, span.end);
}

/** The last line that a span touches: one that ends at the first column of a line does not touch that line. */
export function lastLineOf(span: Span): number {
  const { line, column } = endOf(span);
  return column === 1 && line > startOf(span).line ? line - 1 : line;
}

/** The offset at which a line (from 1) starts; the end of the text for a line beyond the last. */
export function offsetOfLine(source: Source, line: number): number {
  return startsOf(source)[line - 1] ?? source.text.length;
}

/** How many lines a source has; a final line break opens no further line. */
export function lineCount(source: Source): number {
  const starts = startsOf(source);
  return source.text.endsWith('\n') ? starts.length - 1 : starts.length;
}

/** The text of a line (from 1), without its line break. */
export function lineText(source: Source, line: number): string {
  const start = offsetOfLine(source, line);
  const end = source.text.indexOf('\n', start);
  return source.text.slice(start, end < 0 ? undefined : end).replace(/\r$/, '');
}

function startsOf(source: Source): readonly number[] {
  const known = lineStarts.get(source);
  if (known) return known;
  const starts = [0];
  for (let at = source.text.indexOf('\n'); at >= 0; at = source.text.indexOf('\n', at + 1)) starts.push(at + 1);
  lineStarts.set(source, starts);
  return starts;
}
