import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

interface Answer {
  readonly started: number;
  readonly ended: number;
}

/** Watches from beside what this process answers over HTTP, which is the twin of GitHub alone: when it was at work, in milliseconds. */
export class TwinClock implements Disposable {
  readonly #open = new Map<unknown, number>();
  readonly #answers: Answer[] = [];
  #next = Promise.withResolvers<void>();

  constructor() {
    subscribe(STARTED, this.#start);
    subscribe(ENDED, this.#end);
  }

  readonly #start = (message: unknown) => {
    this.#open.set(requestOf(message), performance.now());
  };

  readonly #end = (message: unknown) => {
    const request = requestOf(message);
    const started = this.#open.get(request);
    if (started === undefined) return;
    this.#open.delete(request);
    this.#answers.push({ started, ended: performance.now() });
    this.#next.resolve();
    this.#next = Promise.withResolvers();
  };

  /** Once the next answer is out. */
  answered(): Promise<void> {
    return this.#next.promise;
  }

  /** When it was asked for the first time since then. */
  firstRequestSince(moment: number): number {
    return Math.min(...this.#answers.map(({ started }) => started).filter((started) => started >= moment));
  }

  /** How long at least one answer was under way. */
  busyBetween(from: number, to: number): number {
    let busy = 0;
    let until = from;
    for (const { started, ended } of this.#answers.toSorted((left, right) => left.started - right.started)) {
      busy += Math.max(0, Math.min(ended, to) - Math.max(started, until));
      until = Math.max(until, ended);
    }
    return busy;
  }

  [Symbol.dispose](): void {
    unsubscribe(STARTED, this.#start);
    unsubscribe(ENDED, this.#end);
  }
}

const STARTED = 'http.server.request.start';
const ENDED = 'http.server.response.finish';

/** As Node's documentation has it for both channels. */
function requestOf(message: unknown): IncomingMessage {
  return (message as { readonly request: IncomingMessage }).request;
}
