import { createHash } from 'node:crypto';
import type { Answer } from './rest/route.ts';
import type { RawAnswer, RawRequest } from './serve.ts';

const RATE_LIMIT = 5000;
const RATE_WINDOW_SECONDS = 3600;

/** An answer as bytes. What has not changed is 304 to whoever sends the tag of what they have. */
export function encode(answer: Answer, { method, headers }: RawRequest): RawAnswer {
  const body = bytesOf(answer);
  const tag = `W/"${createHash('sha256').update(body).digest('hex')}"`;
  const isCacheable = method === 'GET' && answer.status === 200;
  return {
    kind: 'answer',
    status: isCacheable && headers['if-none-match'] === tag ? 304 : answer.status,
    headers: {
      'content-type': 'bytes' in answer ? answer.contentType : 'application/json; charset=utf-8',
      'x-ratelimit-limit': String(RATE_LIMIT),
      'x-ratelimit-remaining': String(RATE_LIMIT - 1),
      'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + RATE_WINDOW_SECONDS),
      ...(isCacheable ? { etag: tag } : {}),
      ...answer.headers,
    },
    body,
  };
}

function bytesOf(answer: Answer): Buffer {
  if ('bytes' in answer) return answer.bytes;
  return Buffer.from(answer.body === undefined ? '' : JSON.stringify(answer.body));
}
