import { createHash } from 'node:crypto';
import { objectOf, textOf } from '../rest/route.ts';
import type { RawAnswer, RawRequest } from '../serve.ts';
import { issueUserToken } from '../state/tokens.ts';
import type { Visit } from './visit.ts';

const EIGHT_HOURS = 28_800;

/** A code becomes a token. What is wrong is told with 200, and in a form where nobody asked for JSON. */
export function exchangeCode({ world, ...request }: Visit): RawAnswer {
  const form = readForm(request);
  const app = world.registeredApps().find(({ registration }) => registration.clientId === form('client_id'));
  if (app === undefined || form('client_secret') !== app.registration.clientSecret) {
    return refuse(request, 'incorrect_client_credentials', 'The client_id and/or client_secret passed are incorrect.');
  }
  const code = world.codes.redeem('sign-in', form('code') ?? '');
  const isProven = code?.challenge === undefined || code.challenge === challengeOf(form('code_verifier') ?? '');
  if (code === undefined || code.app !== app || !isProven) {
    return refuse(request, 'bad_verification_code', 'The code passed is incorrect or expired.');
  }
  if ((form('redirect_uri') ?? code.redirectUri) !== code.redirectUri) {
    return refuse(request, 'redirect_uri_mismatch', 'The redirect_uri MUST match the registered callback URL.');
  }
  const { text } = issueUserToken(world, app, code.user);
  return answer(request, { access_token: text, expires_in: String(EIGHT_HOURS), token_type: 'bearer', scope: '' });
}

function readForm({ headers, body }: RawRequest): (name: string) => string | undefined {
  const text = body.toString('utf8');
  if (/^application\/json\b/.test(headers['content-type'] ?? '')) {
    const values = objectOf(JSON.parse(text));
    return (name) => textOf(values[name]);
  }
  const values = new URLSearchParams(text);
  return (name) => values.get(name) ?? undefined;
}

/** RFC 7636, section 4.2. */
function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

function refuse(request: RawRequest, error: string, words: string): RawAnswer {
  const place =
    'https://docs.github.com/apps/managing-oauth-apps/troubleshooting-oauth-app-access-token-request-errors/';
  return answer(request, { error, error_description: words, error_uri: `${place}#${error.replaceAll('_', '-')}` });
}

function answer({ headers }: RawRequest, values: Readonly<Record<string, string>>): RawAnswer {
  const isJson = /\bjson\b/.test(headers.accept ?? '');
  const body = isJson ? JSON.stringify(values) : new URLSearchParams(values).toString();
  const type = isJson ? 'application/json; charset=utf-8' : 'application/x-www-form-urlencoded; charset=utf-8';
  return { kind: 'answer', status: 200, headers: { 'content-type': type }, body: Buffer.from(body) };
}
