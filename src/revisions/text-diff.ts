import type { Hunk } from '../model/files.ts';

/** The texts of files, to be compared: pairs of one path, and those that were removed or added. */
export interface TextsToDiff {
  readonly modified: readonly { readonly path: string; readonly before: string; readonly after: string }[];
  readonly removed: readonly NamedText[];
  readonly added: readonly NamedText[];
}

export interface NamedText {
  readonly path: string;
  readonly text: string;
}

export interface TextDiff {
  /** The hunks of `modified`, in its order. */
  readonly modified: readonly (readonly Hunk[])[];
  /** By index of `removed` and `added`; files with at least half of their text in common, as git pairs them. */
  readonly renamed: readonly { readonly removed: number; readonly added: number; readonly hunks: readonly Hunk[] }[];
}
