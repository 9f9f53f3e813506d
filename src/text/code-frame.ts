import { endOf, lastLineOf, lineCount, lineText, startOf } from './position.ts';
import type { Span } from './span.ts';
import { visible } from './visible.ts';

export interface CodeFrameLine {
  readonly number: number;
  readonly text: string;
  /** The columns to underline (from 1, the end exclusive), on the lines of the span. */
  readonly marked?: { readonly start: number; readonly end: number };
}

const MAX_MARKED_LINES = 6;

/**
 * The lines around a span, for whoever prints them; control characters are made visible, so columns count what is shown.
 */
export function codeFrame(span: Span, options: { readonly context?: number } = {}): readonly CodeFrameLine[] {
  const context = options.context ?? 1;
  const start = startOf(span);
  const end = endOf(span);
  const endLine = lastLineOf(span);
  const lastMarked = Math.min(endLine, start.line + MAX_MARKED_LINES - 1);
  const first = Math.max(1, start.line - context);
  const last = Math.min(Math.max(1, lineCount(span.source)), lastMarked + context);
  const lines: CodeFrameLine[] = [];
  for (let number = first; number <= last; number++) {
    const written = lineText(span.source, number);
    const text = visible(written, { keepLines: true });
    if (number < start.line || number > lastMarked) {
      lines.push({ number, text });
      continue;
    }
    const indentation = written.length - written.trimStart().length;
    const from = number === start.line ? start.column : indentation + 1;
    const to = number === endLine ? (end.line > endLine ? written.length + 1 : end.column) : written.length + 1;
    const shownFrom = visible(written.slice(0, from - 1), { keepLines: true }).length + 1;
    const shownTo = visible(written.slice(0, Math.max(from, to) - 1), { keepLines: true }).length + 1;
    lines.push({ number, text, marked: { start: shownFrom, end: Math.max(shownFrom + 1, shownTo) } });
  }
  return lines;
}
