import { countOf } from '../base/count-of.ts';

/** Whoever looks for what is wrong has found it by then. */
const MOST_LINES = 60;

/** The first lines of a difference, and how many more there are. */
export function clipDiff(lines: readonly string[]): readonly string[] {
  if (lines.length <= MOST_LINES) return lines;
  return [...lines.slice(0, MOST_LINES), `… and ${countOf(lines.length - MOST_LINES, 'line')} more`];
}
