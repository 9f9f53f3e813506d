import { compareText } from '../base/compare-text.ts';
import type { FileContent, FileEntry, Files } from '../model/files.ts';
import type { Revision } from '../text/source.ts';
import { decodeContent, SUBMODULE, SYMBOLIC_LINK, tooLarge } from './decode-content.ts';
import type { GitObject } from './object-conversation.ts';
import type { ObjectReader } from './object-reader.ts';
import type { Tree, TreeEntry } from './read-tree.ts';

export interface CommitFilesOptions {
  readonly revision: Revision;
  /** The commit's id. */
  readonly id: string;
  readonly fileBytes: number;
  readTree(): Promise<Tree>;
  readonly objects: ObjectReader;
}

/** The files of a commit, read from git's objects: no checkout is made, so no filter runs and no link is followed. */
export function commitFiles({ revision, id, fileBytes, readTree, objects }: CommitFilesOptions): Files {
  return {
    revision,
    id,
    async list() {
      return sortedEntries((await readTree()).values());
    },
    async read(paths) {
      const tree = await readTree();
      const entries = paths.flatMap((path) => tree.get(path) ?? []);
      return readEntries(entries, { objects, revision, fileBytes });
    },
  };
}

/** The contents of entries, asked for in one go. */
export async function readEntries(
  entries: readonly TreeEntry[],
  { objects, revision, fileBytes }: Pick<CommitFilesOptions, 'objects' | 'revision' | 'fileBytes'>,
): Promise<ReadonlyMap<string, FileContent>> {
  const files = entries.filter((entry) => entry.kind === 'file');
  const blobs = await objects.read(
    files.map((entry) => entry.id),
    fileBytes,
  );
  const contents = new Map<string, FileContent>();
  for (const entry of entries) {
    if (entry.kind === 'symbolic-link') contents.set(entry.path, SYMBOLIC_LINK);
    else if (entry.kind === 'submodule') contents.set(entry.path, SUBMODULE);
  }
  for (const [index, entry] of files.entries()) {
    const blob = blobs[index];
    if (blob !== undefined) contents.set(entry.path, contentOf(blob, entry, { revision, fileBytes }));
  }
  return contents;
}

export function sortedEntries(entries: Iterable<FileEntry>): readonly FileEntry[] {
  return Array.from(entries, ({ path, kind }) => ({ path, kind })).sort((left, right) =>
    compareText(left.path, right.path),
  );
}

function contentOf(
  blob: GitObject,
  entry: TreeEntry,
  { revision, fileBytes }: Pick<CommitFilesOptions, 'revision' | 'fileBytes'>,
): FileContent {
  if (blob.outcome === 'found') return decodeContent(blob.bytes, entry.path, revision);
  if (blob.outcome === 'too-large') return tooLarge(blob.size, fileBytes);
  return {
    outcome: 'unreadable',
    code: 'file/missing',
    reason: 'its content is not in this clone (a partial clone), and nothing is fetched while judging',
  };
}
