import type { TextEdit } from '../text/text-edit.ts';
import type { EditContext } from './edit-context.ts';
import type { Place } from './find-place.ts';
import { beforeLineBreak, columnOf, endOfLine } from './lines.ts';
import { headEnd } from './node-extent.ts';
import { Refusal } from './refusal.ts';
import { doubleQuoted, isBlockSafe, type Quoting, renderScalar } from './render-scalar.ts';
import { isLiteral, renderLiteral } from './render-value.ts';
import type { ScalarNode } from './tree.ts';

type Scalar = string | number | boolean | null;

/** Puts another scalar in the place of one, in its own manner of quoting. */
export function replaceScalar(
  context: EditContext,
  place: Place,
  node: ScalarNode,
  value: Scalar,
): readonly TextEdit[] {
  switch (node.style) {
    case 'empty':
      return fillEmpty(context, place, node, renderOneLine(context, place, value, 'plain'));
    case 'literal':
    case 'folded':
      return typeof value === 'string' && context.style.blockText && isBlockSafe(value)
        ? rewriteBlock(context, node, value)
        : unblock(context, node, renderOneLine(context, place, value, 'plain'));
    case 'single-quoted':
      return [{ start: node.start, end: node.end, replacement: renderOneLine(context, place, value, "'") }];
    case 'double-quoted':
      return [{ start: node.start, end: node.end, replacement: renderOneLine(context, place, value, '"') }];
    case 'plain':
      return [{ start: node.start, end: node.end, replacement: renderForPlain(context, place, node, value) }];
  }
}

function renderOneLine({ style }: EditContext, place: Place, value: Scalar, quoting: Quoting): string {
  const quote = quoting === 'plain' ? style.quote : quoting;
  const asked = style.json && quoting === 'plain' ? '"' : quoting;
  return renderScalar(value, { place: place.inFlow ? 'flow' : 'block', quoting: asked, quote });
}

/** Text of several lines becomes a block where nothing follows on the line, which would become part of it. */
function renderForPlain(context: EditContext, place: Place, node: ScalarNode, value: Scalar): string {
  const { text, style } = context;
  const column = blockColumn(context, place);
  if (typeof value !== 'string' || !style.blockText || !isLiteral(value) || place.inFlow || column === undefined) {
    return renderOneLine(context, place, value, 'plain');
  }
  if (endOfLine(text, node.end) !== node.end) return doubleQuoted(value);
  return renderLiteral(value, column).join(style.lineBreak);
}

/** The column for the lines of a block scalar: a step from its key or dash. */
function blockColumn({ text, style }: EditContext, { holder }: Place): number | undefined {
  if (holder === undefined) return undefined;
  if (holder.kind === 'item') return holder.dash === undefined ? undefined : columnOf(text, holder.dash) + style.step;
  const { entry } = holder;
  return columnOf(text, entry.question ?? entry.key.outerStart) + style.step;
}

/** A value where there was none: behind the colon, the dash, or the anchor. */
export function fillEmpty(context: EditContext, place: Place, node: ScalarNode, written: string): readonly TextEdit[] {
  const { text } = context;
  if (place.inFlow && place.holder?.kind === 'entry' && place.holder.entry.colon === undefined) {
    return [{ start: node.end, end: node.end, replacement: `: ${written}` }];
  }
  const at = (place.holder && headEnd(text, place.holder)) ?? (node.anchor === undefined ? undefined : node.end);
  if (at === undefined) throw new Refusal('there is no place to write the value: its key has no ":"');
  return [{ start: at, end: at, replacement: ` ${written}` }];
}

/** A block scalar's text, line for line at the indentation that it has. */
function rewriteBlock(context: EditContext, node: ScalarNode, value: string): readonly TextEdit[] {
  const { text, style } = context;
  const header = /^[|>][-+\d]*/.exec(text.slice(node.start, node.start + 8))?.[0] ?? '|';
  const body = value.replace(/\n+$/, '');
  const breaks = value.length - body.length;
  const chomping = breaks === 0 ? '-' : breaks === 1 ? '' : '+';
  // What `>` folds cannot be told line by line: only text of one line stays folded.
  const indicator = body.includes('\n') ? '|' : (header[0] ?? '|');
  const digit = /\d/.exec(header)?.[0] ?? '';
  const newHeader = indicator + digit + chomping;
  const headerEnd = node.start + header.length;
  const lineEnd = endOfLine(text, headerEnd);
  const lines = body.split('\n').map((line) => (line === '' ? '' : ' '.repeat(indentationOf(context, node)) + line));
  for (let extra = 1; extra < breaks; extra++) lines.push('');
  // Blank lines at the end count with `+`, before the edit or after it.
  const counted = chomping === '+' || header.includes('+');
  const end = counted ? Math.max(beforeLineBreak(text, node.contentEnd), lineEnd) : Math.max(node.end, lineEnd);
  return [
    { start: node.start, end: headerEnd, replacement: newHeader },
    { start: lineEnd, end, replacement: lines.map((line) => style.lineBreak + line).join('') },
  ];
}

function indentationOf({ text, style }: EditContext, node: ScalarNode): number {
  if (node.event.indent > 0) return node.event.indent;
  const line = text.slice(text.lastIndexOf('\n', node.start) + 1);
  return (/^[ -]*/.exec(line)?.[0].length ?? 0) + style.step;
}

/** A value on the line of the block's header; a comment behind the header stays. */
export function unblock({ text }: EditContext, node: ScalarNode, written: string): readonly TextEdit[] {
  const header = /^[|>][-+\d]*/.exec(text.slice(node.start, node.start + 8))?.[0] ?? '|';
  const headerEnd = node.start + header.length;
  const lineEnd = endOfLine(text, headerEnd);
  const kept = header.includes('+') ? Math.max(beforeLineBreak(text, node.contentEnd), node.end) : node.end;
  return [
    { start: node.start, end: headerEnd, replacement: written },
    { start: lineEnd, end: Math.max(lineEnd, kept), replacement: '' },
  ];
}
