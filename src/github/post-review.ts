import { GitHubError } from '../errors/tidewaiter-error.ts';
import type { GitHub } from './client.ts';
import type { WantedComment } from './reconcile-comments.ts';
import type { PullRequestName } from './repository-name.ts';

export interface ReviewToPost {
  /** The commit that was judged: GitHub takes lines as that commit's. */
  readonly commit: string;
  /** One line, with its marker: what is to be said is said by the comments and by the summary. */
  readonly body: string;
  readonly comments: readonly WantedComment[];
}

/**
 * Posts comments as one review. GitHub refuses all of them for a single line that it does not take and does not say which, so what is
 * refused is halved until the line is found. Gives the comments that were refused.
 */
export async function postReview(
  github: GitHub,
  pullRequest: PullRequestName,
  review: ReviewToPost,
): Promise<readonly WantedComment[]> {
  const { comments } = review;
  if (comments.length === 0) return [];
  try {
    await createReview(github, pullRequest, review);
    return [];
  } catch (error) {
    if (!(error instanceof GitHubError) || error.code !== 'github/refused') throw error;
    if (comments.length === 1) return comments;
    const middle = Math.ceil(comments.length / 2);
    return [
      ...(await postReview(github, pullRequest, { ...review, comments: comments.slice(0, middle) })),
      ...(await postReview(github, pullRequest, { ...review, comments: comments.slice(middle) })),
    ];
  }
}

async function createReview(
  github: GitHub,
  { owner, repo, number }: PullRequestName,
  review: ReviewToPost,
): Promise<void> {
  await github.request('POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews', {
    owner,
    repo,
    pull_number: number,
    commit_id: review.commit,
    event: 'COMMENT',
    body: review.body,
    comments: review.comments.map(({ file, startLine, endLine, body }) => ({
      path: file,
      body,
      line: endLine,
      side: 'RIGHT',
      ...(startLine < endLine ? { start_line: startLine, start_side: 'RIGHT' } : {}),
    })),
  });
}
