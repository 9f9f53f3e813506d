import type { ErrorCode } from '../errors/codes.ts';
import { GitHubError } from '../errors/tidewaiter-error.ts';
import { type CommentChange, changeComments } from './change-comments.ts';
import type { GitHub } from './client.ts';
import { withMarker } from './markers.ts';
import { postReview } from './post-review.ts';
import { type Conversation, readConversation } from './read-conversation.ts';
import { normalise, reconcileComments, type WantedComment } from './reconcile-comments.ts';
import type { PullRequestName } from './repository-name.ts';

/** What is to stand in a pull request when a run has ended. */
export interface Publication {
  /** The gate's name: only what bears it is touched. */
  readonly gate: string;
  /** The commit that was judged. */
  readonly head: string;
  readonly comments: readonly WantedComment[];
  /** The summary's text; it has to tell what comments GitHub refused. `keep`: one that stands is brought up to date, and none is made. */
  readonly summary: { readonly mode: 'always' | 'keep' | 'never'; text(refused: readonly WantedComment[]): string };
}

export type Published =
  | { readonly outcome: 'published'; readonly summaryUrl: string | undefined; readonly refused: number }
  /** The head is another one by now: nothing was said, for it would be about what is gone. */
  | { readonly outcome: 'moved'; readonly head: string }
  /** The token may not write, as a fork's or Dependabot's never may: nothing was said, or not all of it. */
  | { readonly outcome: 'read-only'; readonly reason: string };

/** What to write over an outdated comment that somebody answered and that this token cannot minimise. */
const OUTDATED = 'This no longer applies.';

/** How often to go on from what GitHub has, after an answer that may hide that something was done. */
const TRIES = 3;

/**
 * Brings a pull request's comments to what they should be: posts what is missing, edits what has changed, removes what no longer holds.
 * The same publication a second time changes nothing. Posting is unconditional at GitHub, so another run may have posted meanwhile: we
 * look again afterwards, and of two comments that say the same the older one stands.
 * @throws GitHubError for what GitHub does not do; then what stands may be half of it, and the next run mends that
 */
export async function publishReview(
  github: GitHub,
  pullRequest: PullRequestName,
  publication: Publication,
): Promise<Published> {
  for (let tries = 1; ; tries++) {
    try {
      return await publishOnce(github, pullRequest, publication);
    } catch (error) {
      if (error instanceof WritingForbidden) return { outcome: 'read-only', reason: error.message };
      if (!(error instanceof GitHubError && MAY_BE_DONE.has(error.code)) || tries === TRIES) throw error;
    }
  }
}

/** A failing server, a connection that was cut, half of an answer: what was asked for may have been done, so we look again and go on from there. */
const MAY_BE_DONE: ReadonlySet<ErrorCode> = new Set(['github/unavailable', 'github/malformed']);

async function publishOnce(github: GitHub, pullRequest: PullRequestName, publication: Publication): Promise<Published> {
  const { gate, head } = publication;
  const before = await readConversation(github, pullRequest, gate);
  if (before.headSha !== head) return { outcome: 'moved', head: before.headSha };

  const plan = reconcileComments(before.comments, publication.comments);
  const body = withMarker({ kind: 'review', gate }, reviewLine(plan.post.length));
  const refused = await writing(postReview(github, pullRequest, { commit: head, body, comments: plan.post }));
  if (refused.length > 0) {
    // GitHub refuses every line of a commit that is no longer the head.
    const { headSha } = await readConversation(github, pullRequest, gate);
    if (headSha !== head) return { outcome: 'moved', head: headSha };
  }
  const changes = changesOf(before, plan, publication, refused);
  await writing(changeComments(github, changes));
  const published = (summaryUrl: string | undefined): Published => ({
    outcome: 'published',
    summaryUrl,
    refused: refused.length,
  });
  if (plan.post.length === 0 && changes.length === 0) return published(before.summaries[0]?.url);

  // Another run may have said the same meanwhile, and the head may have moved.
  const after = await readConversation(github, pullRequest, gate);
  if (after.headSha !== head) return { outcome: 'moved', head: after.headSha };
  const stands = publication.comments.filter((comment) => !refused.includes(comment));
  const corrections = changesOf(after, reconcileComments(after.comments, stands), publication, refused);
  await writing(changeComments(github, corrections));
  return published(after.summaries[0]?.url);
}

/** Who is forbidden to write has a token that only reads; who is forbidden to read does not even know what stands, which is a failure. */
class WritingForbidden extends Error {}

async function writing<Result>(written: Promise<Result>): Promise<Result> {
  try {
    return await written;
  } catch (cause) {
    if (!(cause instanceof GitHubError) || cause.code !== 'github/forbidden') throw cause;
    throw new WritingForbidden(cause.message, { cause });
  }
}

function reviewLine(comments: number): string {
  return `Tidewaiter has ${comments === 1 ? 'a comment' : `${comments} comments`} on these manifests; the summary is in the conversation.`;
}

function changesOf(
  conversation: Conversation,
  plan: ReturnType<typeof reconcileComments>,
  publication: Publication,
  refused: readonly WantedComment[],
): readonly CommentChange[] {
  const { gate } = publication;
  const instead = withMarker({ kind: 'outdated', gate }, OUTDATED);
  return [
    ...plan.edit.map(({ id, body }): CommentChange => ({ kind: 'edit-comment', id, body })),
    ...plan.remove.map((id): CommentChange => ({ kind: 'remove-comment', id })),
    ...plan.minimize.map((id): CommentChange => ({ kind: 'minimize-comment', id, instead })),
    ...emptyReviews(conversation, plan).map((id): CommentChange => ({ kind: 'minimize-review', id })),
    ...summaryChanges(conversation, publication, refused),
  ];
}

/** Reviews of ours of which no comment is left to read. */
function emptyReviews({ reviews }: Conversation, plan: ReturnType<typeof reconcileComments>): readonly string[] {
  const gone = new Set([...plan.remove, ...plan.minimize]);
  return reviews
    .filter(({ isMinimized, commentIds }) => !isMinimized && commentIds.every((id) => gone.has(id)))
    .map(({ id }) => id);
}

function summaryChanges(
  { id, summaries }: Conversation,
  { gate, summary }: Publication,
  refused: readonly WantedComment[],
): readonly CommentChange[] {
  const [standing, ...duplicates] = summaries;
  const removed = summary.mode === 'never' ? summaries : duplicates;
  const changes = removed.map((each): CommentChange => ({ kind: 'remove-summary', id: each.id }));
  if (summary.mode === 'never' || (summary.mode === 'keep' && !standing)) return changes;
  const body = withMarker({ kind: 'summary', gate }, summary.text(refused));
  if (!standing) return [{ kind: 'add-summary', subject: id, body }];
  if (withoutTime(standing.body) === withoutTime(body)) return changes;
  return [...changes, { kind: 'edit-summary', id: standing.id, body }];
}

/** How long a run took is no news. */
function withoutTime(body: string): string {
  return normalise(body).replace(/ · \d+(?:\.\d+)? m?s<\/sub>$/, '');
}
