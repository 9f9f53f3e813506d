import type { TextRange } from '../../src/base/text-range.ts';

/** The pieces of a text that ranges name. */
export function piecesOf(text: string, ranges: readonly TextRange[]): readonly string[] {
  return ranges.map(({ start, end }) => text.slice(start, end));
}
