import type { FileContent, Files } from '../model/files.ts';
import type { Revision } from '../text/source.ts';
import { decodeContent, SUBMODULE, SYMBOLIC_LINK, tooLarge } from './decode-content.ts';
import { sortedEntries, type Tree, type TreeEntry } from './tree.ts';

/** What a file of a commit holds, as far as it can be had. */
export type Blob =
  | { readonly outcome: 'found'; readonly bytes: Buffer }
  | { readonly outcome: 'too-large'; readonly size?: number }
  | { readonly outcome: 'missing'; readonly reason: string };

export interface BlobReading {
  readonly revision: Revision;
  /** How many bytes of one file are read. */
  readonly fileBytes: number;
  /** The contents of files, in their order; a larger one than `fileBytes` is `too-large`. */
  readBlobs(files: readonly TreeEntry[]): Promise<readonly Blob[]>;
}

export interface CommitFilesOptions extends BlobReading {
  /** The commit's id. */
  readonly id: string;
  readTree(): Promise<Tree>;
}

/** The files of a commit, read from git's objects: no checkout is made, so no filter runs and no link is followed. */
export function commitFiles({ id, readTree, ...reading }: CommitFilesOptions): Files {
  return {
    revision: reading.revision,
    id,
    async list() {
      return sortedEntries((await readTree()).values());
    },
    async read(paths) {
      const tree = await readTree();
      const entries = paths.flatMap((path) => tree.get(path) ?? []);
      return readEntries(entries, reading);
    },
  };
}

/** The contents of entries, asked for in one go. */
export async function readEntries(
  entries: readonly TreeEntry[],
  reading: BlobReading,
): Promise<ReadonlyMap<string, FileContent>> {
  const files = entries.filter((entry) => entry.kind === 'file');
  const blobs = await reading.readBlobs(files);
  const contents = new Map<string, FileContent>();
  for (const entry of entries) {
    if (entry.kind === 'symbolic-link') contents.set(entry.path, SYMBOLIC_LINK);
    else if (entry.kind === 'submodule') contents.set(entry.path, SUBMODULE);
  }
  const decode = decodeOnce(reading.revision);
  for (const [index, entry] of files.entries()) {
    const blob = blobs[index];
    if (blob !== undefined) contents.set(entry.path, contentOf(blob, entry, decode, reading));
  }
  return contents;
}

type Decode = (bytes: Buffer, path: string) => FileContent;

/** Files of one content share its text: a commit may name a large file a thousand times, which costs its author nothing. */
function decodeOnce(revision: Revision): Decode {
  const decoded = new Map<Buffer, FileContent>();
  return (bytes, path) => {
    const content = decoded.get(bytes) ?? decodeContent(bytes, path, revision);
    decoded.set(bytes, content);
    return content.outcome === 'text' ? { ...content, source: { ...content.source, file: path } } : content;
  };
}

function contentOf(blob: Blob, { path }: TreeEntry, decode: Decode, { fileBytes }: BlobReading): FileContent {
  switch (blob.outcome) {
    case 'found':
      return decode(blob.bytes, path);
    case 'too-large':
      return tooLarge(blob.size, fileBytes);
    case 'missing':
      return { outcome: 'unreadable', code: 'file/missing', reason: blob.reason };
  }
}
