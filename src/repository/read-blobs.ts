import { ConfigError } from '../errors/tidewaiter-error.ts';
import type { Blob } from '../revisions/commit-files.ts';
import type { TreeEntry } from '../revisions/tree.ts';
import type { GitObject } from './object-conversation.ts';
import type { ObjectReader } from './object-reader.ts';

export interface BlobLimits {
  readonly fileBytes: number;
  /** Contents that the repository was never given, for their size; undefined where nobody knows. */
  readonly leftOut?: ReadonlySet<string> | undefined;
}

/**
 * The contents of files from the objects of a clone, in their order.
 * @throws ConfigError `git/failed` for a content that was there and is not any more
 */
export async function readBlobs(
  objects: ObjectReader,
  files: readonly TreeEntry[],
  { fileBytes, leftOut }: BlobLimits,
): Promise<readonly Blob[]> {
  const found = await objects.read(
    files.map((file) => file.id),
    fileBytes,
  );
  return found.map((object, index) => blobOf(object, files[index], leftOut));
}

function blobOf(object: GitObject, file: TreeEntry | undefined, leftOut: BlobLimits['leftOut']): Blob {
  if (object.outcome === 'found' || object.outcome === 'too-large') return object;
  if (leftOut === undefined) {
    return {
      outcome: 'missing',
      reason: 'its content is not in this clone (a partial clone), and nothing is fetched while judging',
    };
  }
  if (file !== undefined && leftOut.has(file.id)) return { outcome: 'too-large' };
  throw new ConfigError(`the content of ${file?.path} is gone from this clone`, {
    code: 'git/failed',
    remedy: 'Check the repository with `git fsck`.',
  });
}
