import { lineCount, offsetOfLine, positionAt } from './position.ts';
import type { Source } from './source.ts';
import { applyEdits, type TextEdit } from './text-edit.ts';

/** Edits of some whole lines of a text at once, as a suggestion on GitHub has them. */
export interface LineEdit {
  /** From 1, both inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  /** What stands there instead, without the final line break; undefined where the lines are removed. */
  readonly replacement: string | undefined;
  /** The edits that make it up. */
  readonly edits: readonly TextEdit[];
}

/** The lines that an edit touches. Whole lines put in before a line belong to the line above it, if there is one. */
export function linesOf(source: Source, edit: TextEdit): { readonly startLine: number; readonly endLine: number } {
  const start = positionAt(source, edit.start);
  const end = positionAt(source, edit.end);
  const last = Math.max(1, lineCount(source));
  if (edit.start === edit.end) {
    const line = Math.min(last, start.column === 1 && start.line > 1 ? start.line - 1 : start.line);
    return { startLine: line, endLine: line };
  }
  const endLine = end.column === 1 ? end.line - 1 : end.line;
  return { startLine: Math.min(last, start.line), endLine: Math.min(last, endLine) };
}

/** Text edits as edits of whole lines; those that share a line become one. */
export function toLineEdits(source: Source, edits: readonly TextEdit[]): readonly LineEdit[] {
  const groups: { startLine: number; endLine: number; edits: TextEdit[] }[] = [];
  for (const edit of edits.toSorted((left, right) => left.start - right.start || left.end - right.end)) {
    const { startLine, endLine } = linesOf(source, edit);
    const group = groups.at(-1);
    if (group && startLine <= group.endLine) {
      group.endLine = Math.max(group.endLine, endLine);
      group.edits.push(edit);
    } else {
      groups.push({ startLine, endLine, edits: [edit] });
    }
  }
  return groups.map((group) => toLineEdit(source, group));
}

/** Text edits as one edit of all lines from the first that they touch to the last; undefined for none. */
export function joinLineEdits(source: Source, edits: readonly TextEdit[]): LineEdit | undefined {
  const lines = edits.map((edit) => linesOf(source, edit));
  if (lines.length === 0) return undefined;
  return toLineEdit(source, {
    startLine: Math.min(...lines.map(({ startLine }) => startLine)),
    endLine: Math.max(...lines.map(({ endLine }) => endLine)),
    edits,
  });
}

function toLineEdit(source: Source, group: Omit<LineEdit, 'replacement'>): LineEdit {
  const start = offsetOfLine(source, group.startLine);
  const end = offsetOfLine(source, group.endLine + 1);
  const moved = group.edits.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }));
  const text = applyEdits(source.text.slice(start, end), moved);
  return { ...group, replacement: text === '' ? undefined : text.replace(/\r?\n$/, '') };
}
