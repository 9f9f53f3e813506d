import type { Body } from '../webhooks/receive-delivery.ts';

/** Reads bodies that may have so many bytes each, and so many together: all of each is in memory until it is done with. */
export class Bodies {
  readonly #mostBytes: number;
  readonly #mostTogether: number;
  #together = 0;

  constructor({ mostBytes, mostTogether }: { readonly mostBytes: number; readonly mostTogether: number }) {
    this.#mostBytes = mostBytes;
    this.#mostTogether = mostTogether;
  }

  /** @param use reads the body where it wants to, and is done with it when it returns */
  async lend<Result>(request: Request, use: (read: () => Promise<Body>) => Promise<Result>): Promise<Result> {
    const lent = { bytes: 0 };
    try {
      return await use(() => this.#read(request, lent));
    } finally {
      this.#together -= lent.bytes;
    }
  }

  /** What a request says of its length takes no room: who sends nothing would have it at no cost. */
  async #read({ headers, body }: Request, lent: { bytes: number }): Promise<Body> {
    if (Number(headers.get('content-length')) > this.#mostBytes) return { outcome: 'too-large' };
    const pieces: Uint8Array[] = [];
    try {
      for await (const piece of body ?? []) {
        lent.bytes += piece.length;
        this.#together += piece.length;
        if (lent.bytes > this.#mostBytes) return { outcome: 'too-large' };
        if (this.#together > this.#mostTogether) return { outcome: 'no-room' };
        pieces.push(piece);
      }
    } catch {
      return { outcome: 'broken-off' };
    }
    return { outcome: 'read', bytes: Buffer.concat(pieces) };
  }
}
