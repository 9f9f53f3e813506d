import { maySee } from '../rest/access.ts';
import { nodeId } from '../rest/present-repository.ts';
import type { ApiCall } from '../rest/route.ts';
import type { CommentState, PullState, ReviewCommentState, ReviewState, ThreadState } from '../state/model.ts';
import {
  presentIssueComment,
  presentPullRequest,
  presentReview,
  presentReviewComment,
  presentThread,
} from './present.ts';

export type FoundNode =
  | { readonly kind: 'PullRequest'; readonly pull: PullState }
  | { readonly kind: 'IssueComment'; readonly pull: PullState; readonly comment: CommentState }
  | { readonly kind: 'PullRequestReview'; readonly pull: PullState; readonly review: ReviewState }
  | { readonly kind: 'PullRequestReviewThread'; readonly pull: PullState; readonly thread: ThreadState }
  | { readonly kind: 'PullRequestReviewComment'; readonly pull: PullState; readonly comment: ReviewCommentState };

/** The thing that an id is of, among what the token may see. */
export function findNode(call: ApiCall, id: string): FoundNode | undefined {
  for (const repository of call.world.repositories.values()) {
    if (!maySee(call.token, repository)) continue;
    for (const pull of repository.pulls.values()) {
      const found = findIn(pull, id);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function findIn(pull: PullState, id: string): FoundNode | undefined {
  if (nodeId('PR', pull.id) === id) return { kind: 'PullRequest', pull };
  const spoken = pull.conversation.find((other) => nodeId('IC', other.id) === id);
  if (spoken !== undefined) return { kind: 'IssueComment', pull, comment: spoken };
  const review = pull.reviews.find((other) => nodeId('PRR', other.id) === id);
  if (review !== undefined) return { kind: 'PullRequestReview', pull, review };
  for (const thread of pull.threads) {
    if (nodeId('PRRT', thread.id) === id) return { kind: 'PullRequestReviewThread', pull, thread };
    const comment = thread.comments.find((other) => nodeId('PRRC', other.id) === id);
    if (comment !== undefined) return { kind: 'PullRequestReviewComment', pull, comment };
  }
  return undefined;
}

export function presentNode(call: ApiCall, node: FoundNode): object {
  switch (node.kind) {
    case 'PullRequest':
      return presentPullRequest(call, node.pull);
    case 'IssueComment':
      return presentIssueComment(call, node.comment);
    case 'PullRequestReview':
      return presentReview(call, node.review);
    case 'PullRequestReviewThread':
      return presentThread(call, node.thread);
    case 'PullRequestReviewComment':
      return presentReviewComment(call, node.comment);
  }
}
