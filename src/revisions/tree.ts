import { compareText } from '../base/compare-text.ts';
import type { FileEntry } from '../model/files.ts';

/** A file of a commit or of the index, with git's name for its content. */
export interface TreeEntry extends FileEntry {
  readonly mode: string;
  /** The id of the blob (for a submodule, of its commit). */
  readonly id: string;
}

/** Every file of a revision by its path; folders are no entries. */
export type Tree = ReadonlyMap<string, TreeEntry>;

/** What git's mode says a path is. */
export function kindOfMode(mode: string): FileEntry['kind'] {
  if (mode === '120000') return 'symbolic-link';
  return mode === '160000' ? 'submodule' : 'file';
}

/** Entries as `Files` lists them: by path, and without what only git knows. */
export function sortedEntries(entries: Iterable<FileEntry>): readonly FileEntry[] {
  return Array.from(entries, ({ path, kind }) => ({ path, kind })).sort((left, right) =>
    compareText(left.path, right.path),
  );
}
