import type { Suggestion } from '../model/suggestion.ts';
import { toLineEdits } from '../text/line-edits.ts';
import { lineCount } from '../text/position.ts';
import { maskSuggestion } from './mask-secrets.ts';

/** Lines of the head file, from 1 and both inclusive, and what stands in for them. */
export interface WholeLineEdit {
  readonly startLine: number;
  readonly endLine: number;
  /** Whole lines with the line breaks that they have; empty where the lines are removed. */
  readonly replacement: string;
}

export type WholeLineEdits =
  | { readonly outcome: 'edits'; readonly edits: readonly WholeLineEdit[] }
  | { readonly outcome: 'secret'; readonly reason: string };

/** A suggestion for programs that take it over as it stands: what would print a Secret cannot be covered for them, and is left out. */
export function wholeLineEdits(suggestion: Suggestion): WholeLineEdits {
  if (printsSecret(suggestion)) {
    return {
      outcome: 'secret',
      reason:
        'its lines hold a value of a Secret or another credential, which no report prints; `tidewaiter fix` writes it',
    };
  }
  return {
    outcome: 'edits',
    edits: toLineEdits(suggestion.source, suggestion.edits).map(({ startLine, endLine, replacement }) => ({
      startLine,
      endLine,
      replacement: replacement === undefined ? '' : replacement + lineBreakAfter(suggestion, endLine),
    })),
  };
}

/** Whether whole lines of the suggestion would print what is covered in a report. */
function printsSecret(suggestion: Suggestion): boolean {
  const masked = maskSuggestion(suggestion);
  const shown = toLineEdits(masked.source, masked.edits);
  const lines = toLineEdits(suggestion.source, suggestion.edits);
  return lines.some(({ replacement }, index) => replacement !== shown[index]?.replacement);
}

function lineBreakAfter({ source }: Suggestion, endLine: number): string {
  if (endLine >= lineCount(source) && !source.text.endsWith('\n')) return '';
  return source.text.includes('\r\n') ? '\r\n' : '\n';
}
