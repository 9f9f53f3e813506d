import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { isObject } from '../../src/base/json.ts';
import type { SignInAttempt } from './sign-in.ts';

/** What the browser keeps. No script can read it, and no form of another site brings it along. */
export interface Cookies {
  readSession(context: Context): string | undefined;
  writeSession(context: Context, token: string): void;
  removeSession(context: Context): void;
  /** Takes what was remembered of a sign-in: once. */
  takeAttempt(context: Context): RememberedAttempt | undefined;
  writeAttempt(context: Context, attempt: RememberedAttempt): void;
}

export interface RememberedAttempt extends SignInAttempt {
  /** Where to go on afterwards. */
  readonly target: string;
}

/** For how long a browser that comes back is sent to GitHub without being asked. */
const SESSION_SECONDS = 12 * 60 * 60;
const ATTEMPT_SECONDS = 10 * 60;

export function cookiesFor({ isSecure }: { readonly isSecure: boolean }): Cookies {
  // Of a name that begins so, browsers take no cookie from another host of the same domain.
  const prefix = isSecure ? '__Host-' : '';
  const [session, attempt] = [`${prefix}tidewaiter-session`, `${prefix}tidewaiter-sign-in`];
  const options = { httpOnly: true, sameSite: 'Lax', secure: isSecure, path: '/' } as const;
  return {
    readSession: (context) => getCookie(context, session),
    writeSession: (context, token) => setCookie(context, session, token, { ...options, maxAge: SESSION_SECONDS }),
    removeSession: (context) => void deleteCookie(context, session, options),
    takeAttempt(context) {
      const text = getCookie(context, attempt);
      deleteCookie(context, attempt, options);
      return text === undefined ? undefined : parseAttempt(text);
    },
    writeAttempt: (context, remembered) =>
      setCookie(context, attempt, JSON.stringify(remembered), { ...options, maxAge: ATTEMPT_SECONDS }),
  };
}

function parseAttempt(text: string): RememberedAttempt | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (!isObject(value)) return undefined;
    const { state, verifier, target } = value;
    if (typeof state !== 'string' || typeof verifier !== 'string' || typeof target !== 'string') return undefined;
    return { state, verifier, target };
  } catch {
    return undefined;
  }
}
