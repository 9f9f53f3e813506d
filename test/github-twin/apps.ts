/** What tests see of GitHub Apps: what they may do, where they are installed, and what GitHub delivers to them. */

export type Scope =
  | 'actions'
  | 'administration'
  | 'checks'
  | 'contents'
  | 'issues'
  | 'members'
  | 'merge-queues'
  | 'metadata'
  | 'pull-requests'
  | 'security-events'
  | 'statuses';
export type Permissions = Readonly<Partial<Record<Scope, 'read' | 'write'>>>;

/** Events that an App subscribes to. Those about its installations, and those about its own checks, it gets without. */
export type WebhookEvent =
  | 'check_run'
  | 'check_suite'
  | 'issue_comment'
  | 'merge_group'
  | 'pull_request'
  | 'pull_request_review'
  | 'pull_request_review_comment'
  | 'push';

export interface AppOptions {
  /** Who installs it: a user or an organisation. */
  readonly account: string;
  /** What the account grants; as much as the App asks for where not said. An App that is new asks for this. */
  readonly permissions?: Permissions;
  /** What a new App subscribes to. */
  readonly events?: readonly WebhookEvent[];
  /** Names of repositories of the account; all of them, those to come as well, where not said. */
  readonly repositories?: readonly string[];
  /** Where a new App lets people be sent back to when they sign in. */
  readonly callbackUrl?: string;
}

/** An App in one account. */
export interface InstalledApp {
  readonly id: number;
  readonly slug: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly installationId: number;
  /** PEM, PKCS #1. */
  readonly privateKey: string;
  suspend(): void;
  unsuspend(): void;
  uninstall(): void;
  /** By their names. An App that is installed on all repositories is then installed on these alone. */
  selectRepositories(...names: readonly string[]): void;
  /** The account grants other permissions than before. Tokens that are out keep theirs. */
  grant(permissions: Permissions): void;
}

/** The body of a delivery, and what GitHub Actions writes to GITHUB_EVENT_PATH. */
export type Payload = Readonly<Record<string, unknown>>;

export interface Webhooks {
  /** Each delivery so far, the oldest first; a redelivery is one more. */
  readonly deliveries: readonly Delivery[];
  /** Resolves once everything that was sent is answered. What is held does not count. */
  settled(): Promise<void>;
  /** From now on nothing is sent … */
  hold(): void;
  /** … until now: in the order in which it happened, or the other way round. */
  release(options?: { readonly order: 'as-happened' | 'backwards' }): void;
  /** Sends it again with the same GUID, as the button on the page of an App's deliveries does. */
  redeliver(guid: string): Promise<Delivery>;
  /** What becomes of deliveries to come. */
  plan(fault: DeliveryFault): void;
  /** Posts what is not GitHub's, or not as GitHub would; tells the status of the answer. */
  forge(forgery: Forgery): Promise<number>;
}

export interface Delivery {
  readonly id: number;
  /** The same for a redelivery. */
  readonly guid: string;
  /** The App's slug. */
  readonly app: string;
  readonly event: string;
  readonly action: string | null;
  readonly installationId: number | null;
  /** Full name. */
  readonly repository: string | null;
  readonly isRedelivery: boolean;
  readonly deliveredAt: string;
  readonly payload: Payload;
  readonly answer: DeliveryAnswer;
}

export type DeliveryAnswer =
  | { readonly kind: 'held' | 'waiting' }
  | { readonly kind: 'answered'; readonly status: number; readonly body: string; readonly milliseconds: number }
  | {
      readonly kind: 'failed';
      readonly reason: 'timed out' | 'failed to connect to host';
      readonly milliseconds: number;
    };

export interface DeliveryFault {
  readonly event?: WebhookEvent | 'installation' | 'installation_repositories' | 'ping';
  readonly action?: string;
  /** Which of the deliveries that match, from 1; the first where not said. */
  readonly nth?: number;
  /** How many of them in a row; one where not said. */
  readonly times?: number;
  readonly fate: /** Arrives twice, with the same GUID. */
    | 'twice'
    /** GitHub could not connect: it remembers the failure. */
    | 'lost'
    /** GitHub had an outage: it remembers nothing. */
    | 'never-sent';
}

export interface Forgery {
  /** The App's slug, whose address it is sent to. */
  readonly app: string;
  readonly event: string;
  readonly payload: Payload | string;
  /** The App's own where not said. */
  readonly secret?: string;
  readonly guid?: string;
  /** In place of those that GitHub sends; undefined leaves one out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
}
