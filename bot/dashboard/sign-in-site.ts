import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Database } from '../database/database.ts';
import type { Log } from '../log/open-log.ts';
import { beginSession, endSession } from '../store/sessions.ts';
import { isSameSecret } from '../web/is-same-secret.ts';
import type { Cookies } from './cookies.ts';
import { notice } from './page.ts';
import { show } from './show.ts';
import { beginSignIn, CALLBACK_PATH, endSignIn, type SignInOptions } from './sign-in.ts';

export interface SignInSiteOptions {
  readonly signIn: SignInOptions;
  readonly database: Database;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Log;
}

/** What GitHub said of somebody's permissions is taken for true so long; then GitHub is asked again, and nobody needs to press anything. */
const SESSION_MS = 10 * 60 * 1000;

/** The way to GitHub, back with a session, and out again. */
export function createSignInSite({ signIn, database, now, log }: SignInSiteOptions, cookies: Cookies): Hono {
  return new Hono()
    .get('/sign-in', (context) => {
      const { address, attempt } = beginSignIn(signIn);
      cookies.writeAttempt(context, { ...attempt, target: context.req.query('target') ?? '/' });
      return context.redirect(address);
    })
    .get(CALLBACK_PATH, async (context) => {
      const attempt = cookies.takeAttempt(context);
      const { code, state = '' } = context.req.query();
      if (code === undefined || attempt === undefined || !isSameSecret(state, attempt.state)) {
        return show(context, NOT_SIGNED_IN, { status: 403 });
      }
      const signedIn = await endSignIn(code, attempt, signIn).catch((error: unknown) => {
        log.warn('somebody could not sign in', { error });
      });
      if (signedIn === undefined) return show(context, NOT_TOLD, { status: 502 });
      const token = await beginSession(database, { ...signedIn, expiresAt: new Date(now() + SESSION_MS) });
      cookies.writeSession(context, token);
      return context.redirect(pathOfOurs(attempt.target));
    })
    .post(
      '/sign-out',
      bodyLimit({ maxSize: 10_000, onError: (context) => show(context, NOT_THEIR_FORM, { status: 413 }) }),
      async (context) => {
        const { token: formToken } = await context.req.parseBody();
        const token = cookies.readSession(context);
        if (token === undefined || typeof formToken !== 'string' || !isSameSecret(formToken, formTokenOf(token))) {
          return show(context, NOT_THEIR_FORM, { status: 403 });
        }
        await endSession(database, token);
        cookies.removeSession(context);
        return context.redirect('/', 303);
      },
    );
}

const NOT_SIGNED_IN = notice(
  'You are not signed in',
  'This answer of GitHub is not for this browser, or is used up. Begin again at the first page.',
);
const NOT_TOLD = notice(
  'You are not signed in',
  'GitHub did not tell who you are. Try again in a while; the log of the bot has more.',
);
const NOT_THEIR_FORM = notice('Nothing was done', 'This form is not from a page of yours. Open the page again.');

/** Whatever is not the path of one of our pages leads to the first: nobody is sent to another site from here. */
function pathOfOurs(target: string): string {
  return /^\/(?:installations|[\w.-]+\/[\w.-]+\/pull\/\d+)$/.test(target) ? target : '/';
}

/** What a form of a session has to bring along: another for each session, and it does not tell the session's own token. */
export function formTokenOf(sessionToken: string): string {
  return createHash('sha256').update(`form of ${sessionToken}`).digest('base64url');
}
