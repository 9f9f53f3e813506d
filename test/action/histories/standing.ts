import type { ConversationComment, PullRequest, ReviewComment } from '../../github-twin/twin.ts';
import { BOT } from '../said-in.ts';

/** What stands of our gate's comments, minimised ones left out. */
export interface Standing {
  readonly comments: readonly ReviewComment[];
  readonly summaries: readonly ConversationComment[];
}

/** Ours are known by the author and by the marker that GitHub hides; of another gate, or of another author, they are foreign. */
export function standingIn(pullRequest: PullRequest): Standing {
  const isOurs = (kind: string) => (comment: ConversationComment) =>
    comment.author === BOT && comment.body.startsWith(`<!-- tidewaiter ${kind} tidewaiter`);
  return {
    comments: pullRequest.reviewComments().filter((comment) => !comment.isMinimized && isOurs('comment')(comment)),
    summaries: pullRequest.conversation().filter(isOurs('summary')),
  };
}
