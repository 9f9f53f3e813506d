import {
  addReview,
  announceReview,
  commentsOf,
  dismissReview,
  startThread,
  type ThreadStart,
} from '../state/comments.ts';
import type { PullState, ReviewState } from '../state/model.ts';
import { diffOf } from '../state/pull-diff.ts';
import { type AnchorProblem, locate } from '../state/threads.ts';
import { mayPush, roleOf } from './access.ts';
import { ApiError, notForIntegration, unprocessable } from './api-error.ts';
import { isTooLong, reviewTooLong } from './body-limit.ts';
import { presentReview, presentReviewComment } from './present-comment.ts';
import { pullOf } from './pulls.ts';
import { commitOf, placeOf } from './review-places.ts';
import {
  type Answer,
  authenticated,
  numberParameter,
  objectOf,
  page,
  type RepositoryCall,
  type Route,
  textOf,
} from './route.ts';

const REVIEW = '/repos/{owner}/{repo}/pulls/{pull_number}/reviews';

export const reviewRoutes: readonly Route[] = [
  { operation: `GET ${REVIEW}`, scopes: ['pull-requests'], handle: listReviews },
  { operation: `POST ${REVIEW}`, scopes: ['pull-requests'], handle: createReview },
  { operation: `GET ${REVIEW}/{review_id}`, scopes: ['pull-requests'], handle: getReview },
  { operation: `GET ${REVIEW}/{review_id}/comments`, scopes: ['pull-requests'], handle: listCommentsOfReview },
  { operation: `PUT ${REVIEW}/{review_id}/dismissals`, scopes: ['pull-requests'], handle: dismiss },
];

function listReviews(call: RepositoryCall): Answer {
  const pull = pullOf(call);
  const reviews = pull.reviews.map((review) => presentReview(call.urls, review));
  return page(call, reviews);
}

/** All or nothing: one comment that has no place in the diff, and nothing is kept. */
function createReview(call: RepositoryCall): Answer {
  const pull = pullOf(call);
  const { body } = call;
  const commit = commitOf(pull, textOf(body.commit_id) ?? pull.headSha);
  if (commit === undefined) throw unprocessable('Commit is not part of the pull request');
  const state = stateOf(textOf(body.event));
  const isOwn = authenticated(call).actor === pull.author;
  if (isOwn && state === 'APPROVED') throw unprocessable('Can not approve your own pull request');
  if (isOwn && state === 'CHANGES_REQUESTED') throw unprocessable('Can not request changes on your own pull request');
  const text = textOf(body.body) ?? '';
  const needsText = state === 'COMMENTED' || state === 'CHANGES_REQUESTED';
  if (needsText && text === '') throw unprocessable('Body is required for this event');
  const entries = Array.isArray(body.comments) ? body.comments.map(objectOf) : [];
  const starts = entries.map((entry) => threadStart(pull, commit, entry));
  if ([text, ...starts.map((start) => start.body)].some(isTooLong)) throw reviewTooLong();
  const review = addReview(call.world, pull, { author: authenticated(call), body: text, commit, state });
  for (const start of starts) startThread(call.world, review, start);
  announceReview(call.world, review);
  return { status: 200, body: presentReview(call.urls, review) };
}

function stateOf(event: string | undefined): ReviewState['state'] {
  switch (event) {
    case undefined:
    case '':
      return 'PENDING';
    case 'COMMENT':
      return 'COMMENTED';
    case 'REQUEST_CHANGES':
      return 'CHANGES_REQUESTED';
    case 'APPROVE':
      return 'APPROVED';
    default:
      throw unprocessable(`Variable $event of type PullRequestReviewEvent was provided invalid value`);
  }
}

function threadStart(pull: PullState, commit: string, entry: Readonly<Record<string, unknown>>): ThreadStart {
  const place = placeOf(entry);
  const body = textOf(entry.body) ?? '';
  if (body === '') throw unprocessable("Body can't be blank");
  const found = locate(diffOf(pull, commit), place);
  if (!('anchor' in found)) throw unprocessable(sentenceOf(found));
  return { kind: 'lines', path: place.path, body, place, found };
}

const PROBLEMS: Readonly<Record<AnchorProblem, string>> = {
  path: 'Pull request review thread path is invalid',
  line: 'Pull request review thread line must be part of the diff',
  'start-line-hunk': 'Pull request review thread start line must be part of the same hunk as the line.',
  'start-line-order': 'Pull request review thread start line must precede the end line.',
};

/** GitHub's own sentence, in which Rails joins the problems. Which comment it is about, it does not say. */
function sentenceOf(problems: readonly AnchorProblem[]): string {
  const lacksHunk = problems.includes('line') || problems.includes('path');
  const hunk = lacksHunk ? ["Pull request review thread diff hunk can't be blank"] : [];
  const sentences = [...problems.map((problem) => PROBLEMS[problem]), ...hunk];
  if (sentences.length < 3) return sentences.join(' and ');
  return `${sentences.slice(0, -1).join(', ')}, and ${sentences.at(-1)}`;
}

function getReview(call: RepositoryCall): Answer {
  return { status: 200, body: presentReview(call.urls, reviewOf(call)) };
}

function reviewOf(call: RepositoryCall): ReviewState {
  const id = numberParameter(call, 'review_id');
  const review = pullOf(call).reviews.find((other) => other.id === id);
  if (review === undefined) throw new ApiError(404, 'Not Found');
  return review;
}

function listCommentsOfReview(call: RepositoryCall): Answer {
  const review = reviewOf(call);
  return page(
    call,
    commentsOf(review).map((comment) => presentReviewComment(call.urls, comment)),
  );
}

function dismiss(call: RepositoryCall): Answer {
  const review = reviewOf(call);
  const { state } = review;
  const token = authenticated(call);
  if (!mayPush(roleOf(token, call.repository))) throw notForIntegration();
  if (state !== 'APPROVED' && state !== 'CHANGES_REQUESTED')
    throw unprocessable(`Can not dismiss a ${state.toLowerCase()} pull request review`);
  dismissReview(call.world, review, token.actor);
  return { status: 200, body: presentReview(call.urls, review) };
}
