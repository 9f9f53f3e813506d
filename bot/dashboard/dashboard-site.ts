import { createHash, timingSafeEqual } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Database } from '../database/database.ts';
import type { GitHubApp } from '../github/github-app.ts';
import type { Log } from '../log/open-log.ts';
import { judgementsOfPullRequest } from '../store/read-judgements.ts';
import { beginSession, endSession, findSession } from '../store/sessions.ts';
import { cookiesFor } from './cookies.ts';
import { installationsPage } from './installations-page.ts';
import { overviewPage } from './overview-page.ts';
import { notice, type Page, renderPage, signInPage } from './page.ts';
import { pullRequestPage } from './pull-request-page.ts';
import { readInstallations } from './read-installations.ts';
import { readOverview } from './read-overview.ts';
import { beginSignIn, CALLBACK_PATH, endSignIn, type SignInOptions } from './sign-in.ts';
import { STYLE } from './style.ts';
import { findVisible, type Visitor, visitorOf } from './visitor.ts';

export interface DashboardOptions {
  readonly signIn: SignInOptions;
  /** Logins of those who see everything. */
  readonly operators: readonly string[];
  readonly app: GitHubApp;
  readonly database: Database;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Log;
}

/** What GitHub said of somebody's permissions is taken for true so long; then GitHub is asked again, and nobody needs to press anything. */
const SESSION_MS = 10 * 60 * 1000;

/** The pages for people. Whoever is not signed in sees nothing but the way to do so. */
export function createDashboardSite(options: DashboardOptions): Hono {
  const { signIn, operators, app, database, now, log } = options;
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
    .get('/sign-in', (context) => {
      const { address, attempt } = beginSignIn(signIn);
      cookies.writeAttempt(context, { ...attempt, target: context.req.query('target') ?? '/' });
      return context.redirect(address);
    })
    .get(CALLBACK_PATH, async (context) => {
      const attempt = cookies.takeAttempt(context);
      const { code, state = '' } = context.req.query();
      if (code === undefined || attempt === undefined || !isSame(state, attempt.state)) {
        return show(context, NOT_SIGNED_IN, { status: 403 });
      }
      try {
        const signedIn = await endSignIn(code, attempt, signIn);
        const token = await beginSession(database, { ...signedIn, expiresAt: new Date(now() + SESSION_MS) });
        cookies.writeSession(context, token);
        return context.redirect(pathOfOurs(attempt.target));
      } catch (error) {
        log.warn('somebody could not sign in', { error });
        return show(context, NOT_TOLD, { status: 502 });
      }
    })
    .post('/sign-out', bodyLimit({ maxSize: 10_000 }), async (context) => {
      const { token: formToken } = await context.req.parseBody();
      const token = cookies.readSession(context);
      if (token === undefined || typeof formToken !== 'string' || !isSame(formToken, formTokenOf(token))) {
        return show(context, NOT_THEIR_FORM, { status: 403 });
      }
      await endSession(database, token);
      cookies.removeSession(context);
      return context.redirect('/', 303);
    })
    .get('/', (context) =>
      showTo(context, async (visitor) => overviewPage(await readOverview(database, visitor, now()))),
    )
    .get('/installations', (context) =>
      showTo(context, async ({ isOperator }) =>
        isOperator ? installationsPage(await readInstallations(app, database)) : undefined,
      ),
    )
    .get('/:owner/:repo/pull/:number{[1-9][0-9]{0,8}}', (context) => {
      const { owner, repo, number } = context.req.param();
      return showTo(context, async (visitor) => {
        const repository = findVisible(visitor, `${owner}/${repo}`);
        if (repository === undefined) return undefined;
        const judgements = await judgementsOfPullRequest(database, repository, Number(number));
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
const NOT_SIGNED_IN = notice(
  'You are not signed in',
  'This answer of GitHub is not for this browser, or is used up. Begin again at the first page.',
);
const NOT_TOLD = notice(
  'You are not signed in',
  'GitHub did not tell who you are. Try again in a while; the log of the bot has more.',
);
const NOT_THEIR_FORM = notice('Nothing was done', 'This form is not from a page of yours. Open the page again.');
const BROKEN = notice('This page could not be shown', 'The log of the bot says why. Try again in a while.');

/** Another for each session, and it does not tell the session's own. */
function formTokenOf(sessionToken: string): string {
  return createHash('sha256').update(`form of ${sessionToken}`).digest('base64url');
}

function isSame(left: string, right: string): boolean {
  const [one, other] = [Buffer.from(left), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** Whatever is not the path of one of our pages leads to the first: nobody is sent to another site from here. */
function pathOfOurs(target: string): string {
  return /^\/(?:installations|[\w.-]+\/[\w.-]+\/pull\/\d+)$/.test(target) ? target : '/';
}

const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

async function show(
  context: Context,
  page: Page,
  { status = 200, visitor }: { readonly status?: 200 | 403 | 404 | 500 | 502; readonly visitor?: Visitor },
): Promise<Response> {
  return context.html(renderPage(page, visitor), status, {
    'content-security-policy': POLICY,
    'referrer-policy': 'same-origin',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
}
