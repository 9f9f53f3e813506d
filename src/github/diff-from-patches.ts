import type { Hunk } from '../model/files.ts';
import { allLines } from '../revisions/all-lines.ts';
import { blobId } from '../revisions/blob-id.ts';
import type { DiffTexts } from '../revisions/find-changed-files.ts';
import { pairSimilarTexts } from '../revisions/pair-similar-texts.ts';
import type { NamedText, TextsToDiff } from '../revisions/text-diff.ts';
import { lineHunks } from '../text/line-hunks.ts';
import type { PullRequestFile } from './list-pull-request-files.ts';

/**
 * Tells renames and hunks from the patches that GitHub shows of a pull request, for they decide where comments may stand. Where GitHub
 * shows none, texts are compared here: for files beyond the 3,000 that it lists, for what it finds too large, or without a pull request.
 */
export function diffFromPatches(files: readonly PullRequestFile[]): DiffTexts {
  const listed = new Map(files.map((file) => [file.path, file]));
  return async (texts) => {
    const compare = comparisons();
    const hunksOf = (path: string, before: string, after: string) =>
      hunksOfPatch(listed.get(path), after) ?? compare(before, after);
    return {
      modified: texts.modified.map(({ path, before, after }) => hunksOf(path, before, after)),
      renamed: pairRenames(texts, listed).map(({ before, after, ...pair }) => ({
        ...pair,
        hunks: hunksOf(after.path, before.text, after.text),
      })),
    };
  };
}

/** The list may be of an earlier head, or of a later one. */
function hunksOfPatch(file: PullRequestFile | undefined, after: string): readonly Hunk[] | undefined {
  if (file?.id === undefined || blobId(Buffer.from(after), file.id.length) !== file.id) return undefined;
  return file.hunks;
}

/** Comparing two texts takes about the square of the number of lines that differ. Beyond these, all lines count as changed. */
const MAX_EDITS = 2_000;
const MAX_STEPS = 20_000_000;

function comparisons(): (before: string, after: string) => readonly Hunk[] {
  let steps = MAX_STEPS;
  return (before, after) => {
    const maxEdits = Math.min(MAX_EDITS, Math.floor(Math.sqrt(steps)));
    const found = lineHunks(before, after, maxEdits);
    steps -= (found?.edits ?? maxEdits) ** 2;
    return found?.hunks ?? allLines(before, after);
  };
}

interface Rename {
  readonly removed: number;
  readonly added: number;
  readonly before: NamedText;
  readonly after: NamedText;
}

/** The renames that GitHub lists, and those among the files that it does not list. */
function pairRenames({ removed, added }: TextsToDiff, listed: ReadonlyMap<string, PullRequestFile>): readonly Rename[] {
  const previousPaths = new Set(Array.from(listed.values(), ({ previousPath }) => previousPath));
  const before = removed.map((text, index) => ({ ...text, index }));
  const after = added.map((text, index) => ({ ...text, index }));
  const byPath = new Map(before.map((file) => [file.path, file]));
  const known = after.flatMap((file) => {
    const old = byPath.get(listed.get(file.path)?.previousPath ?? '');
    return old === undefined ? [] : [{ old, file }];
  });
  const unlistedBefore = before.filter(({ path }) => !listed.has(path) && !previousPaths.has(path));
  const unlistedAfter = after.filter(({ path }) => !listed.has(path));
  const found = pairSimilarTexts(unlistedBefore, unlistedAfter).flatMap((pair) => {
    const [old, file] = [unlistedBefore[pair.removed], unlistedAfter[pair.added]];
    return old === undefined || file === undefined ? [] : [{ old, file }];
  });
  return [...known, ...found].map(({ old, file }) => ({
    removed: old.index,
    added: file.index,
    before: old,
    after: file,
  }));
}
