import { findAssignments } from './find-assignments.ts';
import { findTokens } from './find-tokens.ts';
import { mergeRanges, type TextRange } from './text-range.ts';

/** The pieces of a text that nobody should print: what has the form of a credential, and what stands beside the name of one. */
export function findCredentials(text: string): readonly TextRange[] {
  return mergeRanges([...findTokens(text), ...findAssignments(text)]);
}
