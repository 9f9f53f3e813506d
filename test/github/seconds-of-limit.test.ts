import { expect, it } from 'vitest';
import { requestError, secondsOfLimit } from '../../src/github/github-errors.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const AT_TEN_PAST = String(Date.UTC(2026, 2, 1, 12, 10) / 1_000);

// https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
it.each([
  [
    'retry-after comes first',
    { 'retry-after': '30', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': AT_TEN_PAST },
    30,
  ],
  [
    'else when the hour ends, where it is spent',
    { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': AT_TEN_PAST },
    600,
  ],
  ['else a minute', { 'x-ratelimit-remaining': '17', 'x-ratelimit-reset': AT_TEN_PAST }, 60],
  ['where nothing is said, a minute', {}, 60],
  ['where the end is past, a minute', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' }, 60],
  ['by a clock that is wrong, an hour', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '99999999999' }, 3_600],
])('%s', (_, headers, seconds) => {
  const response = { status: 403, headers, data: { message: 'You have exceeded a secondary rate limit.' } };
  const error = requestError('POST /repos/acme/shop/pulls/7/reviews', Object.assign(new Error(), { response }), 'app');
  expect(error.code).toBe('github/rate-limited');
  expect(secondsOfLimit(error, NOW)).toBe(seconds);
});
