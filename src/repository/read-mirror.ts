import type { ChangeSet } from '../model/files.ts';
import type { Environment } from './git-environment.ts';
import { openCheckout } from './open-checkout.ts';
import { compare } from './read-change-set.ts';

export interface ReadMirrorOptions {
  /** A bare repository of ours. Whatever lies around it, it is the one that is read. */
  readonly folder: string;
  /** Commits by their ids. */
  readonly base: string;
  readonly head: string;
  readonly mergeBase: string;
  /** Contents that were never fetched, for they have more than `fileBytes`. */
  readonly leftOut: ReadonlySet<string>;
  readonly fileBytes: number;
  readonly environment: Environment;
}

/**
 * Reads what is to be judged from a mirror: a repository that has the commits and nothing of their history, so that where they parted has to be told.
 * @throws ConfigError `git/*`, also later from the files that it hands out: where something lacks that was fetched, the mirror is damaged
 */
export function readMirror({ folder, leftOut, ...options }: ReadMirrorOptions): Promise<ChangeSet> {
  const { environment, fileBytes } = options;
  const place = { kind: 'bare', root: folder, gitDirectory: folder } as const;
  return compare(openCheckout(place, { environment, fileBytes, leftOut }), options);
}
