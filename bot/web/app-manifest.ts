import { WEBHOOK_PATH } from './webhook-site.ts';

export interface ManifestOptions {
  /** Where GitHub and people reach the bot. */
  readonly publicUrl: string;
  /** The organisation that the App is made for; empty: whoever makes it. */
  readonly owner: string;
  readonly allowsCommits: boolean;
}

/** What GitHub tells the App of. */
export const EVENTS = [
  'check_run',
  'check_suite',
  'issue_comment',
  'merge_group',
  'pull_request',
  'pull_request_review',
  'pull_request_review_comment',
  'push',
] as const;

/** What the App may do. */
export function permissionsOf({ allowsCommits }: Pick<ManifestOptions, 'allowsCommits'>) {
  return {
    checks: 'write',
    contents: allowsCommits ? 'write' : 'read',
    issues: 'read',
    merge_queues: 'read',
    metadata: 'read',
    pull_requests: 'write',
  } as const;
}

/** What the App asks of GitHub: https://docs.github.com/apps/sharing-github-apps/registering-a-github-app-from-a-manifest */
export function manifestOf({ publicUrl, owner, allowsCommits }: ManifestOptions): object {
  return {
    // Names are GitHub's: no two Apps have the same, and no more than 34 characters. Whoever makes it may change it there.
    name: `tidewaiter ${owner}`.trim().slice(0, 34),
    url: publicUrl,
    hook_attributes: { url: `${publicUrl}${WEBHOOK_PATH}`, active: true },
    redirect_url: `${publicUrl}/set-up/callback`,
    callback_urls: [`${publicUrl}/sign-in/callback`],
    description: 'Admission control for pull requests.',
    public: false,
    default_permissions: permissionsOf({ allowsCommits }),
    default_events: EVENTS,
  };
}

/** A login of GitHub's, or none. It becomes part of an address. */
export function isValidOwner(owner: string): boolean {
  return /^(?:[a-z\d](?:[a-z\d-]{0,38}))?$/i.test(owner);
}
