import type { CommentState, ReviewCommentState, ReviewState } from '../state/model.ts';
import { fullNameOf } from '../state/refs.ts';
import { presentApp } from './present-app.ts';
import { associationOf } from './present-pull.ts';
import { presentReactions } from './present-reactions.ts';
import { nodeId, presentUser, repositoryPath } from './present-repository.ts';
import { pullPath } from './pulls.ts';
import type { Urls } from './route.ts';

/** Comments and reviews as REST shows them. */

export function presentIssueComment(urls: Urls, comment: CommentState) {
  const { pull } = comment;
  const self = `${urls.api}${repositoryPath(pull.repository)}/issues/comments/${comment.id}`;
  return {
    id: comment.id,
    node_id: nodeId('IC', comment.id),
    url: self,
    html_url: `${pagesOf(urls, comment)}#issuecomment-${comment.id}`,
    issue_url: `${urls.api}${repositoryPath(pull.repository)}/issues/${pull.number}`,
    user: presentUser(urls, comment.author),
    author_association: associationOf(pull.repository, comment.author),
    body: comment.body,
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    reactions: presentReactions(self, comment.reactions),
    performed_via_github_app: comment.app === undefined ? null : presentApp(urls, comment.app),
  };
}

function pagesOf(urls: Urls, { pull }: CommentState | ReviewState): string {
  return `${urls.server}/${fullNameOf(pull.repository)}/pull/${pull.number}`;
}

export function presentReviewComment(urls: Urls, comment: ReviewCommentState) {
  const { thread, pull, review } = comment;
  const self = `${urls.api}${repositoryPath(pull.repository)}/pulls/comments/${comment.id}`;
  const html = `${pagesOf(urls, comment)}#discussion_r${comment.id}`;
  const pullUrl = urls.api + pullPath(pull);
  const first = thread.comments[0];
  return {
    id: comment.id,
    node_id: nodeId('PRRC', comment.id),
    url: self,
    html_url: html,
    pull_request_url: pullUrl,
    pull_request_review_id: review.id,
    diff_hunk: thread.diffHunk,
    path: thread.path,
    commit_id: thread.commit,
    original_commit_id: thread.originalCommit,
    user: presentUser(urls, comment.author),
    author_association: associationOf(pull.repository, comment.author),
    body: comment.body,
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    _links: { self: { href: self }, html: { href: html }, pull_request: { href: pullUrl } },
    reactions: presentReactions(self, comment.reactions),
    ...presentPlace(comment),
    ...(first === undefined || first === comment ? {} : { in_reply_to_id: first.id }),
  };
}

/** Of an outdated comment the place is null, whatever GitHub's description says; the original one stays. */
function presentPlace({ thread }: ReviewCommentState) {
  const { subject, anchor } = thread;
  if (subject.kind === 'file') {
    const first = anchor === undefined ? null : 1;
    return {
      subject_type: 'file',
      side: 'RIGHT',
      line: first,
      original_line: 1,
      position: first,
      original_position: 1,
    };
  }
  const start = (line: number | undefined) => (subject.isMultiLine ? (line ?? null) : null);
  return {
    subject_type: 'line',
    side: subject.side,
    line: anchor?.line ?? null,
    original_line: subject.line,
    start_side: subject.isMultiLine ? subject.startSide : null,
    start_line: start(anchor?.startLine),
    original_start_line: start(subject.startLine),
    position: anchor?.position ?? null,
    original_position: subject.position,
  };
}

export function presentReview(urls: Urls, review: ReviewState) {
  const pullUrl = urls.api + pullPath(review.pull);
  const html = `${pagesOf(urls, review)}#pullrequestreview-${review.id}`;
  return {
    id: review.id,
    node_id: nodeId('PRR', review.id),
    user: presentUser(urls, review.author),
    body: review.body,
    state: review.state,
    html_url: html,
    pull_request_url: pullUrl,
    author_association: associationOf(review.pull.repository, review.author),
    _links: { html: { href: html }, pull_request: { href: pullUrl } },
    commit_id: review.commit,
    ...(review.submittedAt === undefined ? {} : { submitted_at: review.submittedAt }),
  };
}
