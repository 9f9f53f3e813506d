import { type ApiError, unprocessable, validationFailed } from './api-error.ts';

/** Counted in code points. */
const MAX_BODY = 65_536;

const TOO_LONG = `Body is too long (maximum is ${MAX_BODY} characters)`;

export function isTooLong(body: string): boolean {
  // No text of so few code units has more code points.
  return body.length > MAX_BODY && [...body].length > MAX_BODY;
}

export function commentTooLong(resource: string): ApiError {
  return validationFailed(resource, { code: 'unprocessable', field: 'data', message: TOO_LONG });
}

export function reviewTooLong(): ApiError {
  return unprocessable(TOO_LONG);
}
