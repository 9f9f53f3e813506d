import { carryLines, type LineRange } from '../git/carry-lines.ts';
import type { FileDiff, Hunk, HunkLine } from '../git/diff.ts';
import type { Side } from '../twin.ts';
import type { Anchor, PullState, ThreadState } from './model.ts';
import { diffOf, mergeBaseOf } from './pull-diff.ts';

export interface Place {
  readonly path: string;
  readonly side: Side;
  readonly line: number;
  readonly startSide: Side;
  readonly startLine: number;
  readonly isMultiLine: boolean;
}

export interface FoundPlace {
  readonly anchor: Anchor;
  readonly diffHunk: string;
}

/** Why GitHub refuses an anchor. */
export type AnchorProblem = 'path' | 'line' | 'start-line-hunk' | 'start-line-order';

/** Looks an anchor up in a diff, as GitHub does before it takes a comment. */
export function locate(files: readonly FileDiff[], place: Place): FoundPlace | readonly AnchorProblem[] {
  const file = files.find(({ path }) => path === place.path);
  if (file === undefined) return ['path'];
  if (place.isMultiLine && place.side === place.startSide && place.startLine >= place.line) return ['start-line-order'];
  const hunks = file.content.kind === 'text' ? file.content.hunks : [];
  const hunk = hunks.find(({ lines }) => lines.some((line) => isAt(line, place.side, place.line)));
  const last = hunk?.lines.find((line) => isAt(line, place.side, place.line));
  const startIsInHunk = hunk?.lines.some((line) => isAt(line, place.startSide, place.startLine)) ?? false;
  if (hunk === undefined || last === undefined) return place.isMultiLine ? ['line', 'start-line-hunk'] : ['line'];
  if (!startIsInHunk) return ['start-line-hunk'];
  return {
    anchor: { startLine: place.startLine, line: place.line, position: last.position },
    diffHunk: hunkUpTo(hunk, last),
  };
}

/** Deleted lines are on the left; added ones and the context are on the right. */
function isAt(line: HunkLine, side: Side, number: number): boolean {
  if (side === 'LEFT') return line.kind === 'removed' && line.left === number;
  return (line.kind === 'added' || line.kind === 'context') && line.right === number;
}

function hunkUpTo({ header, lines }: Hunk, last: HunkLine): string {
  return [header, ...lines.slice(0, lines.indexOf(last) + 1).map((line) => line.text)].join('\n');
}

/** What a pull request's diff was between. */
export interface Revisions {
  readonly mergeBase: string;
  readonly head: string;
}

/** Moves every comment along with its lines after the diff has changed; where those changed or left it, it is outdated. */
export function carryThreads(pull: PullState, before: Revisions): void {
  for (const thread of pull.threads) carryThread(thread, before);
}

export function carryThread(thread: ThreadState, before: Revisions): void {
  const { pull, subject, path } = thread;
  if (thread.anchor === undefined) return;
  if (subject.kind === 'file') {
    if (!diffOf(pull).some((file) => file.path === path)) thread.anchor = undefined;
  } else {
    const lines = carriedLines(thread, thread.anchor, subject, before);
    const found = lines === undefined ? [] : locate(diffOf(pull), { ...subject, path, ...lines });
    thread.anchor = 'anchor' in found ? found.anchor : undefined;
  }
  if (thread.anchor !== undefined) thread.commit = pull.headSha;
}

interface Sides {
  readonly side: Side;
  readonly startSide: Side;
}

function carriedLines(thread: ThreadState, { startLine, line }: Anchor, { side, startSide }: Sides, before: Revisions) {
  if (side === startSide) {
    const range = carry(thread, before, side, { start: startLine, end: line });
    return range === undefined ? undefined : { startLine: range.start, line: range.end };
  }
  const first = carry(thread, before, startSide, { start: startLine, end: startLine });
  const last = carry(thread, before, side, { start: line, end: line });
  return first === undefined || last === undefined ? undefined : { startLine: first.start, line: last.end };
}

/** Lines on the right are of the head, those on the left of the commit that the head is compared with. */
function carry({ pull, path }: ThreadState, before: Revisions, side: Side, range: LineRange): LineRange | undefined {
  const { diffs } = pull.repository.network;
  const changes =
    side === 'RIGHT' ? diffs.between(before.head, pull.headSha) : diffs.between(before.mergeBase, mergeBaseOf(pull));
  return carryLines(
    range,
    changes.find((change) => change.path === path || change.previousPath === path),
  );
}
