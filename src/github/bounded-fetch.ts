import { formatCount } from '../base/format-count.ts';

/** GitHub cuts a recursive tree at 7 MB; a blob of the largest file that we read has 34 MB in base64. */
const MAX_ANSWER_BYTES = 50_000_000;

/**
 * `fetch` for octokit: a try ends after a while, and an answer is here in full, or its being cut off is an error (octokit
 * itself takes what arrived of a broken answer for the answer).
 */
export function boundedFetch(milliseconds: number): typeof fetch {
  return async (url, options) => {
    const signal = AbortSignal.timeout(milliseconds);
    try {
      const response = await fetch(url, { ...options, signal });
      const { status, statusText, headers } = response;
      const body = status === 204 || status === 304 ? null : await readAll(response);
      // Where a list with a total has its next page, octokit finds by the address, which a response that is made has none of.
      return Object.defineProperty(new Response(body, { status, statusText, headers }), 'url', { value: response.url });
    } catch (cause) {
      if (!signal.aborted) throw cause;
      throw new Error(`no answer within ${formatCount(milliseconds)} ms`, { cause });
    }
  };
}

async function readAll({ body }: Response): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) throw new Error(`the answer has more than ${formatCount(MAX_ANSWER_BYTES)} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
