import type {
  App,
  CommentState,
  PullState,
  ReviewCommentState,
  ReviewState,
  Subject,
  ThreadState,
  User,
} from './model.ts';
import { mergeBaseOf } from './pull-diff.ts';
import { touch } from './pulls.ts';
import type { FoundPlace, Place } from './threads.ts';
import { carryThread } from './threads.ts';
import type { World } from './world.ts';

/** Who writes: a user, or an App's bot. */
export interface Author {
  readonly actor: User;
  readonly app?: App;
}

export function addToConversation(world: World, pull: PullState, author: Author, body: string): CommentState {
  const comment = newComment(world, pull, author, body);
  pull.conversation.push(comment);
  touch(world, pull);
  const { repository } = pull;
  world.tell({ event: 'issue_comment', action: 'created', repository, sender: author.actor, comment });
  return comment;
}

function newComment(world: World, pull: PullState, { actor, app }: Author, body: string): CommentState {
  const now = world.now();
  return {
    id: world.nextId(),
    pull,
    author: actor,
    ...(app === undefined ? {} : { app }),
    body,
    createdAt: now,
    updatedAt: now,
    isEdited: false,
    reactions: [],
  };
}

export interface ReviewStart {
  readonly author: Author;
  readonly body: string;
  readonly commit: string;
  readonly state: ReviewState['state'];
}

export function addReview(world: World, pull: PullState, { author, body, commit, state }: ReviewStart): ReviewState {
  const now = world.now();
  const review: ReviewState = {
    id: world.nextId(),
    pull,
    author: author.actor,
    ...(author.app === undefined ? {} : { app: author.app }),
    body,
    commit,
    state,
    ...(state === 'PENDING' ? {} : { submittedAt: now }),
    updatedAt: now,
  };
  pull.reviews.push(review);
  touch(world, pull);
  return review;
}

export type ThreadStart = { readonly path: string; readonly body: string } & (
  | { readonly kind: 'file' }
  | { readonly kind: 'lines'; readonly place: Place; readonly found: FoundPlace }
);

/** Starts a thread with its first comment. One on an older commit is carried to the head at once. */
export function startThread(world: World, review: ReviewState, start: ThreadStart): ReviewCommentState {
  const { pull, commit } = review;
  const thread: ThreadState = {
    id: world.nextId(),
    pull,
    path: start.path,
    subject: subjectOf(start),
    originalCommit: commit,
    commit,
    diffHunk: start.kind === 'file' ? '' : start.found.diffHunk,
    anchor: start.kind === 'file' ? { startLine: 1, line: 1, position: 1 } : start.found.anchor,
    isResolved: false,
    comments: [],
  };
  const comment = addToThread(world, thread, review, start.body);
  pull.threads.push(thread);
  if (commit !== pull.headSha) carryThread(thread, { head: commit, mergeBase: mergeBaseOf(pull, commit) });
  return comment;
}

function subjectOf(start: ThreadStart): Subject {
  if (start.kind === 'file') return { kind: 'file' };
  const { side, startSide, isMultiLine } = start.place;
  return { kind: 'lines', side, startSide, isMultiLine, ...start.found.anchor };
}

export function addToThread(world: World, thread: ThreadState, review: ReviewState, body: string): ReviewCommentState {
  const author = { actor: review.author, ...(review.app === undefined ? {} : { app: review.app }) };
  const comment = { ...newComment(world, thread.pull, author, body), thread, review };
  thread.comments.push(comment);
  return comment;
}

/** An answer in a thread: it belongs to a review of its own, as each single comment does. */
export function reply(world: World, thread: ThreadState, author: Author, body: string): ReviewCommentState {
  const review = addReview(world, thread.pull, { author, body: '', commit: thread.commit, state: 'COMMENTED' });
  const comment = addToThread(world, thread, review, body);
  announceReview(world, review);
  return comment;
}

/** Tells of a review and its comments, once all of them are there. Of a draft nobody is told. */
export function announceReview(world: World, review: ReviewState): void {
  if (review.state === 'PENDING') return;
  const { repository } = review.pull;
  const sender = review.author;
  world.tell({ event: 'pull_request_review', action: 'submitted', repository, sender, review });
  for (const comment of commentsOf(review)) {
    world.tell({ event: 'pull_request_review_comment', action: 'created', repository, sender, comment });
  }
}

/** An approval or a refusal that does not count any more. */
export function dismissReview(world: World, review: ReviewState, by: User): void {
  if (review.state !== 'APPROVED' && review.state !== 'CHANGES_REQUESTED') {
    throw new Error(`GitHub dismisses approvals and requests for changes, and no review that is ${review.state}`);
  }
  review.state = 'DISMISSED';
  review.updatedAt = world.now();
  const { repository } = review.pull;
  world.tell({ event: 'pull_request_review', action: 'dismissed', repository, sender: by, review });
}

export function commentsOf(review: ReviewState): readonly ReviewCommentState[] {
  return review.pull.threads.flatMap((thread) => thread.comments).filter((comment) => comment.review === review);
}

export function editComment(
  world: World,
  comment: CommentState | ReviewCommentState,
  { body, by }: { readonly body: string; readonly by: User },
): void {
  const from = comment.body;
  if (from !== body) comment.isEdited = true;
  comment.body = body;
  comment.updatedAt = world.now();
  const edit = { action: 'edited', repository: comment.pull.repository, sender: by, from } as const;
  if ('thread' in comment) world.tell({ event: 'pull_request_review_comment', comment, ...edit });
  else world.tell({ event: 'issue_comment', comment, ...edit });
}

export function deleteFromConversation(world: World, comment: CommentState, by: User): void {
  const { pull, id } = comment;
  removeById(pull.conversation, id);
  world.tell({ event: 'issue_comment', action: 'deleted', repository: pull.repository, sender: by, comment });
}

/** With its last comment a thread goes, and with the last comment of a review without words the review. */
export function deleteReviewComment(world: World, comment: ReviewCommentState, by: User): void {
  const { thread, review, id, pull } = comment;
  removeById(thread.comments, id);
  const { repository } = pull;
  world.tell({ event: 'pull_request_review_comment', action: 'deleted', repository, sender: by, comment });
  if (thread.comments.length === 0) removeById(pull.threads, thread.id);
  if (commentsOf(review).length === 0 && review.body === '') removeById(pull.reviews, review.id);
}

function removeById(list: { readonly id: number }[], id: number): void {
  const at = list.findIndex((item) => item.id === id);
  if (at >= 0) list.splice(at, 1);
}

export function allReviewComments(pull: PullState): readonly ReviewCommentState[] {
  const comments = pull.threads.flatMap((thread) => thread.comments);
  return comments.sort((left, right) => left.id - right.id);
}
