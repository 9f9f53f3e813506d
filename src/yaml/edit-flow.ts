import type { JsonValue } from '../base/json.ts';
import type { TextEdit } from '../text/text-edit.ts';
import type { EditContext } from './edit-context.ts';
import type { Holder, Place } from './find-place.ts';
import { endOfLine, isFirstOnLine, startOfLine } from './lines.ts';
import { removeLines, skipSpaces } from './node-extent.ts';
import { deeper, type FlowLayout, renderFlow, renderFlowEntry } from './render-value.ts';
import { skipBlanks } from './skip-blanks.ts';
import type { MappingNode, SequenceNode, YamlNode } from './tree.ts';
import type { WritingStyle } from './writing-style.ts';

/** A part of a flow collection: an entry or an item, from its first character to its last. */
interface Part {
  readonly start: number;
  readonly end: number;
}

type FlowCollection = MappingNode | SequenceNode;

/** Adds an entry to a map in braces, behind its last. */
export function addFlowEntry(
  context: EditContext,
  place: Place,
  node: MappingNode,
  key: string,
  value: JsonValue,
): readonly TextEdit[] {
  const layout = layoutOf(context, node, place.holder);
  const written = renderFlowEntry(key, value, context.style, nested(context, deeper(layout), node));
  return appendPart(context, node, written, layout);
}

/** Inserts an item into a list in brackets. */
export function addFlowItem(
  context: EditContext,
  place: Place,
  node: SequenceNode,
  index: number,
  value: JsonValue,
): readonly TextEdit[] {
  const { text, style } = context;
  const layout = layoutOf(context, node, place.holder);
  const written = renderFlow(value, style, nested(context, deeper(layout), node));
  const next = node.items[index];
  if (next === undefined) return appendPart(context, node, written, layout);
  const separator = isFirstOnLine(text, next.outerStart)
    ? style.lineBreak + indentationAt(text, next.outerStart)
    : layout.commaGap || ' ';
  return [{ start: next.outerStart, end: next.outerStart, replacement: `${written},${separator}` }];
}

/** What is added to a spread-out collection is spread out itself only as far as its siblings are. */
function nested({ text }: EditContext, layout: FlowLayout, node: FlowCollection): FlowLayout {
  const children: readonly YamlNode[] = node.kind === 'mapping' ? node.entries.map(({ value }) => value) : node.items;
  const collections = children.filter(
    (child) => child.kind !== 'scalar' && child.kind !== 'alias' && child.end - child.start > 2,
  );
  const isInLine =
    collections.length > 0 && collections.every(({ start, end }) => !text.slice(start, end).includes('\n'));
  return isInLine ? { ...layout, indentation: undefined } : layout;
}

function appendPart(
  { text, style }: EditContext,
  node: FlowCollection,
  written: string,
  layout: FlowLayout,
): readonly TextEdit[] {
  const last = partsOf(node).at(-1);
  if (last === undefined) return fillBrackets(node, written, layout, style.lineBreak);
  const comma = skipBlanks(text, last.end);
  const hasComma = text[comma] === ',';
  const after = hasComma ? comma + 1 : last.end;
  if (!isFirstOnLine(text, last.start)) {
    const gap = layout.commaGap || (style.json ? '' : ' ');
    return [{ start: after, end: after, replacement: hasComma ? `${gap}${written},` : `,${gap}${written}` }];
  }
  const line = style.lineBreak + indentationAt(text, last.start) + written;
  const closer = node.end - 1;
  const lineEnd = endOfLine(text, after);
  // Behind the comment of the last part, unless the closing bracket stands on the same line.
  const at = lineEnd < closer ? lineEnd : after;
  if (hasComma) return [{ start: at, end: at, replacement: `${line},` }];
  return at === after
    ? [{ start: after, end: after, replacement: `,${line}` }]
    : [
        { start: after, end: after, replacement: ',' },
        { start: at, end: at, replacement: line },
      ];
}

function fillBrackets(
  node: FlowCollection,
  written: string,
  layout: FlowLayout,
  lineBreak: string,
): readonly TextEdit[] {
  const { indentation, unit, padding } = layout;
  const pad = node.kind === 'mapping' ? padding : '';
  const inside =
    indentation === undefined
      ? `${pad}${written}${pad}`
      : `${lineBreak}${indentation}${unit}${written}${lineBreak}${indentation}`;
  return [{ start: node.start + 1, end: node.end - 1, replacement: inside }];
}

/** Takes a part out, and the comma that parted it from its neighbour. */
export function removeFlowPart({ text }: EditContext, node: FlowCollection, index: number): readonly TextEdit[] {
  const parts = partsOf(node);
  const part = parts[index];
  if (part === undefined) return [];
  if (parts.length === 1) return [{ start: node.start + 1, end: node.end - 1, replacement: '' }];
  const next = parts[index + 1];
  const previous = parts[index - 1];
  const comma = skipBlanks(text, part.end);
  const hasComma = text[comma] === ',';
  const end = hasComma ? comma + 1 : part.end;
  const lineEnd = endOfLine(text, end);
  const standsAlone = isFirstOnLine(text, part.start) && isRestOfLineFree(text, end, lineEnd) && lineEnd < node.end - 1;
  if (standsAlone) {
    const lines = removeLines(text, part.start, lineEnd);
    if (next !== undefined || hasComma || previous === undefined) return [lines];
    const before = skipBlanks(text, previous.end);
    return [{ start: before, end: before + 1, replacement: '' }, lines];
  }
  if (next !== undefined) {
    const to = text.slice(end, next.start).includes('\n') ? skipSpaces(text, end) : next.start;
    return [{ start: part.start, end: to, replacement: '' }];
  }
  if (previous === undefined) return [{ start: part.start, end, replacement: '' }];
  const before = skipBlanks(text, previous.end);
  if (hasComma) return [{ start: before + 1, end, replacement: '' }];
  return [{ start: previous.end, end: part.end, replacement: '' }];
}

function isRestOfLineFree(text: string, from: number, lineEnd: number): boolean {
  return /^[ \t]*(?:#.*)?$/.test(text.slice(from, lineEnd));
}

/** Where the parts stand. A bare pair `a: b` in a list is one part. */
function partsOf(node: FlowCollection): readonly Part[] {
  if (node.kind === 'sequence') return node.items.map(({ outerStart, end }) => ({ start: outerStart, end }));
  return node.entries.map(({ question, key, value }) => ({
    start: question ?? key.outerStart,
    end: Math.max(value.end, key.end),
  }));
}

/** How a collection in brackets is laid out, as its own first parts show; with none, as what holds it is. */
export function layoutOf(context: EditContext, node: FlowCollection, holder: Holder | undefined): FlowLayout {
  const { text, style } = context;
  const parts = partsOf(node);
  const [first, second] = parts;
  const indentation = indentationAt(text, node.start);
  if (first === undefined) {
    const outer = holder?.kind === 'entry' ? holder.mapping : holder?.sequence;
    const layout = outer?.flow ? layoutOf(context, outer, undefined) : inLine(style);
    return layout.indentation === undefined ? layout : { ...layout, indentation };
  }
  const isSpread = text.slice(node.start, first.start).includes('\n');
  const colon = node.kind === 'mapping' ? node.entries[0] : undefined;
  const colonGap = colon?.colon === undefined ? ' ' : text.slice(colon.colon + 1, colon.value.outerStart);
  const commaGap = second && text.slice(skipBlanks(text, first.end) + 1, second.start);
  const padding = text.slice(node.start + 1, first.start);
  const inner = indentationAt(text, first.start);
  const isOneSpace = (gap: string | undefined): gap is string => gap === '' || gap === ' ';
  return {
    colonGap: isOneSpace(colonGap) && (style.json || colonGap === ' ') ? colonGap : ' ',
    commaGap: isOneSpace(commaGap) ? commaGap : style.json && colonGap === '' ? '' : ' ',
    padding: isOneSpace(padding) ? padding : '',
    indentation: isSpread ? indentation : undefined,
    unit: isSpread && inner.length > indentation.length ? inner.slice(indentation.length) : ' '.repeat(style.step),
  };
}

/** All in one line, with blanks where people put them. */
export function inLine(style: WritingStyle): FlowLayout {
  return { colonGap: ' ', commaGap: ' ', padding: '', indentation: undefined, unit: ' '.repeat(style.step) };
}

function indentationAt(text: string, at: number): string {
  return /^[ \t]*/.exec(text.slice(startOfLine(text, at), at))?.[0] ?? '';
}
