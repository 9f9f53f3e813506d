import { isArray, type JsonValue } from '../base/json.ts';
import type { TextEdit } from '../text/text-edit.ts';
import { writeBehindHead } from './edit-block.ts';
import type { EditContext } from './edit-context.ts';
import { inLine, layoutOf } from './edit-flow.ts';
import { fillEmpty, replaceScalar, unblock } from './edit-scalar.ts';
import type { Holder, Place } from './find-place.ts';
import { columnOf, endOfLine, isFirstOnLine, startOfLine } from './lines.ts';
import { endOfNodeLines, headEnd, insertLinesAfter, removeLines } from './node-extent.ts';
import { Refusal } from './refusal.ts';
import { renderScalar } from './render-scalar.ts';
import {
  deeper,
  isEmptyCollection,
  isScalarValue,
  renderBlock,
  renderFlow,
  withoutIndentation,
} from './render-value.ts';

/** Puts another value in the place of one. Maps and lists that only change inside have been taken apart before. */
export function replaceValue(context: EditContext, place: Place, value: JsonValue): readonly TextEdit[] {
  const { node } = place;
  if (node.tag !== undefined) throw new Refusal(`the value has the tag ${node.tag}, which says what it must be`);
  const isBlockValue = !isScalarValue(value) && !isEmptyCollection(value);
  if (place.inFlow || context.style.json || (place.holder === undefined && isFlow(place))) {
    return replaceInFlow(context, place, value);
  }
  if (isBlockValue) return replaceByBlock(context, place, value);
  return node.kind === 'scalar' && isScalarValue(value)
    ? replaceScalar(context, place, node, value)
    : replaceByWord(context, place, renderWord(context, value));
}

function isFlow({ node }: Place): boolean {
  return (node.kind === 'mapping' || node.kind === 'sequence') && node.flow;
}

function renderWord({ style }: EditContext, value: JsonValue): string {
  if (isScalarValue(value)) return renderScalar(value, { place: 'block', quoting: 'plain', quote: style.quote });
  return isArray(value) ? '[]' : '{}';
}

function replaceInFlow(context: EditContext, place: Place, value: JsonValue): readonly TextEdit[] {
  const { node, holder } = place;
  if (node.kind === 'scalar' && isScalarValue(value) && node.style !== 'empty') {
    return replaceScalar(context, { ...place, inFlow: true }, node, value);
  }
  const outer = holder?.kind === 'entry' ? holder.mapping : holder?.sequence;
  const layout = outer?.flow ? deeper(layoutOf(context, outer, undefined)) : inLine(context.style);
  const written = renderFlow(value, context.style, layout);
  if (node.kind === 'scalar' && node.style === 'empty') return fillEmpty(context, place, node, written);
  return [{ start: node.start, end: node.end, replacement: written }];
}

/** A scalar or empty brackets, on the line of its key or dash. */
function replaceByWord(context: EditContext, place: Place, written: string): readonly TextEdit[] {
  const { text } = context;
  const { node, holder } = place;
  if (node.kind === 'scalar') {
    if (node.style === 'empty') return fillEmpty(context, place, node, written);
    if (node.style === 'literal' || node.style === 'folded') return unblock(context, node, written);
  }
  const isOnOwnLines =
    (node.kind === 'mapping' || node.kind === 'sequence') && !node.flow && isFirstOnLine(text, node.start);
  if (!isOnOwnLines || holder === undefined) return [{ start: node.start, end: node.end, replacement: written }];
  return [writeBehindHead(text, holder, written), removeLines(text, node.start, endOfNodeLines(text, node))];
}

/** A map or a list with content, as lines below its key or behind its dash. */
function replaceByBlock(context: EditContext, place: Place, value: JsonValue): readonly TextEdit[] {
  const { text, style } = context;
  const { node, holder } = place;
  const isBlockCollection = (node.kind === 'mapping' || node.kind === 'sequence') && !node.flow;
  if (holder === undefined) {
    if (!isBlockCollection) throw new Refusal('the whole document would be rewritten');
    const lines = renderBlock(value, columnOf(text, node.start), style);
    return [
      {
        start: startOfLine(text, node.start),
        end: endOfNodeLines(text, node),
        replacement: lines.join(style.lineBreak),
      },
    ];
  }
  const column = columnFor(context, holder, value);
  const lines = renderBlock(value, column, style);
  if (isBlockCollection && isFirstOnLine(text, node.start)) {
    const replacement = lines.join(style.lineBreak);
    return [{ start: startOfLine(text, node.start), end: endOfNodeLines(text, node), replacement }];
  }
  if (isBlockCollection) {
    const replacement = withoutIndentation(lines).join(style.lineBreak);
    return [{ start: node.start, end: endOfNodeLines(text, node), replacement }];
  }
  return belowHead(context, place, holder, lines);
}

/** The lines go below the key's (or dash's) line and its comment; behind a bare dash they begin on its line. */
function belowHead(context: EditContext, place: Place, holder: Holder, lines: readonly string[]): readonly TextEdit[] {
  const { text, style } = context;
  const { node } = place;
  const head = headEnd(text, holder);
  if (head === undefined) throw new Refusal('there is no place to write the value: its key has no ":"');
  const isBlockScalar = node.kind === 'scalar' && (node.style === 'literal' || node.style === 'folded');
  if (isBlockScalar) {
    const [header, body] = unblock(context, node, '');
    if (header === undefined || body === undefined) throw new Refusal('the block text has no header');
    const below = lines.map((line) => style.lineBreak + line).join('');
    return [
      { ...header, start: head },
      { ...body, replacement: below },
    ];
  }
  const isEmpty = node.kind === 'scalar' && node.style === 'empty';
  const lineEnd = endOfLine(text, isEmpty ? head : node.end);
  const isAlone = text.slice(isEmpty ? head : node.end, lineEnd).trim() === '';
  if (holder.kind === 'item' && isAlone && node.anchor === undefined && !isEmpty) {
    return [{ start: node.start, end: lineEnd, replacement: withoutIndentation(lines).join(style.lineBreak) }];
  }
  const gone: readonly TextEdit[] = isEmpty ? [] : [{ start: head, end: node.end, replacement: '' }];
  const below = insertLinesAfter(lineEnd, lines, style.lineBreak);
  return lineEnd === node.end && !isEmpty
    ? [{ start: head, end: node.end, replacement: below.replacement }]
    : [...gone, below];
}

function columnFor({ text, style }: EditContext, holder: Holder, value: JsonValue): number {
  if (holder.kind === 'entry') {
    const column = columnOf(text, holder.entry.question ?? holder.entry.key.outerStart);
    return column + (isArray(value) ? style.sequenceStep : style.step);
  }
  const dash = holder.dash ?? 0;
  const item = holder.sequence.items[holder.index];
  const gap =
    item && !text.slice(dash, item.outerStart).includes('\n') ? item.outerStart - dash - 1 : style.dashGap.length;
  return columnOf(text, dash) + 1 + Math.max(1, gap);
}
