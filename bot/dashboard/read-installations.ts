import type { Queryable } from '../database/database.ts';
import type { GitHubApp } from '../github/github-app.ts';
import { lastDeliveries } from '../store/last-deliveries.ts';
import { EVENTS, permissionsOf } from '../web/app-manifest.ts';

/** How the App stands at GitHub. */
export interface AppHealth {
  /** What the bot needs and the App does not even ask for, so that nobody can grant it: `checks: write`. */
  readonly notAsked: readonly string[];
  /** Events that the bot needs and the App is not told of. */
  readonly notTold: readonly string[];
  readonly installations: readonly InstallationHealth[];
}

/** An account that has installed the App, and how it stands there. */
export interface InstallationHealth {
  readonly account: string;
  /** Where its owner changes it, at GitHub. */
  readonly address: string;
  readonly suspendedAt: string | undefined;
  /** What the bot needs and was not granted: `checks: write`. */
  readonly missing: readonly string[];
  /** Of those that are remembered. */
  readonly lastDelivery: { readonly at: Date; readonly event: string } | undefined;
}

/**
 * How the App and each installation stand by GitHub's word, and when each was last heard of. It is compared with what the bot needs: an App
 * that was registered by hand may ask for less.
 */
export async function readInstallations(
  app: GitHubApp,
  database: Queryable,
  settings: { readonly allowsCommits: boolean },
): Promise<AppHealth> {
  const github = app.asApp();
  const [{ data: self }, installations, deliveries] = await Promise.all([
    github.request('GET /app'),
    github.paginate('GET /app/installations', { per_page: 100 }),
    lastDeliveries(database),
  ]);
  const needed = permissionsOf(settings);
  return {
    notAsked: missingOf(needed, self?.permissions ?? {}),
    notTold: SUBSCRIBED.filter((event) => !self?.events.includes(event)),
    installations: installations.map(({ id, account, html_url: address, suspended_at: suspendedAt, permissions }) => {
      const last = deliveries.find(({ installation }) => installation === id);
      return {
        // An enterprise has none.
        account: account !== null && 'login' in account ? account.login : 'an enterprise',
        address,
        suspendedAt: suspendedAt ?? undefined,
        missing: missingOf(needed, permissions),
        lastDelivery: last && { at: last.receivedAt, event: last.event },
      };
    }),
  };
}

/** Of its checks an App that writes them is told, whether it is subscribed or not. */
const SUBSCRIBED = EVENTS.filter((event) => event !== 'check_run' && event !== 'check_suite');

type Permissions = { readonly [scope: string]: string | undefined };

const STRENGTHS = ['read', 'write', 'admin'];

function missingOf(needed: Permissions, granted: Permissions): readonly string[] {
  return Object.entries(needed).flatMap(([scope, wish = '']) =>
    STRENGTHS.indexOf(granted[scope] ?? '') < STRENGTHS.indexOf(wish) ? `${scope}: ${wish}` : [],
  );
}
