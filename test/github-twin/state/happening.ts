import type {
  CheckRunState,
  CheckSuiteState,
  CommentState,
  Installation,
  MergeGroupState,
  PullState,
  RegisteredApp,
  RepositoryState,
  ReviewCommentState,
  ReviewState,
  User,
} from './model.ts';

/** What webhooks tell of: an event of a repository, or one of an App itself. */
export type Happening = RepositoryHappening | AppHappening;

export type RepositoryHappening = { readonly repository: RepositoryState; readonly sender: User } & (
  | { readonly event: 'push'; readonly ref: string; readonly before: string; readonly after: string }
  | PullHappening
  | ({ readonly event: 'issue_comment'; readonly comment: CommentState } & CommentAction)
  | ({ readonly event: 'pull_request_review_comment'; readonly comment: ReviewCommentState } & CommentAction)
  | {
      readonly event: 'pull_request_review';
      readonly action: 'submitted' | 'dismissed';
      readonly review: ReviewState;
    }
  | {
      readonly event: 'check_run';
      readonly action: 'created' | 'completed' | 'rerequested';
      readonly run: CheckRunState;
    }
  /** A button of the check was pressed. */
  | {
      readonly event: 'check_run';
      readonly action: 'requested_action';
      readonly run: CheckRunState;
      readonly identifier: string;
    }
  | {
      readonly event: 'check_suite';
      readonly action: 'requested' | 'rerequested' | 'completed';
      readonly suite: CheckSuiteState;
    }
  | { readonly event: 'merge_group'; readonly action: 'checks_requested'; readonly group: MergeGroupState }
  | {
      readonly event: 'merge_group';
      readonly action: 'destroyed';
      readonly group: MergeGroupState;
      readonly reason: 'merged' | 'invalidated' | 'dequeued';
    }
);

export type PullHappening = { readonly event: 'pull_request'; readonly pull: PullState } & (
  | { readonly action: 'opened' | 'closed' | 'reopened' | 'ready_for_review' | 'converted_to_draft' }
  | { readonly action: 'synchronize'; readonly before: string; readonly after: string }
  /** What it was before. */
  | { readonly action: 'edited'; readonly from: PullEdit }
  | { readonly action: 'review_requested'; readonly reviewer: User }
);

export type PullEdit = { readonly base: { readonly ref: string; readonly sha: string } } | { readonly title: string };

type CommentAction =
  | { readonly action: 'created' | 'deleted' }
  /** The text before. */
  | { readonly action: 'edited'; readonly from: string };

export type AppHappening = { readonly sender: User } & (
  | { readonly event: 'ping'; readonly app: RegisteredApp }
  | {
      readonly event: 'installation';
      readonly action: 'created' | 'deleted' | 'suspend' | 'unsuspend' | 'new_permissions_accepted';
      readonly installation: Installation;
    }
  | {
      readonly event: 'installation_repositories';
      readonly action: 'added' | 'removed';
      readonly installation: Installation;
      readonly repositories: readonly RepositoryState[];
    }
);
