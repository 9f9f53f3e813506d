import { createHash, randomBytes } from 'node:crypto';
import { isObject } from '../../src/base/json.ts';
import { GitHubError } from '../../src/errors/tidewaiter-error.ts';
import { type GitHub, openGitHub } from '../../src/github/client.ts';
import type { Patience } from '../../src/github/patience.ts';

/** The App as those who sign in know it. */
export interface SignInOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly serverUrl: string;
  readonly apiUrl: string;
  /** Undefined: GitHub sends people back to the first address that the App has registered. */
  readonly publicUrl: string | undefined;
  readonly userAgent: string;
  readonly patience: Patience;
  /** Is told what went wrong without keeping anybody out. */
  readonly report: (error: unknown) => void;
}

/** What the browser keeps until it comes back from GitHub. */
export interface SignInAttempt {
  readonly state: string;
  /** RFC 7636: whoever has caught the code cannot redeem it without this. */
  readonly verifier: string;
}

/** Somebody, as GitHub knows them. */
export interface SignedIn {
  readonly login: string;
  /** Where they have a permission, and the App is installed. */
  readonly repositories: readonly string[];
}

export const CALLBACK_PATH = '/sign-in/callback';

/** Where somebody signs in, and what has to be remembered meanwhile. */
export function beginSignIn(options: SignInOptions): { readonly address: string; readonly attempt: SignInAttempt } {
  const attempt = { state: randomBytes(24).toString('base64url'), verifier: randomBytes(32).toString('base64url') };
  const address = new URL(`${options.serverUrl}/login/oauth/authorize`);
  const query = {
    client_id: options.clientId,
    state: attempt.state,
    code_challenge: createHash('sha256').update(attempt.verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...redirectOf(options),
  };
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
  return { address: address.href, attempt };
}

/**
 * Learns from GitHub who has come back, and gives up the right to ask anything more.
 *
 * @throws GitHubError where GitHub does not tell: then nobody is signed in
 */
export async function endSignIn(code: string, attempt: SignInAttempt, options: SignInOptions): Promise<SignedIn> {
  const token = await redeem(code, attempt, options);
  try {
    const github = openFor(token, options);
    const { data: user } = await github.request('GET /user');
    const repositories = await github.paginate('GET /user/repos', { per_page: 100 });
    return { login: user.login, repositories: repositories.map((repository) => repository.full_name) };
  } finally {
    await revoke(token, options);
  }
}

function redirectOf({ publicUrl }: SignInOptions): { readonly [name: string]: string } {
  return publicUrl === undefined ? {} : { redirect_uri: `${publicUrl}${CALLBACK_PATH}` };
}

function openFor(token: string, { apiUrl, userAgent, patience }: SignInOptions): GitHub {
  return openGitHub({ apiUrl, token, userAgent, holder: 'app', patience });
}

async function redeem(code: string, { verifier }: SignInAttempt, options: SignInOptions): Promise<string> {
  const { clientId, clientSecret, serverUrl, userAgent, patience } = options;
  const form = { client_id: clientId, client_secret: clientSecret, code, code_verifier: verifier };
  try {
    const response = await fetch(`${serverUrl}/login/oauth/access_token`, {
      method: 'POST',
      headers: { accept: 'application/json', 'user-agent': userAgent },
      body: new URLSearchParams({ ...form, ...redirectOf(options) }),
      signal: AbortSignal.timeout(patience.requestMs),
      // The secret goes nowhere else.
      redirect: 'error',
    });
    // What is wrong is told with 200.
    const answer: unknown = await response.json();
    if (isObject(answer) && typeof answer.access_token === 'string') return answer.access_token;
    throw notRedeemed(isObject(answer) ? answer.error : undefined);
  } catch (cause) {
    throw cause instanceof GitHubError ? cause : notRedeemed(undefined, cause);
  }
}

function notRedeemed(word: unknown, cause?: unknown): GitHubError {
  const reason = typeof word === 'string' && /^\w+$/.test(word) ? `: ${word}` : '';
  return new GitHubError(`GitHub did not exchange the code of a sign-in${reason}`, {
    code: 'bot/sign-in',
    remedy: 'Sign in again. Where that does not help, check GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET.',
    cause,
  });
}

/** One that is not revoked ends by itself after eight hours, and is kept nowhere: nobody is kept out for it. */
async function revoke(token: string, options: SignInOptions): Promise<void> {
  const { clientId, clientSecret } = options;
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
  try {
    await openFor('', options).request('DELETE /applications/{client_id}/token', {
      client_id: clientId,
      access_token: token,
      headers: { authorization: `Basic ${basic}` },
    });
  } catch (error) {
    options.report(error);
  }
}
