import type { JsonValue } from '../base/json.ts';
import type { TextEdit } from '../text/text-edit.ts';
import type { EditContext } from './edit-context.ts';
import type { Holder, Place } from './find-place.ts';
import { afterLineBreak, columnOf, endOfLine, isBlankText, isFirstOnLine, startOfLine } from './lines.ts';
import { aboveComments, endOfNodeLines, headEnd, insertLinesAfter, removeLines } from './node-extent.ts';
import { Refusal } from './refusal.ts';
import { renderEntry, renderItem, withoutIndentation } from './render-value.ts';
import type { MappingEntry, MappingNode, SequenceNode, YamlNode } from './tree.ts';

/** Adds an entry below the last of a block map, at the column of the first. */
export function addBlockEntry(
  { text, style }: EditContext,
  node: MappingNode,
  key: string,
  value: JsonValue,
): readonly TextEdit[] {
  const last = node.entries.at(-1);
  const lines = renderEntry(key, value, columnOf(text, node.start), style);
  return [insertLinesAfter(endOfEntry(text, node, last), lines, style.lineBreak)];
}

/** Inserts an item into a block list: below the last, or above a following one and the comment on top of that. */
export function addBlockItem(
  { text, tree, style }: EditContext,
  place: Place,
  node: SequenceNode,
  index: number,
  value: JsonValue,
): readonly TextEdit[] {
  const column = columnOf(text, node.start);
  const gap = gapOf(text, node) ?? style.dashGap;
  const lines = renderItem(value, column, gap, style);
  const dash = node.dashes[index];
  if (dash === undefined) {
    const last = node.items.at(-1) ?? node;
    return [insertLinesAfter(endOfNodeLines(text, last), lines, style.lineBreak)];
  }
  if (!isFirstOnLine(text, dash)) {
    // The list begins on the line of another dash or key: the new item takes that place.
    const written = withoutIndentation(lines).join(style.lineBreak) + style.lineBreak + ' '.repeat(column);
    return [{ start: dash, end: dash, replacement: written }];
  }
  const floor = afterLineBreak(text, endOfWhatStandsAbove({ text, tree }, place, node, index));
  const at = aboveComments(text, startOfLine(text, dash), floor);
  return [{ start: at, end: at, replacement: lines.map((line) => line + style.lineBreak).join('') }];
}

/** The end of the line above which a comment belongs to something else: the item before, or the key of the list. */
function endOfWhatStandsAbove(
  { text, tree }: Pick<EditContext, 'text' | 'tree'>,
  { holder }: Place,
  node: SequenceNode,
  index: number,
): number {
  const previous = node.items[index - 1];
  if (previous !== undefined) return endOfNodeLines(text, previous);
  const head = holder && headEnd(text, holder);
  return head === undefined ? endOfLine(text, tree.start) : endOfLine(text, head);
}

/** The blanks behind the dashes of a list, where they are blanks. */
function gapOf(text: string, node: SequenceNode): string | undefined {
  for (const [index, item] of node.items.entries()) {
    const dash = node.dashes[index];
    const gap = dash === undefined ? '' : text.slice(dash + 1, item.outerStart);
    if (/^ +$/.test(gap)) return gap;
  }
  return undefined;
}

/** Takes an entry out of a block map with its lines; the only one leaves `{}`. */
export function removeBlockEntry(
  context: EditContext,
  place: Place,
  node: MappingNode,
  index: number,
): readonly TextEdit[] {
  const { text } = context;
  const entry = node.entries[index];
  if (entry === undefined) return [];
  const next = node.entries[index + 1];
  const start = entry.question ?? entry.key.outerStart;
  const end = endOfEntry(text, node, entry);
  if (node.entries.length === 1) return emptyBlock(context, place, node, end, '{}');
  return removePart(context, start, end, next && (next.question ?? next.key.outerStart));
}

/** Takes an item out of a block list with its lines; the only one leaves `[]`. */
export function removeBlockItem(
  context: EditContext,
  place: Place,
  node: SequenceNode,
  index: number,
): readonly TextEdit[] {
  const item = node.items[index];
  const dash = node.dashes[index];
  if (item === undefined || dash === undefined) return [];
  const end = endOfItem(context.text, item, dash);
  if (node.items.length === 1) return emptyBlock(context, place, node, end, '[]');
  return removePart(context, dash, end, node.dashes[index + 1]);
}

function removePart(context: EditContext, start: number, end: number, next: number | undefined): readonly TextEdit[] {
  const { text } = context;
  if (isFirstOnLine(text, start)) return [removeLines(text, start, withBlankLines(context, end))];
  if (next === undefined) throw new Refusal('it stands on the line of its dash with nothing below to take its place');
  // The first entry of `- name: x`: the next one is pulled up, but a comment between the two stays.
  const between = text.slice(end, next);
  const comment = between.indexOf('#');
  return [{ start, end: comment < 0 ? next : end + comment, replacement: '' }];
}

function withBlankLines({ text, takeBlankLines }: EditContext, end: number): number {
  let at = end;
  while (takeBlankLines) {
    const next = afterLineBreak(text, at);
    const nextEnd = endOfLine(text, next);
    if (next === at || !isBlankText(text.slice(next, nextEnd))) break;
    at = nextEnd;
  }
  return at;
}

/** What is left of a block whose only part is taken out: brackets behind its key or dash. Comments above the part stay. */
function emptyBlock(
  { text }: EditContext,
  place: Place,
  node: YamlNode,
  end: number,
  brackets: string,
): readonly TextEdit[] {
  if (!isFirstOnLine(text, node.start) || place.holder === undefined) {
    return [{ start: node.start, end: node.end, replacement: brackets }];
  }
  return [writeBehindHead(text, place.holder, brackets), removeLines(text, node.start, end)];
}

export function writeBehindHead(text: string, holder: Holder, written: string): TextEdit {
  const at = headEnd(text, holder);
  if (at === undefined) throw new Refusal('there is no place to write the value: its key has no ":"');
  return { start: at, end: at, replacement: ` ${written}` };
}

function endOfEntry(text: string, node: MappingNode, entry: MappingEntry | undefined): number {
  if (entry === undefined) return endOfLine(text, node.end);
  const end = endOfNodeLines(text, entry.value);
  return Math.max(end, endOfLine(text, entry.key.end));
}

function endOfItem(text: string, item: YamlNode, dash: number): number {
  return Math.max(endOfNodeLines(text, item), endOfLine(text, dash));
}
