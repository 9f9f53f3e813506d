import type { Blob } from '../revisions/commit-files.ts';
import type { TreeEntry } from '../revisions/tree.ts';
import type { GitObject } from './object-conversation.ts';
import type { ObjectReader } from './object-reader.ts';

/** The contents of files from the objects of a clone, in their order. */
export async function readBlobs(
  objects: ObjectReader,
  files: readonly TreeEntry[],
  fileBytes: number,
): Promise<readonly Blob[]> {
  const found = await objects.read(
    files.map((file) => file.id),
    fileBytes,
  );
  return found.map(blobOf);
}

function blobOf(object: GitObject): Blob {
  if (object.outcome === 'found' || object.outcome === 'too-large') return object;
  return {
    outcome: 'missing',
    reason: 'its content is not in this clone (a partial clone), and nothing is fetched while judging',
  };
}
