import { ConfigError } from '../../src/errors/tidewaiter-error.ts';
import { codeOf, isConnectionLost } from './connection-errors.ts';

/** An error with the server, not with what it was asked, named for the operator. Any other is handed back. */
export function describeUnavailable(url: string, cause: unknown): unknown {
  const code = codeOf(cause);
  // Node's own error about an address bears the address, and with it the password.
  if (code === 'ERR_INVALID_URL') return noAddress();
  if (!(cause instanceof Error)) return cause;
  const remedy = REMEDIES[code] ?? (isConnectionLost(cause) ? NOT_REACHED : undefined);
  if (remedy === undefined) return cause;
  return unavailable(`The database at ${withoutPassword(url)} cannot be used: ${wordsOf(cause)}`, remedy, cause);
}

export function noAddress(): ConfigError {
  return unavailable('DATABASE_URL is no address', 'It looks like postgres://user:password@host:5432/database.');
}

function unavailable(message: string, remedy: string, cause?: unknown): ConfigError {
  return new ConfigError(message, { code: 'bot/database-unavailable', remedy, cause });
}

const NOT_REACHED = 'Check host and port in DATABASE_URL, and that PostgreSQL is running and may be reached from here.';
const REMEDIES: { readonly [code: string]: string | undefined } = {
  '28P01': 'Check user and password in DATABASE_URL.',
  '28000': "Check user and password in DATABASE_URL, and the server's pg_hba.conf.",
  '3D000': 'Create the database: createdb NAME.',
  '42501': 'The user needs the right to make schemas: GRANT CREATE ON DATABASE name TO user.',
};

function withoutPassword(url: string): string {
  const address = URL.parse(url);
  return address ? `${address.host}${address.pathname}` : 'DATABASE_URL';
}

/** Where several addresses of one name were tried, Node's error has no words of its own. */
function wordsOf(cause: Error): string {
  const [first] = cause instanceof AggregateError ? cause.errors : [];
  return cause.message || (first instanceof Error ? first.message : codeOf(cause));
}
