import type { TextEdit } from '../text/text-edit.ts';
import type { Holder } from './find-place.ts';
import { afterLineBreak, beforeLineBreak, endOfLine, isFirstOnLine, startOfLine } from './lines.ts';
import type { YamlNode } from './tree.ts';

/** The end of the last line that belongs to a block node: its comment is part of it, and so are blank lines that `|+` keeps. */
export function endOfNodeLines(text: string, node: YamlNode): number {
  const last = lastLeaf(node);
  if (last.kind === 'scalar' && (last.style === 'literal' || last.style === 'folded') && keepsBlankLines(last)) {
    return Math.max(beforeLineBreak(text, last.contentEnd), last.end);
  }
  return endOfLine(text, Math.max(last.end, node.end));
}

function keepsBlankLines(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.event.chomping === 3;
}

function lastLeaf(node: YamlNode): YamlNode {
  if (node.kind === 'mapping' && !node.flow) {
    const last = node.entries.at(-1);
    return last === undefined ? node : lastLeaf(last.value);
  }
  if (node.kind === 'sequence' && !node.flow) {
    const last = node.items.at(-1);
    return last === undefined ? node : lastLeaf(last);
  }
  return node;
}

/** Where the value would begin if it stood right behind its key or dash: behind `:` or `-`, and behind anchor and tag. */
export function headEnd(text: string, holder: Holder): number | undefined {
  const indicator = holder.kind === 'entry' ? holder.entry.colon : holder.dash;
  if (indicator === undefined) return undefined;
  let end = indicator + 1;
  for (;;) {
    const next = skipSpaces(text, end);
    const character = text[next];
    if (character !== '&' && character !== '!') return end;
    end = next;
    while (end < text.length && !/\s/.test(text[end] ?? '')) end++;
  }
}

export function skipSpaces(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ' || text[at] === '\t') at++;
  return at;
}

/**
 * Takes whole lines out: from the line of `first` to the line that ends at `end`. At the end of a file without a final line
 * break, the line breaks before go, so that there still is none.
 */
export function removeLines(text: string, first: number, end: number): TextEdit {
  const from = startOfLine(text, first);
  const to = afterLineBreak(text, end);
  if (to === end && from > 0) {
    let start = from;
    while (beforeLineBreak(text, start) < start) start = beforeLineBreak(text, start);
    return { start, end: to, replacement: '' };
  }
  return { start: from, end: to, replacement: '' };
}

/** Puts lines below the line that ends at `end`. */
export function insertLinesAfter(end: number, lines: readonly string[], lineBreak: string): TextEdit {
  return { start: end, end, replacement: lines.map((line) => lineBreak + line).join('') };
}

/** The start of the comment lines that stand directly above a line, down to `floor`; the line's own start if there are none. */
export function aboveComments(text: string, lineStart: number, floor: number): number {
  let start = lineStart;
  for (;;) {
    const previous = startOfLine(text, Math.max(0, start - 1));
    if (previous >= start || previous < floor) return start;
    if (!/^[ \t]*#/.test(text.slice(previous, start))) return start;
    start = previous;
  }
}

export { isFirstOnLine };
