import type { ObjectStore } from './object-store.ts';

export type FileMode = '100644' | '100755' | '120000' | '160000';

export interface TreeFile {
  readonly mode: FileMode;
  readonly id: string;
}

export interface TreeEntry {
  /** As JSON can hold it; git has the bytes. */
  readonly name: string;
  readonly mode: string;
  readonly id: string;
}

const FOLDER = '40000';

/** The entries of one folder, in git's order. */
export function readFolder(store: ObjectStore, id: string): readonly TreeEntry[] {
  return readRawFolder(store, id).map(({ name, ...entry }) => ({ name: name.toString('utf8'), ...entry }));
}

/** The same with names as git has them. */
export function readRawFolder(
  store: ObjectStore,
  id: string,
): readonly (Omit<TreeEntry, 'name'> & { readonly name: Buffer })[] {
  const bytes = store.require(id, 'tree');
  const entries: { mode: string; name: Buffer; id: string }[] = [];
  let at = 0;
  while (at < bytes.length) {
    const space = bytes.indexOf(0x20, at);
    const end = bytes.indexOf(0, space);
    entries.push({
      mode: bytes.toString('latin1', at, space),
      name: bytes.subarray(space + 1, end),
      id: bytes.toString('hex', end + 1, end + 21),
    });
    at = end + 21;
  }
  return entries;
}

export function isFolder(entry: { readonly mode: string }): boolean {
  return entry.mode === FOLDER;
}

/** What GitHub calls the kind of an entry. */
export function typeOf(entry: { readonly mode: string }): 'blob' | 'tree' | 'commit' {
  if (isFolder(entry)) return 'tree';
  return entry.mode === '160000' ? 'commit' : 'blob';
}

/** Every file below a tree, by its path. */
export function readFiles(store: ObjectStore, tree: string): Map<string, TreeFile> {
  const files = new Map<string, TreeFile>();
  const visit = (id: string, prefix: string) => {
    for (const entry of readFolder(store, id)) {
      if (isFolder(entry)) visit(entry.id, `${prefix}${entry.name}/`);
      else files.set(prefix + entry.name, { mode: entry.mode as FileMode, id: entry.id });
    }
  };
  visit(tree, '');
  return files;
}

/** Writes the folders that these files need; gives the root's id. */
export function writeTree(store: ObjectStore, files: ReadonlyMap<string, TreeFile>): string {
  const entries: TreeEntry[] = [];
  const folders = new Map<string, Map<string, TreeFile>>();
  for (const [path, file] of files) {
    const slash = path.indexOf('/');
    if (slash < 0) entries.push({ name: path, ...file });
    else {
      const folder = path.slice(0, slash);
      const inside = folders.get(folder) ?? new Map<string, TreeFile>();
      folders.set(folder, inside.set(path.slice(slash + 1), file));
    }
  }
  for (const [name, inside] of folders) entries.push({ name, mode: FOLDER, id: writeTree(store, inside) });
  entries.sort(inGitsOrder);
  return store.write('tree', Buffer.concat(entries.map(encodeEntry)));
}

/** git compares names as bytes, and a folder as if its name ended in a slash. */
function inGitsOrder(left: TreeEntry, right: TreeEntry): number {
  return Buffer.compare(sortKey(left), sortKey(right));
}

function sortKey(entry: TreeEntry): Buffer {
  return Buffer.from(isFolder(entry) ? `${entry.name}/` : entry.name);
}

function encodeEntry({ mode, name, id }: TreeEntry): Buffer {
  return Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(id, 'hex')]);
}
