import { createHash, randomBytes } from 'node:crypto';
import type { Queryable } from '../database/database.ts';

/** Somebody who has signed in to the dashboard. */
export interface Session {
  readonly login: string;
  /** On which GitHub gave them a permission when they signed in: `acme/shop`. */
  readonly repositories: readonly string[];
  readonly expiresAt: Date;
}

/** @returns the token for the cookie. Only its hash is kept: who reads the database cannot sign in with it. */
export async function beginSession(database: Queryable, { login, repositories, expiresAt }: Session): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await database.query(
    'insert into tidewaiter.sessions (token_hash, login, repositories, expires_at) values ($1, $2, $3::text[], $4)',
    [hashOf(token), login, repositories, expiresAt],
  );
  return token;
}

/** @param now after its end a session is none */
export async function findSession(database: Queryable, token: string, now = new Date()): Promise<Session | undefined> {
  const [session] = await database.query<Session>(
    'select login, repositories, expires_at as "expiresAt" from tidewaiter.sessions where token_hash = $1 and expires_at > $2',
    [hashOf(token), now],
  );
  return session;
}

export async function endSession(database: Queryable, token: string): Promise<void> {
  await database.query('delete from tidewaiter.sessions where token_hash = $1', [hashOf(token)]);
}

/** The token is as random as the hash is long: there is nothing to guess, so a fast hash will do. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
