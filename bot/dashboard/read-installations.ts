import type { Queryable } from '../database/database.ts';
import type { GitHubApp } from '../github/github-app.ts';
import { lastDeliveries } from '../store/last-deliveries.ts';

/** An account that has installed the App, and how it stands there. */
export interface InstallationHealth {
  readonly account: string;
  /** Where its owner changes it, at GitHub. */
  readonly address: string;
  readonly suspendedAt: string | undefined;
  /** What the App asks for and was not granted: `checks: write`. */
  readonly missing: readonly string[];
  readonly lastDelivery: { readonly at: Date; readonly event: string } | undefined;
}

/** How each installation stands by GitHub's word, and when it was last heard of. */
export async function readInstallations(app: GitHubApp, database: Queryable): Promise<readonly InstallationHealth[]> {
  const github = app.asApp();
  const [{ data: self }, installations, deliveries] = await Promise.all([
    github.request('GET /app'),
    github.paginate('GET /app/installations', { per_page: 100 }),
    lastDeliveries(database),
  ]);
  const asked = self?.permissions ?? {};
  return installations.map(({ id, account, html_url: address, suspended_at: suspendedAt, permissions }) => {
    const last = deliveries.find(({ installation }) => installation === id);
    return {
      // An enterprise has none.
      account: account !== null && 'login' in account ? account.login : 'an enterprise',
      address,
      suspendedAt: suspendedAt ?? undefined,
      missing: missingOf(asked, permissions),
      lastDelivery: last && { at: last.receivedAt, event: last.event },
    };
  });
}

type Permissions = { readonly [scope: string]: string | undefined };

const STRENGTHS = ['read', 'write', 'admin'];

function missingOf(asked: Permissions, granted: Permissions): readonly string[] {
  return Object.entries(asked).flatMap(([scope, wish = '']) =>
    STRENGTHS.indexOf(granted[scope] ?? '') < STRENGTHS.indexOf(wish) ? `${scope}: ${wish}` : [],
  );
}
