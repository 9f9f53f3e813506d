import type { ChangeSet, FileContent, Files } from '../model/files.ts';

/** The same change with other texts at head for some files: what would be judged if they were written. */
export function withEditedFiles(change: ChangeSet, texts: ReadonlyMap<string, string>): ChangeSet {
  const { head } = change;
  const edited: Files = {
    revision: head.revision,
    id: head.id,
    list: () => head.list(),
    async read(paths) {
      const contents = new Map(await head.read(paths));
      for (const [path, content] of contents) {
        const text = texts.get(path);
        if (text !== undefined && content.outcome === 'text') contents.set(path, withText(content, text));
      }
      return contents;
    },
  };
  return { ...change, head: edited };
}

function withText(content: FileContent & { outcome: 'text' }, text: string): FileContent {
  return { outcome: 'text', source: { ...content.source, text } };
}
