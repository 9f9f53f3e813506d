import type { RawAnswer } from '../serve.ts';
import { page, redirect } from './page.ts';
import type { Visit } from './visit.ts';

/** The page that asks whether an App may act for somebody. Whoever is signed in presses one of its buttons at once. */
export function authorize({ world, url }: Visit): RawAnswer {
  const { searchParams: query } = url;
  const app = world.registeredApps().find(({ registration }) => registration.clientId === query.get('client_id'));
  if (app === undefined) return page(404, 'There is no App with this client_id.');
  const [registered, ...others] = app.registration.callbackUrls;
  if (registered === undefined) return page(400, `${app.registration.name} has no callback URL.`);
  const state = query.get('state');
  const redirectUri = query.get('redirect_uri') ?? registered;
  if (![registered, ...others].includes(redirectUri)) {
    const words = 'The redirect_uri is not associated with this application.';
    return redirect(registered, { error: 'redirect_uri_mismatch', error_description: words, state });
  }
  const { visitor } = world;
  if (visitor === undefined) return page(200, 'Sign in to GitHub');
  if (visitor.refuses) {
    const words = 'The user has denied your application access.';
    return redirect(redirectUri, { error: 'access_denied', error_description: words, state });
  }
  const challenge = query.get('code_challenge') ?? undefined;
  if (challenge !== undefined && query.get('code_challenge_method') !== 'S256') {
    return page(400, 'The only code_challenge_method is S256.');
  }
  const code = world.codes.issue({ kind: 'sign-in', app, user: visitor.user, redirectUri, challenge });
  return redirect(redirectUri, { code, state });
}
