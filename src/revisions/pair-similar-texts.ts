import { posix } from 'node:path';
import type { NamedText } from './text-diff.ts';

/** Indices of a file that was removed and of the added one that it became. */
export interface SimilarPair {
  readonly removed: number;
  readonly added: number;
}

/** A file as git weighs it: how many bytes it has of each line, a line being known by a hash. */
interface Weighed {
  readonly name: string;
  readonly bytes: number;
  readonly lines: ReadonlyMap<number, number>;
}

interface Candidate extends SimilarPair {
  readonly score: number;
  readonly sameName: boolean;
}

/** git's score of two files that are equal. */
const MAX_SCORE = 60_000;
/** Of two files with this much in common, one became the other: `git diff -M50%`. */
const LEAST_SCORE = 0.5 * MAX_SCORE;
/** A file whose name is unique on both sides is looked at first, and needs this much. */
const LEAST_SCORE_OF_ONE_NAME = 0.75 * MAX_SCORE;
/** git keeps this many of the best for each added file. */
const CANDIDATES = 4;
/** More comparisons of lines than this are not made: then no file counts as renamed. git stops at 1,000 files by 1,000. */
const MAX_COMPARISONS = 20_000_000;

/** Which removed files became which added ones, as git finds it (diffcore-rename.c, diffcore-delta.c). */
export function pairSimilarTexts(removed: readonly NamedText[], added: readonly NamedText[]): readonly SimilarPair[] {
  const before = removed.map(weigh);
  const after = added.map(weigh);
  if (before.length * linesOf(after) > MAX_COMPARISONS) return [];
  const pairs: SimilarPair[] = pairByName(before, after);
  const taken = {
    removed: new Set(pairs.map((pair) => pair.removed)),
    added: new Set(pairs.map((pair) => pair.added)),
  };
  const candidates = after.flatMap((entry, index) =>
    taken.added.has(index) ? [] : bestCandidates(entry, index, before, taken.removed),
  );
  for (const pair of candidates.sort(byScore)) {
    if (taken.removed.has(pair.removed) || taken.added.has(pair.added)) continue;
    taken.removed.add(pair.removed);
    taken.added.add(pair.added);
    pairs.push({ removed: pair.removed, added: pair.added });
  }
  return pairs;
}

function weigh({ path, text }: NamedText): Weighed {
  const bytes = Buffer.from(text);
  const lines = new Map<number, number>();
  for (let at = 0; at < bytes.length; ) {
    const line = hashLine(bytes, at);
    lines.set(line.hash, (lines.get(line.hash) ?? 0) + line.length);
    at = line.end;
  }
  return { name: posix.basename(path), bytes: bytes.length, lines };
}

const HASHES = 107_927;
const LONGEST_LINE = 64;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** A line up to its end or 64 bytes; the `\r` of a `\r\n` does not count. */
function hashLine(
  bytes: Buffer,
  start: number,
): { readonly hash: number; readonly length: number; readonly end: number } {
  let [first, second, length, at] = [0, 0, 0, start];
  while (at < bytes.length && length < LONGEST_LINE) {
    const byte = bytes[at++] ?? 0;
    if (byte === CARRIAGE_RETURN && bytes[at] === LINE_FEED) continue;
    [first, second] = [((first << 7) ^ (second >>> 25)) + byte, (second << 7) ^ (first >>> 25)];
    length++;
    if (byte === LINE_FEED) break;
  }
  return { hash: ((first + Math.imul(second, 0x61)) >>> 0) % HASHES, length, end: at };
}

function linesOf(files: readonly Weighed[]): number {
  return files.reduce((sum, file) => sum + file.lines.size, 0);
}

function pairByName(before: readonly Weighed[], after: readonly Weighed[]): SimilarPair[] {
  const byName = uniqueByName(after);
  return [...uniqueByName(before)].flatMap(([name, removed]) => {
    const added = byName.get(name);
    if (removed === undefined || added === undefined) return [];
    const [old, now] = [before[removed], after[added]];
    return old && now && similarity(old, now) >= LEAST_SCORE_OF_ONE_NAME ? [{ removed, added }] : [];
  });
}

/** The index of each name; undefined for a name that several files have. */
function uniqueByName(files: readonly Weighed[]): ReadonlyMap<string, number | undefined> {
  const byName = new Map<string, number | undefined>();
  for (const [index, { name }] of files.entries()) byName.set(name, byName.has(name) ? undefined : index);
  return byName;
}

function bestCandidates(
  entry: Weighed,
  added: number,
  before: readonly Weighed[],
  taken: ReadonlySet<number>,
): readonly Candidate[] {
  const best: Candidate[] = [];
  for (const [removed, old] of before.entries()) {
    if (taken.has(removed)) continue;
    keepBest(best, { removed, added, score: similarity(old, entry), sameName: old.name === entry.name });
  }
  return best.filter(({ score }) => score >= LEAST_SCORE);
}

/**
 * In git's own order, which decides between equals: the first of the worst makes room, be it no candidate at all, and the better one
 * takes its place.
 */
function keepBest(best: Candidate[], candidate: Candidate): void {
  if (best.length < CANDIDATES) {
    best.push(candidate);
    return;
  }
  const worst = best.reduce((last, next) => (byScore(next, last) > 0 ? next : last));
  if (byScore(worst, candidate) > 0) best[best.indexOf(worst)] = candidate;
}

/** The bytes of lines that both have, of the larger file. */
function similarity(old: Weighed, now: Weighed): number {
  const larger = Math.max(old.bytes, now.bytes);
  if (larger === 0 || Math.min(old.bytes, now.bytes) * MAX_SCORE < larger * LEAST_SCORE) return 0;
  let common = 0;
  for (const [hash, bytes] of now.lines) common += Math.min(bytes, old.lines.get(hash) ?? 0);
  return Math.floor((common * MAX_SCORE) / larger);
}

function byScore(left: Candidate, right: Candidate): number {
  return right.score - left.score || Number(right.sameName) - Number(left.sameName);
}
