import { Agent, request } from 'node:http';
import type { DeliveryAnswer } from '../apps.ts';

export type PostAnswer = Extract<DeliveryAnswer, { kind: 'answered' | 'failed' }>;

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Makes requests to those who listen, and does not wait longer for an answer than GitHub does. */
export class Postman {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });

  post({ url, headers, body }: Post, patienceMs: number): Promise<PostAnswer> {
    const start = performance.now();
    const past = () => performance.now() - start;
    return new Promise((resolve) => {
      const fail = (reason: 'timed out' | 'failed to connect to host') =>
        resolve({ kind: 'failed', reason, milliseconds: past() });
      const outgoing = request(url, {
        method: 'POST',
        agent: this.#agent,
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      });
      const timer = setTimeout(() => {
        fail('timed out');
        outgoing.destroy();
      }, patienceMs);
      outgoing.on('close', () => clearTimeout(timer));
      outgoing.on('error', () => fail('failed to connect to host'));
      outgoing.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', () => fail('failed to connect to host'));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ kind: 'answered', status: response.statusCode ?? 0, body: text, milliseconds: past() });
        });
      });
      outgoing.end(body);
    });
  }

  stop(): void {
    this.#agent.destroy();
  }
}
