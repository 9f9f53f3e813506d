import { compareText } from '../base/compare-text.ts';
import type { Tree, TreeEntry } from './tree.ts';

/** What differs between two trees, by path; renames are found later, from what was added and removed. */
export interface TreeDifference {
  readonly added: readonly TreeEntry[];
  readonly removed: readonly TreeEntry[];
  readonly modified: readonly { readonly before: TreeEntry; readonly after: TreeEntry }[];
}

/** Compares two trees by the ids of their files, so no file is read; sorted by path. */
export function compareTrees(before: Tree, after: Tree): TreeDifference {
  const added: TreeEntry[] = [];
  const modified: { before: TreeEntry; after: TreeEntry }[] = [];
  for (const entry of after.values()) {
    const old = before.get(entry.path);
    if (old === undefined) added.push(entry);
    else if (old.id !== entry.id || old.mode !== entry.mode) modified.push({ before: old, after: entry });
  }
  const removed = Array.from(before.values()).filter((entry) => !after.has(entry.path));
  return {
    added: added.sort(byPath),
    removed: removed.sort(byPath),
    modified: modified.sort((left, right) => byPath(left.after, right.after)),
  };
}

function byPath(left: TreeEntry, right: TreeEntry): number {
  return compareText(left.path, right.path);
}
