import type { KeyObject } from 'node:crypto';
import type { DeliveryAnswer, WebhookEvent } from '../apps.ts';
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
  /** Undefined for one that exists by the tokens of a test alone. */
  registration: Registration | undefined;
}

/** What the page of an App's settings holds. */
export interface Registration {
  readonly owner: User;
  readonly name: string;
  readonly createdAt: string;
  readonly permissions: Permissions;
  readonly events: readonly WebhookEvent[];
  readonly clientId: string;
  readonly clientSecret: string;
  readonly callbackUrls: readonly string[];
  readonly installations: Installation[];
  /** What it signs with. GitHub itself keeps the public halves alone. */
  keys: readonly AppKey[];
  readonly hookId: number;
  webhook: { readonly url: string; readonly secret: string } | undefined;
}

export interface AppKey {
  /** PEM, PKCS #1. */
  readonly privateKey: string;
  readonly publicKey: KeyObject;
}

export interface RegisteredApp extends App {
  registration: Registration;
}

export interface Installation {
  readonly id: number;
  readonly app: RegisteredApp;
  readonly account: User;
  readonly createdAt: string;
  permissions: Permissions;
  /** All repositories of the account, those to come as well; or some. */
  repositories: 'all' | ReadonlySet<RepositoryState>;
  suspension: { readonly at: string; readonly by: User } | undefined;
}

/** Something that GitHub sent, or tried to, to an App. */
export interface DeliveryState {
  readonly id: number;
  readonly guid: string;
  readonly app: RegisteredApp;
  readonly event: string;
  readonly action: string | null;
  readonly installation: Installation | undefined;
  readonly repository: RepositoryState | undefined;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly isRedelivery: boolean;
  /** Of the real clock: how long ago it was decides what can be sent again. */
  readonly deliveredAt: Date;
  answer: DeliveryAnswer;
}

export interface Token {
  readonly text: string;
  readonly actor: User;
  /** The App by which its owner acts: that of an installation, or one that a user has signed in with. */
  readonly app?: App;
  /** Undefined: all that its owner may do. */
  readonly permissions?: Permissions;
  readonly reach: Reach;
  /** Of the real clock, in milliseconds. */
  readonly expiresAt?: number;
}

/** Which repositories a token is for. */
export type Reach =
  /** Those that its owner may see. */
  | { readonly kind: 'owner' }
  | { readonly kind: 'repository'; readonly fullName: string }
  /** Those of the installation, or some of them. */
  | {
      readonly kind: 'installation';
      readonly installation: Installation;
      readonly only: ReadonlySet<RepositoryState> | undefined;
    }
  /** Those that its owner may see and that the App is installed on. */
  | { readonly kind: 'user-of-app'; readonly app: RegisteredApp };

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
  /** Who acts where nobody else is said to: the owner, or the person that an organisation belongs to. */
  readonly admin: User;
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
  /** By the name of the base branch; the next to be merged is the first. */
  readonly mergeQueues: Map<string, MergeGroupState[]>;
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
  title: string;
  body: string | null;
  isDraft: boolean;
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
  readonly requestedReviewers: User[];
  readonly heads: string[];
  readonly threads: ThreadState[];
  readonly reviews: ReviewState[];
  readonly conversation: CommentState[];
}

/** A pull request in the merge queue, with the commit that would be merged: on top of those that wait before it. */
export interface MergeGroupState {
  readonly pull: PullState;
  readonly headSha: string;
  readonly headRef: string;
  readonly baseSha: string;
  readonly baseRef: string;
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
  state: ReviewSummary['state'];
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
  /** Its buttons. */
  actions: readonly CheckAction[];
}

export interface CheckAction {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
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
