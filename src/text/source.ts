/**
 * Where a text comes from: a side of the pull request, the repository in which the owner keeps what holds for all of theirs, a folder
 * given on the command line, or Tidewaiter's own bundle.
 */
export type Revision = 'base' | 'head' | 'owner' | 'disk' | 'bundle';

/** The text of one file at one revision. Positions are offsets into it, in UTF-16 code units. */
export interface Source {
  readonly file: string;
  readonly revision: Revision;
  readonly text: string;
}
