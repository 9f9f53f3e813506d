import type { FileContent, Files } from '../src/model/files.ts';
import type { Revision } from '../src/text/source.ts';

/** Files from a plain record, for tests that need no repository: path to text. */
export function textFiles(
  texts: { readonly [path: string]: string },
  revision: Revision = 'head',
  id: string = revision,
): Files {
  const contents = new Map<string, FileContent>(
    Object.entries(texts).map(([file, text]) => [file, { outcome: 'text', source: { file, revision, text } }]),
  );
  return {
    revision,
    id,
    list: async () => [...contents.keys()].toSorted().map((path) => ({ path, kind: 'file' as const })),
    read: async (paths) => new Map(paths.flatMap((path) => [[path, contents.get(path)] as const]).filter(isThere)),
  };
}

function isThere(entry: readonly [string, FileContent | undefined]): entry is [string, FileContent] {
  return entry[1] !== undefined;
}
