import type { ErrorCode } from '../errors/codes.ts';
import type { Revision, Source } from '../text/source.ts';

/** The files of a repository at one revision, read in batches. */
export interface Files {
  readonly revision: Revision;
  /** The repository's name, such as `acme/.github`, where it is another than the one that is judged. */
  readonly repository?: string;
  /** The commit's SHA, or `worktree`, or `disk` for files that are under no revision. */
  readonly id: string;
  /** Every path of the tree, sorted, with `/` between folders. */
  list(): Promise<readonly FileEntry[]>;
  /** The contents of the files asked for; a path that does not exist is missing from the answer. */
  read(paths: readonly string[]): Promise<ReadonlyMap<string, FileContent>>;
}

export interface FileEntry {
  readonly path: string;
  readonly kind: 'file' | 'symbolic-link' | 'submodule';
}

export type FileContent =
  | { readonly outcome: 'text'; readonly source: Source }
  | {
      readonly outcome: 'unreadable';
      readonly code: ErrorCode;
      readonly reason: string;
      /** What to do, where the file itself is not to blame. */
      readonly remedy?: string | undefined;
    };

/** What is to be judged: files before and after. Without `base` everything at head counts as added. */
export interface ChangeSet {
  readonly base?: {
    /** The base branch's current tip: policies, configuration, exemptions. */
    readonly tip: Files;
    /** Where the branches parted: diff and `oldObject`. */
    readonly mergeBase: Files;
  };
  readonly head: Files;
  readonly changedFiles: readonly ChangedFile[];
}

export interface ChangedFile {
  /** The path at head; for a removed file, at the merge base. */
  readonly path: string;
  /** The path at the merge base, where it differs. */
  readonly previousPath?: string;
  readonly status: 'added' | 'modified' | 'removed' | 'renamed';
  readonly kind: FileEntry['kind'];
  /** The changed lines, as `git diff` groups them. Empty for a pure rename and for what is no text. */
  readonly hunks: readonly Hunk[];
}

/** A run of lines of a diff with its context: first line (from 1) and count, before and after. */
export interface Hunk {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
}
