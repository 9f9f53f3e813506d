/** What tests see of the twin of GitHub. `startGitHub` in start-github.ts makes one; README.md tells the story. */

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
  token(options: TokenOptions): string;
  /** Registers a GitHub App and installs it; with its key it gets tokens over the API. Install it before the first request. */
  installApp(slug: string, options: AppOptions): InstalledApp;
  stop(): Promise<void>;
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
}

export interface RepositoryOptions {
  readonly files?: Files;
  readonly private?: boolean;
  /** Permission level by login; the owner has `admin`. */
  readonly collaborators?: Readonly<Record<string, Role>>;
}

export type Role = 'admin' | 'write' | 'read';

/** null removes the file. */
export type Files = Readonly<Record<string, FileContent | null>>;
export type FileContent =
  | string
  | Buffer
  | { readonly symlink: string }
  | { readonly executable: string }
  /** The commit of another repository. */
  | { readonly submodule: string };

export type Scope =
  | 'actions'
  | 'administration'
  | 'checks'
  | 'contents'
  | 'issues'
  | 'metadata'
  | 'pull-requests'
  | 'security-events'
  | 'statuses';
export type Permissions = Readonly<Partial<Record<Scope, 'read' | 'write'>>>;

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

export interface AppOptions {
  readonly account: string;
  readonly permissions: Permissions;
}

export interface InstalledApp {
  readonly id: number;
  readonly installationId: number;
  /** PEM, PKCS #1. */
  readonly privateKey: string;
}

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
  fork(login: string): Repository;
  openPullRequest(options: OpenPullRequestOptions): PullRequest;
  /** Checks that a merge into the branch requires, `app` being the only source that counts. */
  protect(branch: string, protection: Protection): void;
  /** The check run that a workflow's job makes, by the App github-actions. */
  reportJob(job: { readonly sha: string; readonly name: string; readonly conclusion: Conclusion }): void;
  /** Puts a pull request into the merge queue: the combined commit that `merge_group` is about. */
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

export type Conclusion =
  | 'action_required'
  | 'cancelled'
  | 'failure'
  | 'neutral'
  | 'success'
  | 'skipped'
  | 'stale'
  | 'timed_out';

export interface MergeGroup {
  readonly headSha: string;
  readonly headRef: string;
  readonly baseSha: string;
  readonly baseRef: string;
  readonly payload: Payload;
  /** Merges the combined commit when the required checks of the base passed on it. */
  land(): MergeAttempt;
}

export interface MergeAttempt {
  readonly status: number;
  readonly message: string;
}

/** What GitHub Actions writes to GITHUB_EVENT_PATH. */
export type Payload = Readonly<Record<string, unknown>>;

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
  comment(login: string, text: string): number;
  reply(commentId: number, login: string, text: string): number;
  resolveThread(commentId: number): void;
  /** What the button does: one commit of the suggestions in these comments. Throws where GitHub offers no button. */
  applySuggestions(...commentIds: readonly number[]): string;
  changeBase(branch: string): void;
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

export interface ConversationComment {
  readonly id: number;
  readonly author: string;
  readonly body: string;
  readonly isMinimized: boolean;
  readonly isEdited: boolean;
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
  readonly replies: readonly ConversationComment[];
}

export type Side = 'LEFT' | 'RIGHT';

export interface ReviewSummary {
  readonly id: number;
  readonly author: string;
  readonly body: string;
  readonly state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED' | 'PENDING';
  readonly commitId: string;
}

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
}

export interface Fault {
  readonly method?: string;
  /** Matched with the path, below /api/v3 on GitHub Enterprise Server. Archives are under /_codeload. */
  readonly path?: RegExp;
  /** Matched with the text of a GraphQL query. */
  readonly graphql?: RegExp;
  /** Which of the requests that match, from 1; the first where not said. */
  readonly nth?: number;
  /** How many of them in a row; one where not said. */
  readonly times?: number;
  /** Runs before the request is looked at: something else that happens meanwhile. */
  readonly before?: () => void;
  readonly outcome?: FaultOutcome;
}

export type FaultOutcome =
  /** The connection is cut before anything happened, or after everything did. */
  | 'abort'
  | 'apply-then-abort'
  /** 502 with a page of HTML; the request took effect all the same. */
  | 'apply-then-502'
  /** The right answer, cut in the middle: as if that were all of it, or with a connection that breaks off. */
  | 'malformed-json'
  | 'break-off'
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string | object;
    }
  /** The right answer with another body. */
  | { readonly rewrite: (body: Buffer) => Buffer | string }
  /** No answer for so long, then the connection is cut. */
  | { readonly hangMs: number };
