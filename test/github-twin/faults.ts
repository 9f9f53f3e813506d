import type { Fault, FaultOutcome, Faults } from './twin.ts';

/** A request, as faults look at it. */
export interface Occasion {
  readonly method: string;
  readonly path: string;
  /** The text of a GraphQL query. */
  readonly query?: string;
}

interface PlannedFault {
  readonly fault: Fault;
  seen: number;
}

/** The faults that a test has planned. */
export class FaultPlan implements Faults {
  #planned: PlannedFault[] = [];

  add(fault: Fault): void {
    this.#planned.push({ fault, seen: 0 });
  }

  clear(): void {
    this.#planned = [];
  }

  /** Counts the request, runs what happens before it, and tells what becomes of it. The fault planned first decides. */
  meet(occasion: Occasion): FaultOutcome | undefined {
    const struck = this.#planned.filter((planned) => strikes(planned, occasion)).map(({ fault }) => fault);
    for (const { before } of struck) before?.();
    return struck.map(({ outcome }) => outcome).find((outcome) => outcome !== undefined);
  }
}

function strikes(planned: PlannedFault, occasion: Occasion): boolean {
  const { method, path, graphql, nth = 1, times = 1 } = planned.fault;
  const matches =
    (method === undefined || method === occasion.method) &&
    (path === undefined || path.test(occasion.path)) &&
    (graphql === undefined || (occasion.query !== undefined && graphql.test(occasion.query)));
  if (!matches) return false;
  planned.seen += 1;
  return planned.seen >= nth && planned.seen < nth + times;
}

/** The hour's calls are spent. */
export function primaryRateLimit({ resetInSeconds = 3600 } = {}): FaultOutcome {
  const reset = Math.ceil(Date.now() / 1000) + resetInSeconds;
  return {
    status: 403,
    headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) },
    body: {
      message: 'API rate limit exceeded for installation ID 1.',
      documentation_url: 'https://docs.github.com/rest',
    },
  };
}

/** Too much at once; GitHub answers it with either status. */
export function secondaryRateLimit({ retryAfterSeconds = 60, status = 403 as 403 | 429 } = {}): FaultOutcome {
  return {
    status,
    headers: { 'retry-after': String(retryAfterSeconds) },
    body: {
      message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
      documentation_url: 'https://docs.github.com/rest/overview/rate-limits-for-the-rest-api',
    },
  };
}

/** A unicorn: a page for people where a program asked. */
export function htmlError(status: 500 | 502 | 503): FaultOutcome {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: '<html><title>Unicorn! &middot; GitHub</title></html>',
  };
}

/** GraphQL says no with 200. */
export function graphqlErrors(message: string, type = 'RATE_LIMITED'): FaultOutcome {
  return { status: 200, body: { errors: [{ type, message }] } };
}
