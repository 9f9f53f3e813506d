import { Planned } from './planned.ts';

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
}

export interface Fault {
  readonly method?: string;
  /** Matched with the path, below /api/v3 on GitHub Enterprise Server. Archives are under /_codeload. */
  readonly path?: RegExp;
  /** Matched with the text of a GraphQL query. */
  readonly graphql?: RegExp;
  /** Which of the requests that match, from 1; the first where not said. */
  readonly nth?: number;
  /** How many of them in a row; one where not said. */
  readonly times?: number;
  /** Runs before the request is looked at: something else that happens meanwhile. */
  readonly before?: () => void;
  readonly outcome?: FaultOutcome;
}

export type FaultOutcome =
  /** The connection is cut before anything happened, or after everything did. */
  | 'abort'
  | 'apply-then-abort'
  /** 502 with a page of HTML; the request took effect all the same. */
  | 'apply-then-502'
  /** The right answer, cut in the middle: as if that were all of it, or with a connection that breaks off. */
  | 'malformed-json'
  | 'break-off'
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string | object;
    }
  /** The right answer with another body. */
  | { readonly rewrite: (body: Buffer) => Buffer | string }
  /** No answer for so long, then the connection is cut. */
  | { readonly hangMs: number };

/** A request, as faults look at it. */
export interface Occasion {
  readonly method: string;
  readonly path: string;
  /** The text of a GraphQL query. */
  readonly query?: string;
}

/** The faults that a test has planned. */
export class FaultPlan implements Faults {
  readonly #planned = new Planned<Fault>();

  add(fault: Fault): void {
    this.#planned.add(fault);
  }

  clear(): void {
    this.#planned.clear();
  }

  /** Counts the request, runs what happens before it, and tells what becomes of it. The fault planned first decides. */
  meet(occasion: Occasion): FaultOutcome | undefined {
    const struck = this.#planned.meet((fault) => matches(fault, occasion));
    for (const { before } of struck) before?.();
    return struck.map(({ outcome }) => outcome).find((outcome) => outcome !== undefined);
  }
}

function matches({ method, path, graphql }: Fault, occasion: Occasion): boolean {
  return (
    (method === undefined || method === occasion.method) &&
    (path === undefined || path.test(occasion.path)) &&
    (graphql === undefined || (occasion.query !== undefined && graphql.test(occasion.query)))
  );
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
