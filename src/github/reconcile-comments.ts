import { readMarker } from './markers.ts';

/** A comment of ours on lines of the diff, as GitHub has it. */
export interface StandingComment {
  /** GraphQL's id. */
  readonly id: string;
  /** Grows with time: of two that say the same the lower one stands. */
  readonly databaseId: bigint;
  readonly file: string;
  /** Where it stands in the diff of today; undefined where those lines are gone. */
  readonly lines: { readonly start: number; readonly end: number } | undefined;
  readonly body: string;
  readonly isMinimized: boolean;
  /** Somebody else said something in its thread. */
  readonly isAnswered: boolean;
}

/** A comment as it should stand. */
export interface WantedComment {
  readonly file: string;
  /** From 1, both inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  /** With its marker. */
  readonly body: string;
}

export interface CommentPlan {
  readonly post: readonly WantedComment[];
  readonly edit: readonly { readonly id: string; readonly body: string }[];
  /** Outdated, and nobody answered. */
  readonly remove: readonly string[];
  /** Outdated, and somebody answered: what they said stays. */
  readonly minimize: readonly string[];
  /** Those that stand as they should. */
  readonly kept: number;
}

/**
 * What has to be done so that exactly the wanted comments stand: one of ours at the same lines about some of the same findings is kept,
 * and edited where its words changed; the rest of ours goes. Comments of others, and of other gates, are not among the standing ones.
 */
export function reconcileComments(standing: readonly StandingComment[], wanted: readonly WantedComment[]): CommentPlan {
  const open = standing
    .filter(({ isMinimized, body }) => !isMinimized && readMarker(body)?.kind === 'comment')
    .toSorted(byId);
  const taken = new Set<StandingComment>();
  const post: WantedComment[] = [];
  const edit: { id: string; body: string }[] = [];
  for (const each of wanted) {
    const match = open.find((comment) => !taken.has(comment) && tellsTheSame(comment, each));
    if (!match) {
      post.push(each);
      continue;
    }
    taken.add(match);
    if (normalise(match.body) !== normalise(each.body)) edit.push({ id: match.id, body: each.body });
  }
  const outdated = open.filter((comment) => !taken.has(comment));
  return {
    post,
    edit,
    remove: outdated.filter(({ isAnswered }) => !isAnswered).map(({ id }) => id),
    minimize: outdated.filter(({ isAnswered }) => isAnswered).map(({ id }) => id),
    kept: taken.size - edit.length,
  };
}

/** The oldest first. */
export function byId(left: { readonly databaseId: bigint }, right: { readonly databaseId: bigint }): number {
  return left.databaseId < right.databaseId ? -1 : left.databaseId > right.databaseId ? 1 : 0;
}

function tellsTheSame({ file, lines, body }: StandingComment, wanted: WantedComment): boolean {
  if (file !== wanted.file || lines?.start !== wanted.startLine || lines.end !== wanted.endLine) return false;
  const known = new Set(fingerprintsOf(body));
  return fingerprintsOf(wanted.body).some((fingerprint) => known.has(fingerprint));
}

function fingerprintsOf(body: string): readonly string[] {
  const marker = readMarker(body);
  return marker?.kind === 'comment' ? marker.fingerprints : [];
}

/** GitHub gives bodies back with the line breaks of a form, and without blanks at the end. */
export function normalise(body: string): string {
  return body.replaceAll('\r\n', '\n').trimEnd();
}
