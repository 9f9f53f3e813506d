import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { DeliveryAnswer } from '../apps.ts';

export type PostAnswer = Extract<DeliveryAnswer, { kind: 'answered' | 'failed' }>;

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Makes requests to those who listen, and does not wait longer for an answer than GitHub does. */
export class Postman {
  // A connection each: one that is kept might have been closed at the other end meanwhile.
  readonly #agent = new Agent({ keepAlive: false, maxSockets: 64 });

  post({ url, headers, body }: Post, patienceMs: number): Promise<PostAnswer> {
    const length = Buffer.byteLength(body);
    const outgoing = request(url, {
      method: 'POST',
      agent: this.#agent,
      headers: { ...headers, 'content-length': length },
    });
    const answer = new Promise<PostAnswer>((resolve) => {
      let start = performance.now();
      let reason: Extract<PostAnswer, { kind: 'failed' }>['reason'] = 'failed to connect to host';
      const milliseconds = () => performance.now() - start;
      const fail = () => resolve({ kind: 'failed', reason, milliseconds: milliseconds() });
      const giveUp = () => {
        reason = 'timed out';
        outgoing.destroy();
      };
      // Until there is a connection it waits for others, and no time passes.
      outgoing.on('socket', () => {
        start = performance.now();
        // What this process did meanwhile is not the listener's fault: an answer that is here already is still taken.
        const timer = setTimeout(() => setImmediate(giveUp), patienceMs);
        outgoing.on('close', () => clearTimeout(timer));
      });
      outgoing.on('error', fail);
      outgoing.on('response', (response) => {
        const status = response.statusCode ?? 0;
        text(response).then(
          (read) => resolve({ kind: 'answered', status, body: read, milliseconds: milliseconds() }),
          fail,
        );
      });
    });
    outgoing.end(body);
    return answer;
  }

  /** Cuts what is under way. */
  stop(): void {
    this.#agent.destroy();
  }
}
