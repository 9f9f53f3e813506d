import type { Review } from '../../src/model/review.ts';
import { visible } from '../../src/text/visible.ts';
import { isAtLeast, readRight } from '../github/read-right.ts';
import type { Proposal } from '../store/proposals.ts';
import type { Case } from './case.ts';
import type { JudgingDependencies } from './dependencies.ts';

/**
 * A pull request that the bot opened for somebody is not to be merged before somebody else, who has the right to, approves just this commit of
 * it: or people would exempt themselves through the bot.
 */
export async function awaitApproval(
  review: Review,
  judged: Case,
  { app, findProposal }: Pick<JudgingDependencies, 'app' | 'findProposal'>,
): Promise<Review> {
  const { owner, repo, headSha, author } = judged;
  const proposal = await findProposal({ repository: `${owner}/${repo}`, at: headSha });
  if (proposal === undefined) {
    const isOurs = author !== undefined && author === (await app.login());
    return isOurs ? blocked(review, 'it is not as the bot proposed it; close it, and ask for it again') : review;
  }
  if (await isApproved(judged, proposal)) return review;
  return blocked(
    review,
    `awaits the approval of somebody who may maintain this repository, other than ${visible(proposal.asker)}`,
  );
}

function blocked(review: Review, reason: string): Review {
  return { ...review, decision: 'block', reasons: [reason, ...review.reasons] };
}

async function isApproved({ github, owner, repo, number, headSha }: Case, { askerId }: Proposal): Promise<boolean> {
  if (number === undefined) return false;
  const reviews = await github.paginate('GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews', {
    owner,
    repo,
    pull_number: number,
    per_page: 100,
  });
  // The last word of each counts; a comment takes nothing back.
  const words = new Map<string, (typeof reviews)[number]>();
  for (const review of reviews) {
    if (review.user && review.state !== 'COMMENTED' && review.state !== 'PENDING') words.set(review.user.login, review);
  }
  for (const [login, { state, commit_id: commit, user }] of words) {
    if (state !== 'APPROVED' || commit !== headSha || user?.type === 'Bot') continue;
    if (user?.id === askerId) continue;
    if (isAtLeast(await readRight(github, { owner, repo }, login), 'maintain')) return true;
  }
  return false;
}
