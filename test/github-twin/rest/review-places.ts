import type { PullState } from '../state/model.ts';
import { baseTipOf } from '../state/pull-diff.ts';
import type { Place } from '../state/threads.ts';
import type { Side } from '../twin.ts';
import { numberOf, textOf } from './route.ts';

/** The commit, where the pull request has it or once had it as its head. */
export function commitOf(pull: PullState, wanted: string): string | undefined {
  if (pull.heads.includes(wanted)) return wanted;
  const own = pull.repository.network.history.commitsBetween(baseTipOf(pull), pull.headSha);
  return own.includes(wanted) ? wanted : undefined;
}

/** What a request says of the place of a comment. */
export function placeOf(entry: Readonly<Record<string, unknown>>): Place {
  const line = numberOf(entry.line) ?? 0;
  const side = sideOf(entry.side) ?? 'RIGHT';
  const startLine = numberOf(entry.start_line);
  return {
    path: textOf(entry.path) ?? '',
    line,
    side,
    startLine: startLine ?? line,
    startSide: startLine === undefined ? side : (sideOf(entry.start_side) ?? side),
    isMultiLine: startLine !== undefined,
  };
}

function sideOf(value: unknown): Side | undefined {
  return value === 'LEFT' || value === 'RIGHT' ? value : undefined;
}
