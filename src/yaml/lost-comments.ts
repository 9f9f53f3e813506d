import type { TextEdit } from '../text/text-edit.ts';
import { findComments } from './find-comments.ts';
import { readTree } from './read-tree.ts';
import type { YamlTree } from './tree.ts';
import type { YamlLimits } from './yaml-limits.ts';

/** The text of a comment that an edit lost, if there is one: any that did not stand inside of what was taken out. */
export function lostComments(
  before: { readonly text: string; readonly tree: YamlTree },
  after: string,
  document: number,
  removed: readonly TextEdit[],
  limits: Partial<YamlLimits>,
): string | undefined {
  if (!before.text.includes('#')) return undefined;
  const left = new Map<string, number>();
  for (const { text } of findComments(after, readTree(after, document, limits)))
    left.set(text, (left.get(text) ?? 0) + 1);
  for (const { start, end, text } of findComments(before.text, before.tree)) {
    if (removed.some((edit) => edit.start <= start && end <= edit.end)) continue;
    const count = left.get(text) ?? 0;
    if (count === 0) return text;
    left.set(text, count - 1);
  }
  return undefined;
}
