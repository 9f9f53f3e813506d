import type { ChangedFile, ChangeSet } from '../src/model/files.ts';
import { textFiles } from './text-files.ts';

type Texts = { readonly [path: string]: string };

/** A pull request from plain texts: what stands at head and not at base is added, and so on. Hunks are left empty. */
export function changeSetOf(sides: {
  readonly base: Texts;
  readonly head: Texts;
  readonly tip?: Texts;
  readonly renames?: { readonly [to: string]: string };
}): ChangeSet {
  const { base, head, renames = {} } = sides;
  const changedFiles: ChangedFile[] = [];
  const moved = new Set(Object.values(renames));
  for (const path of new Set([...Object.keys(base), ...Object.keys(head)])) {
    const previousPath = renames[path];
    if (previousPath !== undefined)
      changedFiles.push({ path, previousPath, status: 'renamed', kind: 'file', hunks: [] });
    else if (base[path] === head[path] || moved.has(path)) continue;
    else changedFiles.push({ path, status: statusOf(base[path], head[path]), kind: 'file', hunks: [] });
  }
  return {
    base: { tip: textFiles(sides.tip ?? base, 'base', 'tip'), mergeBase: textFiles(base, 'base', 'merge-base') },
    head: textFiles(head, 'head', 'head'),
    changedFiles,
  };
}

/** Everything at head, without a base. */
export function treeOf(head: Texts): ChangeSet {
  return {
    head: textFiles(head, 'head', 'worktree'),
    changedFiles: Object.keys(head).map((path) => ({ path, status: 'added', kind: 'file', hunks: [] })),
  };
}

function statusOf(before: string | undefined, after: string | undefined): ChangedFile['status'] {
  return before === undefined ? 'added' : after === undefined ? 'removed' : 'modified';
}
