import { isObject } from '../../src/base/json.ts';

/** The connection, or the server, went away: before, during or after what was asked. */
export function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return LOST.has(codeOf(error)) || LOST_WORDS.test(error.message);
}

/** PostgreSQL took one of two transactions back, for they waited for each other. */
export function isConflict(error: unknown): boolean {
  return CONFLICTS.has(codeOf(error));
}

export function codeOf(error: unknown): string {
  return isObject(error) && typeof error.code === 'string' ? error.code : '';
}

/** Of Node, and of PostgreSQL (Appendix A of its manual): connection exceptions, operator intervention, too many connections. */
const LOST = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  '08000',
  '08001',
  '08003',
  '08004',
  '08006',
  '57P01',
  '57P02',
  '57P03',
  '53300',
]);

// Errors of node-postgres that bear no code.
const LOST_WORDS =
  /^(?:Connection terminated|Client has encountered a connection error|Query read timeout|timeout exceeded when trying to connect|timeout expired)/;

const CONFLICTS = new Set(['40001', '40P01']);
