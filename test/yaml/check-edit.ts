import { diffLines } from 'diff';
import { deepEqual } from '../../src/base/deep-equal.ts';
import type { Location } from '../../src/model/manifest.ts';
import { applyJsonPatch } from '../../src/patch/apply-json-patch.ts';
import type { Source } from '../../src/text/source.ts';
import { applyEdits, type TextEdit } from '../../src/text/text-edit.ts';
import { editYaml } from '../../src/yaml/edit-yaml.ts';
import { parseYaml, type YamlDocument } from '../../src/yaml/parse-yaml.ts';
import type { RandomChange } from './random-changes.ts';

export type EditCheck =
  | { readonly outcome: 'right'; readonly linesAdded: number; readonly linesRemoved: number }
  | { readonly outcome: 'refused'; readonly reason: string }
  | { readonly outcome: 'wrong'; readonly reason: string };

/**
 * Makes an edit and judges it by other means than the editor's own: the edits applied to the source are the text given; the
 * documents read again are the patched ones; and no line differs that an edit of this kind has no business with.
 */
export function checkEdit(source: Source, document: number, change: RandomChange): EditCheck {
  const result = editYaml(source, document, change.patch);
  if (result.outcome === 'refused') return result;
  if (applyEdits(source.text, result.edits) !== result.text) return wrong('the edits do not give the text');
  const before = parseYaml(source).documents;
  const after = parseYaml({ ...source, text: result.text }).documents;
  if (before.length !== after.length) return wrong('the number of documents changed');
  for (const [index, { value }] of before.entries()) {
    const expected = index === document ? applyJsonPatch(value ?? null, change.patch) : value;
    if (!deepEqual(after[index]?.value, expected)) return wrong(`document ${index} has another value`);
  }
  if (/\r\n/.test(source.text) && !/[^\r]\n/.test(source.text) && /[^\r]\n/.test(result.text)) {
    return wrong('a line break without \\r in a file that has none');
  }
  if (!source.text.endsWith('\n') && result.text.endsWith('\n')) return wrong('a final line break that was not there');
  const stray = result.edits.find((edit) => !isNear(source, before[document], change, edit));
  if (stray) return wrong(`an edit at offset ${stray.start} is far from what it changes`);
  return countLines(source.text, result.text, change);
}

/**
 * Whether an edit stays within the lines of the value (or, for an addition, of the map or list) that it changes. A comma or a
 * line break of the line before belongs to a part that is taken out, and so do blank lines below it; the last part leaves
 * empty brackets behind the key of what held it.
 */
function isNear(source: Source, document: YamlDocument | undefined, change: RandomChange, edit: TextEdit): boolean {
  const path = change.patch[0]?.path ?? [];
  const place = document?.locate(path);
  const parent = document?.locate(path.slice(0, -1));
  if (place === undefined || parent === undefined) return false;
  // An item goes above the comment of the one whose place it takes.
  const isItem = change.kind === 'insert item' || change.kind === 'append item';
  const isInside = isWithin(source.text, isItem || !place.exact ? parent : place, edit);
  if (isInside || !change.kind.startsWith('remove')) return isInside;
  const key = parent.keySpan;
  return edit.start === edit.end && key !== undefined && isWithin(source.text, { ...parent, span: key }, edit);
}

function isWithin(text: string, location: Location, edit: TextEdit): boolean {
  const first = Math.min(location.span.start, location.keySpan?.start ?? location.span.start);
  const lineStart = text.lastIndexOf('\n', first - 1) + 1;
  const blankAbove = /\s*$/.exec(text.slice(0, lineStart))?.index ?? 0;
  const from = text.lastIndexOf('\n', blankAbove - 1) + 1;
  const lineEnd = text.indexOf('\n', location.span.end);
  const blankBelow = lineEnd < 0 ? '' : (/^\s*/.exec(text.slice(lineEnd))?.[0] ?? '');
  const to = lineEnd < 0 ? text.length : lineEnd + blankBelow.length;
  return edit.start >= from && edit.end <= to;
}

/** Additions take no line away but one that they continue; settings and removals add no line but the one that they leave. */
function countLines(before: string, after: string, change: RandomChange): EditCheck {
  let linesAdded = 0;
  let linesRemoved = 0;
  for (const part of diffLines(withFinalBreak(before), withFinalBreak(after))) {
    if (part.added) linesAdded += part.count;
    else if (part.removed) linesRemoved += part.count;
  }
  const isAddition = ['add key', 'add map', 'append item', 'insert item'].includes(change.kind);
  // An `add` of a key that is there is a replacement.
  if (isAddition && linesRemoved > 1 && change.patch[0]?.path.at(-1) !== 'added')
    return { outcome: 'right', linesAdded, linesRemoved };
  if (isAddition && linesRemoved > 1) return wrong(`an addition took ${linesRemoved} lines away`);
  if (change.kind.startsWith('remove') && linesAdded > 1) return wrong(`a removal added ${linesAdded} lines`);
  return { outcome: 'right', linesAdded, linesRemoved };
}

function withFinalBreak(text: string): string {
  return text.endsWith('\n') ? text : `${text}${text.includes('\r\n') ? '\r\n' : '\n'}`;
}

function wrong(reason: string): EditCheck {
  return { outcome: 'wrong', reason };
}
