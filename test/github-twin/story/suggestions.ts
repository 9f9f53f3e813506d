import { push } from '../state/branches.ts';
import { groupOf } from '../state/merge-queue.ts';
import type { PullState, ReviewCommentState } from '../state/model.ts';
import { readFileAt } from '../state/refs.ts';
import type { World } from '../state/world.ts';

interface Edit {
  readonly path: string;
  readonly startLine: number;
  readonly line: number;
  readonly replacement: readonly string[];
}

/** One commit of what the comments suggest: each fence's lines in place of the lines that the comment stands at. */
export function applySuggestions(world: World, pull: PullState, comments: readonly ReviewCommentState[]): string {
  refuseWhile(pull.progress.state !== 'open', 'the pull request is closed');
  refuseWhile(groupOf(pull) !== undefined, 'the pull request is queued to merge');
  const edits = comments.map(editOf);
  const files = Object.fromEntries(
    [...new Set(edits.map(({ path }) => path))].map((path) => [
      path,
      applyEdits(
        textAt(pull, path),
        edits.filter((edit) => edit.path === path),
      ),
    ]),
  );
  const message = comments.length === 1 ? 'Apply suggestion from code review' : 'Apply suggestions from code review';
  return push(world, pull.head.repository, pull.head.branch, files, { message, login: pull.author.login });
}

function editOf({ thread, review, body }: ReviewCommentState): Edit {
  const { subject, anchor, path } = thread;
  refuseWhile(review.state === 'PENDING', 'the review is pending');
  refuseWhile(thread.isResolved, 'the conversation is resolved');
  if (subject.kind === 'file') throw refusal('the comment is on a whole file');
  if (anchor === undefined) throw refusal('the comment is outdated');
  refuseWhile(subject.side === 'LEFT' || subject.startSide === 'LEFT', 'the lines are deleted ones');
  const suggestion = parseSuggestion(body);
  if (suggestion === undefined) throw refusal('the comment suggests nothing');
  const replacement = suggestion === '' ? [] : suggestion.split('\n');
  return { path, startLine: anchor.startLine, line: anchor.line, replacement };
}

/** The text in the first suggestion's fence; undefined where there is none. An empty fence is an empty text. */
export function parseSuggestion(body: string): string | undefined {
  const lines = body.split(/\r?\n/);
  for (const [start, line] of lines.entries()) {
    const fence = /^ {0,3}(`{3,}|~{3,})\s*suggestion\s*$/.exec(line)?.[1];
    if (fence === undefined) continue;
    const rest = lines.slice(start + 1);
    const end = rest.findIndex((other) => closes(other, fence));
    // An open fence runs to the end of the text.
    return rest.slice(0, end < 0 ? undefined : end).join('\n');
  }
  return undefined;
}

function closes(line: string, fence: string): boolean {
  const text = line.trim();
  return text.length >= fence.length && text === fence.charAt(0).repeat(text.length);
}

function textAt(pull: PullState, path: string): string {
  const bytes = readFileAt(pull.head.repository, pull.headSha, path);
  if (bytes === undefined) throw refusal(`${path} is not there any more`);
  return bytes.toString('utf8');
}

function applyEdits(text: string, edits: readonly Edit[]): string {
  const lines = text.split('\n');
  const fromTheEnd = [...edits].sort((left, right) => right.line - left.line);
  for (const [index, edit] of fromTheEnd.entries()) {
    const before = fromTheEnd[index + 1];
    refuseWhile(before !== undefined && before.line >= edit.startLine, 'two of them are on one line');
    const current = lines.slice(edit.startLine - 1, edit.line);
    refuseWhile(
      current.join('\n') === edit.replacement.join('\n') && current.length === edit.replacement.length,
      'it changes nothing',
    );
    lines.splice(edit.startLine - 1, current.length, ...edit.replacement);
  }
  return lines.join('\n');
}

function refuseWhile(holds: boolean, reason: string): void {
  if (holds) throw refusal(reason);
}

function refusal(reason: string): Error {
  return new Error(`GitHub offers no button to apply this: ${reason}`);
}
