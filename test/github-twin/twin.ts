/** What tests see of the twin of GitHub. `startGitHub` in start-github.ts makes one; README.md tells the story. */

import type { AppOptions, InstalledApp, Payload, Permissions, Webhooks } from './apps.ts';
import type { Faults } from './faults.ts';
import type { Check, Conclusion, MergeAttempt, PullRequest } from './pull-request.ts';

export type {
  AppOptions,
  Delivery,
  InstalledApp,
  Payload,
  Permissions,
  Scope,
  WebhookEvent,
  Webhooks,
} from './apps.ts';
export type { Fault, FaultOutcome, Faults } from './faults.ts';
export type {
  Check,
  Conclusion,
  ConversationComment,
  MergeAttempt,
  PullRequest,
  Reaction,
  ReviewComment,
  ReviewSummary,
  ReviewVerdict,
  Side,
} from './pull-request.ts';

export interface GitHubOptions {
  /** GitHub Enterprise Server: REST under /api/v3, GraphQL at /api/graphql. */
  readonly enterprise?: boolean;
}

export interface GitHub extends AsyncDisposable {
  /** Where REST is: what a runner has in GITHUB_API_URL. */
  readonly apiUrl: string;
  /** What a runner has in GITHUB_GRAPHQL_URL. */
  readonly graphqlUrl: string;
  /** What a runner has in GITHUB_SERVER_URL. */
  readonly serverUrl: string;
  /** Each API call so far, the oldest first. Archives come from elsewhere and are not among them. */
  readonly requests: readonly ApiRequest[];
  /** Requests and answers that GitHub's own description of its API does not allow. A test ends with none. */
  readonly violations: readonly Violation[];
  readonly faults: Faults;
  readonly limits: Limits;
  createRepository(fullName: string, options?: RepositoryOptions): Repository;
  /** Before its first repository: an owner that is not made so is a person. */
  createOrganization(login: string, options: { readonly owner: string }): void;
  token(options: TokenOptions): string;
  /** Registers a GitHub App, where it is not there yet, and installs it in an account. */
  installApp(slug: string, options: AppOptions): InstalledApp;
  /** A further private key of an App, which signs as well as the others. */
  addKey(app: string): string;
  /** From now on an App's private keys of before sign nothing but errors: only these do. */
  revokeKeysBut(app: string, ...privateKeys: readonly string[]): void;
  /** Every token of an App's installations runs out. */
  expireTokens(): void;
  /** Where an App's deliveries go from now on; the first time with a ping. */
  deliverTo(app: string, webhook: { readonly url: string; readonly secret: string }): void;
  readonly webhooks: Webhooks;
  /** Who opens GitHub's pages from now on, and presses "Authorize" or "Create GitHub App" at once; or says no. */
  signIn(login: string, options?: { readonly refuses: boolean }): void;
  signOut(): void;
  /** Each request of git's, the oldest first. They are no API calls. */
  readonly gitRequests: readonly GitRequest[];
  stop(): Promise<void>;
}

/** A request of git's smart HTTP. */
export interface GitRequest {
  readonly repository: string;
  readonly kind: 'refs' | 'objects';
  /** Undefined until answered, and for a connection that was cut. */
  readonly status?: number;
  readonly bytesReceived: number;
  readonly bytesSent: number;
}

export interface ApiRequest {
  readonly method: string;
  /** As sent, without the query. */
  readonly path: string;
  /** As GitHub documents it: `/repos/{owner}/{repo}/pulls/{pull_number}`. */
  readonly template: string;
  /** Of GraphQL: the operation's name, or its first field where it has none. */
  readonly operation?: string;
  /** Undefined until answered, and for a connection that was cut. */
  readonly status?: number;
  readonly body?: unknown;
}

export interface Violation {
  readonly request: string;
  readonly problem: string;
}

/** Limits of the platform that a test may lower, so that it need not make a hundred thousand files. */
export interface Limits {
  /** Entries of a recursive tree before it says `truncated`. */
  treeEntries: number;
  /** Files that a pull request lists. */
  pullRequestFiles: number;
  /** Lines and bytes of one file's patch before it is left out. */
  patchLines: number;
  patchBytes: number;
  /** Lines and bytes of all patches before the rest are left out. */
  diffLines: number;
  diffBytes: number;
  /** How long GitHub waits for the answer to a delivery. */
  deliveryMilliseconds: number;
}

export interface RepositoryOptions {
  readonly files?: Files;
  readonly private?: boolean;
  /** By login. The owner has `admin`: of an organisation's repository, the organisation's owner. */
  readonly collaborators?: Readonly<Record<string, Role>>;
}

export type Role = 'admin' | 'maintain' | 'write' | 'triage' | 'read';

/** null removes the file. */
export type Files = Readonly<Record<string, FileContent | null>>;
export type FileContent =
  | string
  | Buffer
  | { readonly symlink: string }
  | { readonly executable: string }
  /** The commit of another repository. */
  | { readonly submodule: string };

export type TokenOptions = {
  /** Full name; without it, every repository that the owner of the token may see. */
  readonly repository?: string;
} & (
  | {
      /** The App that it belongs to; `github-actions` is the one of workflows' tokens. */
      readonly app: string;
      readonly permissions: Permissions;
    }
  | { readonly login: string; readonly permissions?: Permissions }
);

export interface Repository {
  readonly fullName: string;
  /** A bare git repository with all branches and `refs/pull/*`, to clone from. */
  readonly folder: string;
  /** Commits onto the branch and moves it, as a push does; makes the branch, from `from` or the default one, when it is not there. */
  push(branch: string, files: Files, options?: PushOptions): string;
  /** Pushes a commit with its history from a repository on disk: for submodules, merges and whatever else only git makes. */
  pushFrom(folder: string, revision: string, branch: string): string;
  /** The commit that the branch is at. */
  head(branch: string): string;
  /** What a file holds at a branch or commit; undefined when it is not there. */
  read(revision: string, path: string): string | undefined;
  deleteBranch(branch: string): void;
  /** What somebody may do from now on; without a role, what everybody may. */
  setRole(login: string, role: Role | undefined): void;
  fork(login: string): Repository;
  openPullRequest(options: OpenPullRequestOptions): PullRequest;
  /** Checks that a merge into the branch requires, `app` being the only source that counts. */
  protect(branch: string, protection: Protection): void;
  /** The check run that a workflow's job makes, by the App github-actions. */
  reportJob(job: { readonly sha: string; readonly name: string; readonly conclusion: Conclusion }): void;
  /** The checks of a commit: of each App and name the newest. */
  checks(sha: string): readonly Check[];
  /** Puts a pull request into the merge queue, behind those that are in it: its combined commit is on top of theirs. */
  enterMergeQueue(pullRequest: PullRequest): MergeGroup;
  /** The SARIF files that were uploaded. */
  readonly sarifUploads: readonly unknown[];
}

export interface PushOptions {
  readonly message?: string;
  /** A branch or commit to start a new branch at. */
  readonly from?: string;
  /** Replaces the branch's last commit in place of adding to it. */
  readonly amend?: boolean;
  readonly login?: string;
}

export interface OpenPullRequestOptions {
  readonly head: string;
  /** The default branch where not named. */
  readonly base?: string;
  /** The fork that the head is in. */
  readonly from?: Repository;
  readonly draft?: boolean;
  readonly title?: string;
  readonly login?: string;
}

export interface Protection {
  readonly checks: readonly RequiredCheck[];
  /** Branch protection where not said. They refuse in other words. */
  readonly by?: 'branch-protection' | 'ruleset';
}

export interface RequiredCheck {
  readonly context: string;
  readonly app?: string;
}

export interface MergeGroup {
  readonly headSha: string;
  readonly headRef: string;
  readonly baseSha: string;
  readonly baseRef: string;
  readonly payload: Payload;
  /**
   * Merges the combined commit, when it is the first in the queue and the required checks of the base passed on it. One that failed
   * leaves the queue, and those behind it are built anew: the names of their commits change.
   */
  land(): MergeAttempt;
  /** Takes it out of the queue. */
  leave(): void;
}
