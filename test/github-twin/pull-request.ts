/** What tests see of a pull request: its state, what is written on it, its checks, and its buttons. */

import type { Payload, Permissions } from './apps.ts';

export interface PullRequest {
  readonly number: number;
  /** The branch it comes from, in the repository or the fork. */
  readonly headBranch: string;
  readonly headSha: string;
  readonly baseBranch: string;
  state(): 'open' | 'closed' | 'merged';
  /** Comments of the conversation that are not minimised, the oldest first. */
  conversation(): readonly ConversationComment[];
  /** Comments of the conversation, minimised ones too. */
  allConversation(): readonly ConversationComment[];
  /** All review comments but replies, which stand at what they reply to. */
  reviewComments(): readonly ReviewComment[];
  /** Review comments that a reader of the diff sees: neither outdated nor minimised nor resolved. */
  visibleComments(): readonly ReviewComment[];
  reviews(): readonly ReviewSummary[];
  /** The checks of the head: of each App and name the newest. */
  checks(): readonly Check[];
  /** Presses a button of a completed check of the head. Whoever does it is the repository's owner where not said. */
  clickButton(identifier: string, options?: { readonly login: string }): void;
  /** Presses "Re-run" at a check of the head. */
  rerequestCheck(name: string, options?: { readonly login: string }): void;
  /** Presses "Re-run all checks", of one App, at the head. */
  rerequestChecks(app: string, options?: { readonly login: string }): void;
  comment(login: string, text: string): number;
  reply(commentId: number, login: string, text: string): number;
  /** Changes a comment, of the conversation or of a review. */
  editComment(commentId: number, text: string): void;
  /** A review without comments on lines. */
  review(login: string, review: { readonly state: ReviewVerdict; readonly body?: string }): void;
  /** An approval, or a request for changes, does not count any more. */
  dismissReview(reviewId: number): void;
  /** Logins. */
  requestedReviewers(): readonly string[];
  resolveThread(commentId: number): void;
  /** What the button does: one commit of the suggestions in these comments. Throws where GitHub offers no button. */
  applySuggestions(...commentIds: readonly number[]): string;
  changeBase(branch: string): void;
  changeTitle(title: string): void;
  markReady(): void;
  convertToDraft(): void;
  close(): void;
  reopen(): void;
  /** The merge button, pressed by the repository's owner. */
  merge(): MergeAttempt;
  /** The commit of head merged into base, which actions/checkout takes; undefined where they conflict. */
  mergeCommit(): string | undefined;
  eventPayload(action: string): Payload;
  /**
   * The GITHUB_TOKEN of a workflow's job. Under `pull_request` it only reads, whatever is asked, where the pull request comes
   * from a fork or from Dependabot.
   */
  jobToken(options: {
    readonly event: 'pull_request' | 'pull_request_target';
    readonly permissions: Permissions;
  }): string;
}

export interface Check {
  readonly id: number;
  /** The App's slug. */
  readonly app: string;
  readonly name: string;
  readonly status: 'queued' | 'in_progress' | 'completed';
  readonly conclusion: Conclusion | null;
  readonly title: string | null;
  readonly summary: string | null;
  readonly text: string | null;
  readonly annotations: readonly Readonly<Record<string, unknown>>[];
  /** They are there once the check is completed. */
  readonly buttons: readonly { readonly label: string; readonly description: string; readonly identifier: string }[];
  readonly externalId: string;
  readonly detailsUrl: string | null;
}

export interface ConversationComment {
  readonly id: number;
  readonly author: string;
  readonly body: string;
  readonly isMinimized: boolean;
  readonly isEdited: boolean;
  readonly reactions: readonly Reaction[];
}

export interface Reaction {
  readonly author: string;
  /** `eyes`, `+1` … */
  readonly content: string;
}

export interface ReviewComment {
  readonly id: number;
  readonly author: string;
  readonly body: string;
  readonly path: string;
  /** Undefined once outdated, and for a comment on a whole file. */
  readonly line?: number;
  readonly startLine?: number;
  readonly originalLine?: number;
  readonly side: Side;
  readonly isOutdated: boolean;
  readonly isMinimized: boolean;
  readonly isResolved: boolean;
  readonly isEdited: boolean;
  /** What the first suggestion of the body would put in place of the lines. */
  readonly suggestion?: string;
  readonly reactions: readonly Reaction[];
  readonly replies: readonly ConversationComment[];
}

export type Side = 'LEFT' | 'RIGHT';

export type ReviewVerdict = 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED';

export interface ReviewSummary {
  readonly id: number;
  readonly author: string;
  readonly body: string;
  readonly state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED' | 'PENDING';
  readonly commitId: string;
}

export type Conclusion =
  | 'action_required'
  | 'cancelled'
  | 'failure'
  | 'neutral'
  | 'success'
  | 'skipped'
  | 'stale'
  | 'timed_out';

export interface MergeAttempt {
  readonly status: number;
  readonly message: string;
}
