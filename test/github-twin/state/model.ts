import type { History } from '../git/commits.ts';
import type { Diffs } from '../git/diff.ts';
import type { ObjectStore } from '../git/object-store.ts';
import type { Conclusion, Limits, Permissions, Protection, ReviewSummary, Role, Side } from '../twin.ts';

/** What GitHub remembers. Everything that has a page has an id of its own, and a date. */

export interface User {
  readonly id: number;
  /** Of a bot: with `[bot]`, as REST has it. */
  readonly login: string;
  readonly type: 'User' | 'Bot' | 'Organization';
}

export interface App {
  readonly id: number;
  readonly slug: string;
  readonly bot: User;
}

export interface AppInstallation {
  readonly app: App;
  readonly account: string;
  readonly permissions: Permissions;
  readonly installationId: number;
  readonly privateKey: string;
}

export interface Token {
  readonly text: string;
  readonly actor: User;
  /** Of an App's installation. */
  readonly app?: App;
  /** Undefined: all that its owner may do. */
  readonly permissions?: Permissions;
  readonly repository?: string;
}

/** What a repository and its forks share. */
export interface Network {
  readonly objects: ObjectStore;
  readonly history: History;
  readonly diffs: Diffs;
  readonly limits: Limits;
}

export interface RepositoryState {
  readonly id: number;
  readonly owner: User;
  readonly name: string;
  readonly isPrivate: boolean;
  readonly createdAt: string;
  readonly defaultBranch: string;
  readonly parent?: RepositoryState;
  readonly network: Network;
  readonly folder: string;
  /** Commits by the full name of a ref: `refs/heads/main`. */
  readonly refs: Map<string, string>;
  readonly collaborators: Map<string, Role>;
  readonly pulls: Map<number, PullState>;
  /** By the name of the branch. */
  readonly requiredChecks: Map<string, Protection>;
  readonly checkSuites: CheckSuiteState[];
  readonly statuses: StatusState[];
  readonly sarifUploads: unknown[];
  /** By commit. */
  readonly archives: Map<string, Buffer>;
  lastNumber: number;
}

export interface PullState {
  readonly id: number;
  readonly number: number;
  readonly repository: RepositoryState;
  readonly author: User;
  readonly title: string;
  readonly isDraft: boolean;
  readonly createdAt: string;
  readonly head: { readonly repository: RepositoryState; readonly branch: string };
  /** Stands still once the pull request is closed. */
  headSha: string;
  baseBranch: string;
  /** The base branch's commit when the head last moved: not its tip. */
  baseSha: string;
  progress:
    | { readonly state: 'open' }
    | { readonly state: 'closed'; readonly at: string; readonly baseTip: string }
    | {
        readonly state: 'merged';
        readonly at: string;
        readonly baseTip: string;
        readonly by: User;
        readonly commit: string;
      };
  updatedAt: string;
  inMergeQueue: boolean;
  readonly heads: string[];
  readonly threads: ThreadState[];
  readonly reviews: ReviewState[];
  readonly conversation: CommentState[];
}

/** What a comment of the conversation and one of a review have in common. */
export interface CommentState {
  readonly id: number;
  readonly pull: PullState;
  readonly author: User;
  readonly app?: App;
  readonly createdAt: string;
  body: string;
  updatedAt: string;
  isEdited: boolean;
  minimizedReason?: string;
  readonly reactions: ReactionState[];
}

export interface ReactionState {
  readonly id: number;
  readonly author: User;
  readonly content: string;
  readonly createdAt: string;
}

export interface ThreadState {
  readonly id: number;
  readonly pull: PullState;
  readonly path: string;
  readonly subject: Subject;
  readonly originalCommit: string;
  readonly diffHunk: string;
  /** Where it stands in the diff now; undefined once outdated. */
  anchor: Anchor | undefined;
  /** The commit that the anchor is of. */
  commit: string;
  isResolved: boolean;
  readonly comments: ReviewCommentState[];
}

/** What the comment was made on. */
export type Subject =
  | { readonly kind: 'file' }
  | ({ readonly kind: 'lines'; readonly side: Side; readonly startSide: Side; readonly isMultiLine: boolean } & Anchor);

export interface Anchor {
  readonly startLine: number;
  readonly line: number;
  readonly position: number;
}

export interface ReviewCommentState extends CommentState {
  readonly thread: ThreadState;
  readonly review: ReviewState;
}

export interface ReviewState {
  readonly id: number;
  readonly pull: PullState;
  readonly author: User;
  readonly app?: App;
  readonly commit: string;
  readonly state: ReviewSummary['state'];
  readonly submittedAt?: string;
  body: string;
  updatedAt: string;
  minimizedReason?: string;
}

export interface CheckSuiteState {
  readonly id: number;
  readonly app: App;
  readonly headSha: string;
  readonly headBranch: string | null;
  readonly createdAt: string;
  readonly runs: CheckRunState[];
}

export interface CheckRunState {
  readonly id: number;
  readonly suite: CheckSuiteState;
  name: string;
  externalId: string;
  detailsUrl: string | null;
  progress:
    | { readonly status: 'queued' | 'in_progress' }
    | { readonly status: 'completed'; readonly conclusion: Conclusion; readonly at: string };
  startedAt: string;
  title: string | null;
  summary: string | null;
  text: string | null;
  readonly annotations: AnnotationState[];
}

export type AnnotationState = Readonly<Record<string, unknown>>;

export interface StatusState {
  readonly id: number;
  readonly sha: string;
  readonly creator: User;
  readonly app?: App;
  readonly context: string;
  readonly state: 'error' | 'failure' | 'pending' | 'success';
  readonly description: string | null;
  readonly targetUrl: string | null;
  readonly createdAt: string;
}
