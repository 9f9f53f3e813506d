import type { ObjectStore } from './object-store.ts';
import { readFiles, type TreeFile } from './trees.ts';

export interface ChangeCount {
  readonly files: number;
  readonly additions: number;
  readonly deletions: number;
}

/**
 * How much two trees differ, by looking at no more than where two texts begin and end alike. It is what git would count, and costs
 * no process; undefined where only git can tell: which file was renamed, and what of a text stayed between two changes.
 */
export function countChanges(store: ObjectStore, before: string, after: string): ChangeCount | undefined {
  const [old, fresh] = [readFiles(store, before), readFiles(store, after)];
  const paths = [...new Set([...old.keys(), ...fresh.keys()])].filter(
    (path) => !isSame(old.get(path), fresh.get(path)),
  );
  const mayHaveRenames = paths.some((path) => !old.has(path)) && paths.some((path) => !fresh.has(path));
  if (mayHaveRenames) return undefined;
  let [additions, deletions] = [0, 0];
  for (const path of paths) {
    const lines = countLines(linesOf(store, old.get(path)), linesOf(store, fresh.get(path)));
    if (lines === undefined) return undefined;
    additions += lines.additions;
    deletions += lines.deletions;
  }
  return { files: paths.length, additions, deletions };
}

function isSame(one: TreeFile | undefined, other: TreeFile | undefined): boolean {
  return one?.id === other?.id && one?.mode === other?.mode;
}

/** Each with its line break; undefined for what is no text, or no file. */
function linesOf(store: ObjectStore, file: TreeFile | undefined): readonly string[] | undefined {
  if (file === undefined) return [];
  if (file.mode !== '100644' && file.mode !== '100755') return undefined;
  const bytes = store.require(file.id, 'blob');
  return bytes.includes(0) ? undefined : (bytes.toString('latin1').match(/[^\n]*\n|[^\n]+$/g) ?? []);
}

function countLines(old: readonly string[] | undefined, fresh: readonly string[] | undefined) {
  if (old === undefined || fresh === undefined) return undefined;
  const shortest = Math.min(old.length, fresh.length);
  let head = 0;
  while (head < shortest && old[head] === fresh[head]) head += 1;
  let tail = 0;
  while (tail < shortest - head && old.at(-1 - tail) === fresh.at(-1 - tail)) tail += 1;
  const removed = old.slice(head, old.length - tail);
  const added = new Set(fresh.slice(head, fresh.length - tail));
  if (removed.some((line) => added.has(line))) return undefined;
  return { additions: fresh.length - tail - head, deletions: removed.length };
}
