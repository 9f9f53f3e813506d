import { describe, expect, it } from 'vitest';
import { Bodies } from '../../../bot/web/bodies.ts';
import type { Body } from '../../../bot/webhooks/receive-delivery.ts';

const LIMITS = { mostBytes: 10, mostTogether: 15 };

/** In pieces, without a length, as a client may send it. */
function requestOf(...pieces: readonly (string | (() => Promise<string>))[]): Request {
  const body = async function* () {
    for (const piece of pieces) yield Buffer.from(typeof piece === 'string' ? piece : await piece());
  };
  return new Request('http://bot', { method: 'POST', body: ReadableStream.from(body()), duplex: 'half' });
}

const brokenOff = () => Promise.reject(new Error('aborted'));
const stalled = () => new Promise<never>(() => {});

function readFrom(bodies: Bodies, request: Request): Promise<Body> {
  return bodies.lend(request, (read) => read());
}

function textOf(body: Body): string {
  return body.outcome === 'read' ? Buffer.from(body.bytes).toString() : body.outcome;
}

describe('a body', () => {
  it.each([
    ['of as many bytes as it may have is read', requestOf('12345', '67890'), '1234567890'],
    ['of none is read', new Request('http://bot', { method: 'POST' }), ''],
    ['of one more is too large', requestOf('12345', '67890', '1'), 'too-large'],
    [
      'that says it is larger is not read',
      new Request('http://bot', { method: 'POST', headers: { 'content-length': '11' }, body: '1' }),
      'too-large',
    ],
    ['that does not come to its end is told so', requestOf('1', brokenOff), 'broken-off'],
  ])('%s', async (_, request, expected) => {
    expect(textOf(await readFrom(new Bodies(LIMITS), request))).toBe(expected);
  });

  it('has no room while others have it, until these are done with', async () => {
    const bodies = new Bodies(LIMITS);
    const done = Promise.withResolvers<void>();
    const first = bodies.lend(requestOf('1234567890'), async (read) => {
      await read();
      await done.promise;
    });
    const begun = bodies.lend(requestOf('1234', stalled), (read) => Promise.race([read(), done.promise]));
    await new Promise(setImmediate);
    expect(textOf(await readFrom(bodies, requestOf('12')))).toBe('no-room');
    expect(textOf(await readFrom(bodies, requestOf('1')))).toBe('1');
    done.resolve();
    await Promise.all([first, begun]);
    expect(textOf(await readFrom(bodies, requestOf('1234567890')))).toBe('1234567890');
  });
});
