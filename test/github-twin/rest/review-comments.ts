import {
  addReview,
  allReviewComments,
  announceReview,
  deleteReviewComment,
  editComment,
  reply,
  startThread,
  type ThreadStart,
} from '../state/comments.ts';
import type { PullState, ReviewCommentState } from '../state/model.ts';
import { diffOf } from '../state/pull-diff.ts';
import { type AnchorProblem, locate } from '../state/threads.ts';
import { type FieldProblem, notFound, validationFailed } from './api-error.ts';
import { commentTooLong, isTooLong } from './body-limit.ts';
import { moderated } from './moderated.ts';
import { presentReviewComment } from './present-comment.ts';
import { pullOf } from './pulls.ts';
import { commitOf, placeOf } from './review-places.ts';
import {
  type Answer,
  actorOf,
  authenticated,
  numberOf,
  numberParameter,
  page,
  type RepositoryCall,
  type Route,
  textOf,
} from './route.ts';

const OF_PULL = '/repos/{owner}/{repo}/pulls/{pull_number}/comments';
const ONE = '/repos/{owner}/{repo}/pulls/comments/{comment_id}';

export const reviewCommentRoutes: readonly Route[] = [
  { operation: `GET ${OF_PULL}`, scopes: ['pull-requests'], handle: list },
  { operation: `POST ${OF_PULL}`, scopes: ['pull-requests'], handle: create },
  { operation: `POST ${OF_PULL}/{comment_id}/replies`, scopes: ['pull-requests'], handle: createReply },
  { operation: `GET ${ONE}`, scopes: ['pull-requests'], handle: get },
  { operation: `PATCH ${ONE}`, scopes: ['pull-requests'], handle: update },
  { operation: `DELETE ${ONE}`, scopes: ['pull-requests'], handle: remove },
];

function list(call: RepositoryCall): Answer {
  const pull = pullOf(call);
  const published = allReviewComments(pull).filter((comment) => comment.review.state !== 'PENDING');
  return page(
    call,
    published.map((comment) => presentReviewComment(call.urls, comment)),
  );
}

function create(call: RepositoryCall): Answer {
  const pull = pullOf(call);
  const body = bodyOf(call);
  const inReplyTo = numberOf(call.body.in_reply_to);
  // A reply takes nothing from the request but its text.
  const comment = inReplyTo === undefined ? startOne(call, pull, body) : answer(call, pull, inReplyTo, body);
  const shown = presentReviewComment(call.urls, comment);
  return { status: 201, body: shown, headers: { location: shown.url } };
}

function bodyOf(call: RepositoryCall): string {
  const body = textOf(call.body.body) ?? '';
  if (body.trim() === '') throw refused({ code: 'missing_field', field: 'body' });
  if (isTooLong(body)) throw commentTooLong('PullRequestReviewComment');
  return body;
}

function refused(...problems: readonly FieldProblem[]) {
  return validationFailed('PullRequestReviewComment', ...problems);
}

function startOne(call: RepositoryCall, pull: PullState, body: string): ReviewCommentState {
  const wanted = textOf(call.body.commit_id);
  const commit = wanted === undefined ? undefined : commitOf(pull, wanted);
  if (commit === undefined) {
    throw refused({ code: 'custom', field: 'commit_id', message: 'commit_id is not part of the pull request' });
  }
  const start = { author: authenticated(call), body: '', commit, state: 'COMMENTED' as const };
  const thread = threadStart(call, pull, commit, body);
  const review = addReview(call.world, pull, start);
  const comment = startThread(call.world, review, thread);
  announceReview(call.world, review);
  return comment;
}

function threadStart(call: RepositoryCall, pull: PullState, commit: string, body: string): ThreadStart {
  const place = placeOf(call.body);
  const { path } = place;
  if (call.body.subject_type === 'file') {
    if (!diffOf(pull, commit).some((file) => file.path === path)) throw refused(...problemsOf(['path']));
    return { kind: 'file', path, body };
  }
  const found = locate(diffOf(pull, commit), place);
  if (!('anchor' in found)) throw refused(...problemsOf(found));
  return { kind: 'lines', path, body, place, found };
}

const THREAD = 'pull_request_review_thread';

const PROBLEMS: Readonly<Record<AnchorProblem, FieldProblem>> = {
  path: { code: 'invalid', field: `${THREAD}.path` },
  line: { code: 'custom', field: `${THREAD}.line`, message: `${THREAD}.line must be part of the diff` },
  'start-line-hunk': {
    code: 'custom',
    field: `${THREAD}.start_line`,
    message: `${THREAD}.start_line must be part of the same hunk as the line.`,
  },
  'start-line-order': {
    code: 'custom',
    field: `${THREAD}.start_line`,
    message: `${THREAD}.start_line must precede the end line.`,
  },
};

function problemsOf(problems: readonly AnchorProblem[]): readonly FieldProblem[] {
  const lacksHunk = problems.includes('line') || problems.includes('path');
  const hunk: readonly FieldProblem[] = lacksHunk ? [{ code: 'missing_field', field: `${THREAD}.diff_hunk` }] : [];
  return [...problems.map((problem) => PROBLEMS[problem]), ...hunk];
}

function createReply(call: RepositoryCall): Answer {
  const pull = pullOf(call);
  const comment = answer(call, pull, numberParameter(call, 'comment_id'), bodyOf(call));
  const shown = presentReviewComment(call.urls, comment);
  return { status: 201, body: shown, headers: { location: shown.url } };
}

function answer(call: RepositoryCall, pull: PullState, id: number, body: string): ReviewCommentState {
  const first = allReviewComments(pull).find((comment) => comment.id === id);
  if (first === undefined) throw notFound();
  return reply(call.world, first.thread, authenticated(call), body);
}

function get(call: RepositoryCall): Answer {
  return { status: 200, body: presentReviewComment(call.urls, reviewCommentOf(call)) };
}

/** The review comment that a path names. */
export function reviewCommentOf(call: RepositoryCall): ReviewCommentState {
  const id = numberParameter(call, 'comment_id');
  const all = [...call.repository.pulls.values()].flatMap(allReviewComments);
  const comment = all.find((other) => other.id === id);
  if (comment === undefined) throw notFound();
  return comment;
}

function update(call: RepositoryCall): Answer {
  const comment = moderated(call, reviewCommentOf(call));
  editComment(call.world, comment, { body: bodyOf(call), by: actorOf(call) });
  return { status: 200, body: presentReviewComment(call.urls, comment) };
}

function remove(call: RepositoryCall): Answer {
  deleteReviewComment(call.world, moderated(call, reviewCommentOf(call)), actorOf(call));
  return { status: 204 };
}
