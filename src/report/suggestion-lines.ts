import type { Suggestion } from '../model/suggestion.ts';
import { toLineEdits } from '../text/line-edits.ts';
import { lineText } from '../text/position.ts';
import type { Source } from '../text/source.ts';
import { maskSuggestion } from './mask-secrets.ts';

/** A line of a suggestion's small diff. Line numbers are those of the file as it is, for added lines those that they will have. */
export interface SuggestionLine {
  readonly kind: 'removed' | 'added' | 'same';
  readonly number: number;
  readonly text: string;
}

/** The lines of a suggestion, one run of them for each place that it edits: what the edit keeps of its lines stays as context. */
export function suggestionLines(suggestion: Suggestion): readonly (readonly SuggestionLine[])[] {
  const { source: shown, edits } = maskSuggestion(suggestion);
  let shift = 0;
  return toLineEdits(shown, edits).map(({ startLine, endLine, replacement }) => {
    const before = linesBetween(shown, startLine, endLine);
    const after = replacement === undefined ? [] : replacement.split('\n').map((line) => line.replace(/\r$/, ''));
    const head = commonLength(before, after);
    const tail = commonLength(before.slice(head).reverse(), after.slice(head).reverse());
    const newStart = startLine + shift;
    shift += after.length - before.length;
    const kept = (text: string, index: number): SuggestionLine => ({ kind: 'same', number: newStart + index, text });
    return [
      ...after.slice(0, head).map(kept),
      ...before
        .slice(head, before.length - tail)
        .map((text, index): SuggestionLine => ({ kind: 'removed', number: startLine + head + index, text })),
      ...after
        .slice(head, after.length - tail)
        .map((text, index): SuggestionLine => ({ kind: 'added', number: newStart + head + index, text })),
      ...after.slice(after.length - tail).map((text, index) => kept(text, after.length - tail + index)),
    ];
  });
}

function linesBetween(source: Source, start: number, end: number): string[] {
  return Array.from({ length: end - start + 1 }, (_, index) => lineText(source, start + index));
}

function commonLength(left: readonly string[], right: readonly string[]): number {
  let length = 0;
  while (length < left.length && length < right.length && left[length] === right[length]) length++;
  return length;
}
