import { posix } from 'node:path';
import { compareText } from '../base/compare-text.ts';
import type { ChangedFile, FileContent, Files, Hunk } from '../model/files.ts';
import type { Source } from '../text/source.ts';
import { allLines } from './all-lines.ts';
import { compareTrees } from './compare-trees.ts';
import type { TextDiff, TextsToDiff } from './text-diff.ts';
import type { Tree, TreeEntry } from './tree.ts';

/** One side of a comparison: its tree, and a reader of its files. */
export interface Side {
  readonly tree: Tree;
  readonly files: Files;
}

interface Pair {
  readonly before: TreeEntry;
  readonly after: TreeEntry;
}

/** More text than this is not compared line by line: then every line of the file counts as changed. */
const MAX_CHARACTERS = 100_000_000;

/** How texts are compared: git does it for a checkout; GitHub's own patches tell it of a pull request. */
export type DiffTexts = (texts: TextsToDiff) => Promise<TextDiff>;

/** The changed files with their hunks and renames, sorted by path. */
export async function findChangedFiles(
  before: Side,
  after: Side,
  diffTexts: DiffTexts,
): Promise<readonly ChangedFile[]> {
  const difference = compareTrees(before.tree, after.tree);
  const exact = pairEqualContents(difference.removed, difference.added);
  const moved = new Set(exact.flatMap((pair) => [pair.before, pair.after]));
  const removed = difference.removed.filter((entry) => !moved.has(entry));
  const added = difference.added.filter((entry) => !moved.has(entry));
  const rewritten = difference.modified.filter(({ before: old, after: entry }) => old.id !== entry.id);
  const [old, now] = await Promise.all([
    readTexts(before.files, [...removed, ...rewritten.map((pair) => pair.before)]),
    readTexts(after.files, [...added, ...rewritten.map((pair) => pair.after)]),
  ]);
  const texts = { old, now };
  const { hunks, renamed } = await compareTexts({ rewritten, removed, added }, texts, diffTexts);

  const paired = new Set(renamed.flatMap((pair) => [pair.before, pair.after]));
  const changed: ChangedFile[] = [
    ...difference.modified.map((pair) => modifiedFile(pair, hunks.get(pair.after) ?? [])),
    ...[...exact, ...renamed].map((pair) => renamedFile(pair, hunks.get(pair.after) ?? [])),
    ...added.filter((entry) => !paired.has(entry)).map((entry) => addedFile(entry, now.get(entry.path))),
    ...removed.filter((entry) => !paired.has(entry)).map((entry) => removedFile(entry, old.get(entry.path))),
  ];
  return changed.sort((left, right) => compareText(left.path, right.path));
}

/** Files that were only moved: the same content under a new name, one of the same base name if there is one. */
function pairEqualContents(removed: readonly TreeEntry[], added: readonly TreeEntry[]): readonly Pair[] {
  const byContent = new Map<string, TreeEntry[]>();
  for (const entry of removed) {
    const same = byContent.get(entry.id);
    if (same === undefined) byContent.set(entry.id, [entry]);
    else same.push(entry);
  }
  const pairs: Pair[] = [];
  for (const after of added) {
    const candidates = (after.id === '' ? undefined : byContent.get(after.id))?.filter(
      (old) => old.kind === after.kind,
    );
    const before =
      candidates?.find((old) => posix.basename(old.path) === posix.basename(after.path)) ?? candidates?.[0];
    if (before === undefined) continue;
    pairs.push({ before, after });
    byContent.set(
      after.id,
      (byContent.get(after.id) ?? []).filter((old) => old !== before),
    );
  }
  return pairs;
}

async function readTexts(files: Files, entries: readonly TreeEntry[]): Promise<ReadonlyMap<string, Source>> {
  const contents = await files.read(entries.filter(({ kind }) => kind === 'file').map(({ path }) => path));
  return new Map(
    Array.from(contents).flatMap(([path, content]: [string, FileContent]) =>
      content.outcome === 'text' ? [[path, content.source] as const] : [],
    ),
  );
}

interface Comparison {
  readonly hunks: ReadonlyMap<TreeEntry, readonly Hunk[]>;
  readonly renamed: readonly Pair[];
}

async function compareTexts(
  files: {
    readonly rewritten: readonly Pair[];
    readonly removed: readonly TreeEntry[];
    readonly added: readonly TreeEntry[];
  },
  { old, now }: { readonly old: ReadonlyMap<string, Source>; readonly now: ReadonlyMap<string, Source> },
  diffTexts: DiffTexts,
): Promise<Comparison> {
  const hunks = new Map<TreeEntry, readonly Hunk[]>();
  const pairs: (Pair & { readonly beforeText: string; readonly afterText: string })[] = [];
  let characters = 0;
  for (const pair of files.rewritten) {
    const beforeSource = old.get(pair.before.path);
    const afterSource = now.get(pair.after.path);
    characters += (beforeSource?.text.length ?? 0) + (afterSource?.text.length ?? 0);
    if (afterSource === undefined) continue;
    if (beforeSource === undefined || characters > MAX_CHARACTERS) {
      hunks.set(pair.after, allLines(beforeSource?.text ?? '', afterSource.text));
    } else pairs.push({ ...pair, beforeText: beforeSource.text, afterText: afterSource.text });
  }
  const removed = named(files.removed, old);
  const added = named(files.added, now);
  const renames = charactersOf(removed) + charactersOf(added) + characters <= MAX_CHARACTERS;
  const diff = await diffTexts({
    modified: pairs.map(({ after, beforeText, afterText }) => ({
      path: after.path,
      before: beforeText,
      after: afterText,
    })),
    removed: renames ? removed : [],
    added: renames ? added : [],
  });
  for (const [index, pair] of pairs.entries()) hunks.set(pair.after, diff.modified[index] ?? []);
  const renamed = diff.renamed.flatMap((rename) => {
    const before = removed[rename.removed]?.entry;
    const after = added[rename.added]?.entry;
    if (before === undefined || after === undefined) return [];
    hunks.set(after, rename.hunks);
    return [{ before, after }];
  });
  return { hunks, renamed };
}

function named(entries: readonly TreeEntry[], texts: ReadonlyMap<string, Source>) {
  return entries.flatMap((entry) => {
    const source = texts.get(entry.path);
    return source === undefined ? [] : [{ entry, path: entry.path, text: source.text }];
  });
}

function charactersOf(files: readonly { readonly text: string }[]): number {
  return files.reduce((sum, { text }) => sum + text.length, 0);
}

function modifiedFile({ after }: Pair, hunks: readonly Hunk[]): ChangedFile {
  return { path: after.path, status: 'modified', kind: after.kind, hunks };
}

function renamedFile({ before, after }: Pair, hunks: readonly Hunk[]): ChangedFile {
  return { path: after.path, previousPath: before.path, status: 'renamed', kind: after.kind, hunks };
}

function addedFile({ path, kind }: TreeEntry, source: Source | undefined): ChangedFile {
  return { path, status: 'added', kind, hunks: allLines('', source?.text ?? '') };
}

function removedFile({ path, kind }: TreeEntry, source: Source | undefined): ChangedFile {
  return { path, status: 'removed', kind, hunks: allLines(source?.text ?? '', '') };
}
