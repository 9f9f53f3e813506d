import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Listening, type RawRequest, serve } from './serve.ts';

/** An address that an App's deliveries go to, and what came. */
export interface Listener extends Listening {
  readonly received: readonly Received[];
  /** What is answered from now on; 202 at first. */
  answer: (received: Received) => number | Promise<number>;
}

export interface Received {
  readonly headers: RawRequest['headers'];
  readonly text: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly isSigned: boolean;
}

export async function startListener(secret: string): Promise<Listener> {
  const received: Received[] = [];
  const listening = await serve(async ({ headers, body }) => {
    const text = body.toString('utf8');
    const one = { headers, text, payload: JSON.parse(text), isSigned: isSigned(secret, headers, body) };
    received.push(one);
    const status = await listener.answer(one);
    return { kind: 'answer', status, headers: { 'content-type': 'text/plain' }, body: Buffer.from('heard') };
  });
  const listener: Listener = { ...listening, received, answer: () => 202 };
  return listener;
}

/** As GitHub tells those who listen to check it: over the bytes as they came. */
function isSigned(secret: string, headers: RawRequest['headers'], body: Buffer): boolean {
  const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
  const found = Buffer.from(String(headers['x-hub-signature-256']));
  return expected.length === found.length && timingSafeEqual(expected, found);
}
