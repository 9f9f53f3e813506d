import type { FileContent, Files } from '../model/files.ts';

/** How a file is called in what people read: with its repository before it, as GitHub does, where that is not the one that is judged. */
export function nameOfFile({ repository }: Files, path: string): string {
  return repository === undefined ? path : `${repository}/${path}`;
}

/** Files of the owner's repository: every place in them is told with the repository's name. */
export function filesOfOwner(files: Files, repository: string): Files {
  const owners: Files = {
    revision: 'owner',
    repository,
    id: files.id,
    list: () => files.list(),
    async read(paths) {
      const contents = [...(await files.read(paths))];
      return new Map(contents.map(([path, content]) => [path, renamed(content, nameOfFile(owners, path))]));
    },
  };
  return owners;
}

function renamed(content: FileContent, file: string): FileContent {
  if (content.outcome !== 'text') return content;
  return { outcome: 'text', source: { file, revision: 'owner', text: content.source.text } };
}
