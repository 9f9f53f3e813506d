import { randomBytes } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { isObject } from '../../src/base/json.ts';
import { GitHubError, TidewaiterError } from '../../src/errors/tidewaiter-error.ts';
import { openGitHub } from '../../src/github/client.ts';
import { isValidOwner, manifestOf } from './app-manifest.ts';
import { isSameSecret } from './is-same-secret.ts';
import type { RegisteredApp } from './registered-app.ts';
import { askPage, donePage, manifestPage, noticePage, type SetUpPage } from './set-up-pages.ts';

export interface SetUpOptions {
  readonly serverUrl: string;
  readonly apiUrl: string;
  /** Whoever knows it may set up the bot, which may be reachable from everywhere. */
  readonly token: string;
  readonly publicUrl: string | undefined;
  readonly allowsCommits: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Keeps the credentials, and where the App has been told that the bot is. */
  readonly register: (app: RegisteredApp, publicUrl: string) => Promise<void>;
  readonly report: (error: unknown) => void;
}

/** What a person has said, on its way through GitHub. */
interface SentForm {
  readonly until: number;
  readonly publicUrl: string;
}

/** GitHub redeems a code for an hour. */
const STATE_MS = 60 * 60 * 1000;

/** Registers the App by GitHub's manifest flow: a form that goes to GitHub, and a code that comes back. */
export function createSetUpSite(options: SetUpOptions): Hono {
  const { token, now, serverUrl } = options;
  // The forms that went to GitHub. The answer to each is taken once.
  const forms = new Map<string, SentForm>();
  return new Hono()
    .get('/', (context) =>
      show(context, noticePage('Tidewaiter is not set up yet', 'The address of the set-up page is in its log.')),
    )
    .get('/set-up', (context) => {
      if (!isSameSecret(context.req.query('token') ?? '', token)) return refuse(context);
      const { owner = '', address = '' } = context.req.query();
      const publicUrl = addressOf(address);
      if (publicUrl === undefined || !isValidOwner(owner)) {
        const suggested = address || (options.publicUrl ?? new URL(context.req.url).origin);
        return show(context, askPage({ token, owner, address: suggested, isWrong: address !== '' }));
      }
      const state = randomBytes(24).toString('hex');
      forms.set(state, { until: now() + STATE_MS, publicUrl });
      const manifest = manifestOf({ publicUrl, owner, allowsCommits: options.allowsCommits });
      const path = owner === '' ? '/settings/apps/new' : `/organizations/${owner}/settings/apps/new`;
      return show(context, manifestPage({ action: `${serverUrl}${path}?state=${state}`, manifest }), serverUrl);
    })
    .get('/set-up/callback', async (context) => {
      const { code = '', state = '' } = context.req.query();
      const form = forms.get(state);
      forms.delete(state);
      if (form === undefined || form.until < now() || code === '') return refuse(context);
      try {
        const app = await redeem(code, options);
        await options.register(app, form.publicUrl);
        return show(context, donePage(app));
      } catch (error) {
        options.report(error);
        const words =
          error instanceof TidewaiterError ? `${error.message}. ${error.remedy ?? ''}` : 'The log has more.';
        return show(context, noticePage('The App could not be registered', words), undefined, 502);
      }
    });
}

/** Without a slash at its end; undefined where it is no address of a web site. */
function addressOf(text: string): string | undefined {
  const url = URL.parse(text.trim());
  return url && /^https?:$/.test(url.protocol) && url.username === ''
    ? `${url.origin}${url.pathname.replace(/\/+$/, '')}`
    : undefined;
}

function refuse(context: Context): Response | Promise<Response> {
  const words = 'It is used up, or was never right. The address with a good one is in the log of the bot.';
  return show(context, noticePage('This address does not open the set-up page', words), undefined, 403);
}

/** @param formTarget where else than here a form of the page may go */
function show(
  context: Context,
  { html, style }: SetUpPage,
  formTarget = '',
  status: 200 | 403 | 502 = 200,
): Response | Promise<Response> {
  const target = formTarget === '' ? '' : ` ${new URL(formTarget).origin}`;
  return context.html(html, status, {
    'content-security-policy': `default-src 'none'; style-src '${style}'; form-action 'self'${target}; frame-ancestors 'none'; base-uri 'none'`,
    // The token is in the address.
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
}

async function redeem(code: string, { apiUrl }: SetUpOptions): Promise<RegisteredApp> {
  const github = openGitHub({ apiUrl, token: '', userAgent: 'tidewaiter', holder: 'app' });
  const { data } = await github.request('POST /app-manifests/{code}/conversions', { code });
  const answer: unknown = data;
  if (!isObject(answer)) throw incomplete();
  const text = (name: string) => {
    const value = answer[name];
    if (typeof value !== 'string' || value === '') throw incomplete();
    return value;
  };
  return {
    id: Number(answer.id),
    slug: text('slug'),
    url: text('html_url'),
    privateKey: text('pem'),
    webhookSecret: text('webhook_secret'),
    clientId: text('client_id'),
    clientSecret: text('client_secret'),
  };
}

function incomplete(): GitHubError {
  return new GitHubError('GitHub registered an App and did not answer with all of its credentials', {
    code: 'bot/set-up',
    remedy: 'Delete the App at GitHub, and begin again.',
  });
}
