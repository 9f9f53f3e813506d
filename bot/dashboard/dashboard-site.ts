import { type Context, Hono } from 'hono';
import type { GitHubApp } from '../github/github-app.ts';
import { judgementsOfPullRequest } from '../store/read-judgements.ts';
import { findSession } from '../store/sessions.ts';
import { cookiesFor } from './cookies.ts';
import { installationsPage } from './installations-page.ts';
import { overviewPage } from './overview-page.ts';
import { notice, type Page, signInPage } from './page.ts';
import { JUDGEMENTS_READ, pullRequestPage } from './pull-request-page.ts';
import { readInstallations } from './read-installations.ts';
import { readOverview } from './read-overview.ts';
import { show } from './show.ts';
import { createSignInSite, formTokenOf, type SignInSiteOptions } from './sign-in-site.ts';
import { findVisible, type Visitor, visitorOf } from './visitor.ts';

export interface DashboardOptions extends SignInSiteOptions {
  /** Logins of those who see everything. */
  readonly operators: readonly string[];
  readonly app: GitHubApp;
  readonly allowsCommits: boolean;
  readonly retentionDays: number;
}

/** The pages for people. Whoever is not signed in sees nothing but the way to do so. */
export function createDashboardSite(options: DashboardOptions): Hono {
  const { signIn, operators, app, retentionDays, database, now, log } = options;
  const cookies = cookiesFor({ isSecure: signIn.publicUrl?.startsWith('https:') ?? false });

  async function findVisitor(context: Context): Promise<Visitor | undefined> {
    const token = cookies.readSession(context);
    const session = token && (await findSession(database, token, new Date(now())));
    return session ? visitorOf(session, formTokenOf(token), operators) : undefined;
  }

  /** @param open gives undefined for what is not there, or not for them: the two look the same */
  async function showTo(context: Context, open: (visitor: Visitor) => Promise<Page | undefined>): Promise<Response> {
    const visitor = await findVisitor(context);
    if (visitor === undefined) {
      const target = context.req.path;
      if (cookies.readSession(context) === undefined) return show(context, signInPage(target), { status: 403 });
      return context.redirect(`/sign-in?${new URLSearchParams({ target })}`);
    }
    const page = await open(visitor);
    if (page === undefined) return show(context, NOTHING_HERE, { status: 404, visitor });
    return show(context, page, { visitor });
  }

  const site = new Hono()
    .route('/', createSignInSite(options, cookies))
    .get('/', (context) =>
      showTo(context, async (visitor) => overviewPage(await readOverview(database, visitor, now()))),
    )
    .get('/installations', (context) =>
      showTo(context, async ({ isOperator }) =>
        isOperator ? installationsPage(await readInstallations(app, database, options), retentionDays) : undefined,
      ),
    )
    .get('/:owner/:repo/pull/:number{[1-9][0-9]{0,8}}', (context) => {
      const { owner, repo, number } = context.req.param();
      return showTo(context, async (visitor) => {
        const repository = await findVisible(database, visitor, `${owner}/${repo}`);
        if (repository === undefined) return undefined;
        const pullRequest = { repository, number: Number(number) };
        const judgements = await judgementsOfPullRequest(database, pullRequest, JUDGEMENTS_READ);
        return pullRequestPage(judgements, signIn.serverUrl);
      });
    })
    .get('/*', (context) => show(context, NOTHING_HERE, { status: 404 }));
  site.onError((error, context) => {
    log.error('a page could not be shown', { error });
    return show(context, BROKEN, { status: 500 });
  });
  return site;
}

/** In place of the dashboard, where nobody can sign in. */
export function createClosedSite(): Hono {
  return new Hono().get('/*', (context) => show(context, CLOSED, { status: 404 }));
}

const CLOSED = notice(
  'Nobody can sign in here',
  "The bot works. For its dashboard it needs the App's GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET.",
);
const NOTHING_HERE = notice(
  'Nothing here',
  'There is no such page, or it is about a repository in which you have no permission at GitHub.',
);
const BROKEN = notice('This page could not be shown', 'The log of the bot says why. Try again in a while.');
