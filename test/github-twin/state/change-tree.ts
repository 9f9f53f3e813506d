import type { ObjectStore } from '../git/object-store.ts';
import { readFiles, type TreeFile, writeTree } from '../git/trees.ts';
import type { FileContent, Files } from '../twin.ts';

/** The tree with these files changed, added, or removed. */
export function changeTree(objects: ObjectStore, tree: string | undefined, changes: Files): string {
  const files = tree === undefined ? new Map<string, TreeFile>() : readFiles(objects, tree);
  for (const [path, content] of Object.entries(changes)) {
    if (content === null) files.delete(path);
    else putFile(files, path, writeFile(objects, content, files.get(path)));
  }
  return writeTree(objects, files);
}

/** New text of an executable file leaves it executable. */
function writeFile(objects: ObjectStore, content: FileContent, before: TreeFile | undefined): TreeFile {
  if (typeof content === 'string' || Buffer.isBuffer(content)) {
    return { mode: before?.mode === '100755' ? '100755' : '100644', id: objects.write('blob', content) };
  }
  if ('symlink' in content) return { mode: '120000', id: objects.write('blob', content.symlink) };
  if ('submodule' in content) return { mode: '160000', id: content.submodule };
  return { mode: '100755', id: objects.write('blob', content.executable) };
}

/** Where a folder was, a file may come, and a folder where a file was. */
export function putFile(files: Map<string, TreeFile>, path: string, file: TreeFile): void {
  for (const other of files.keys()) {
    if (other.startsWith(`${path}/`) || path.startsWith(`${other}/`)) files.delete(other);
  }
  files.set(path, file);
}
