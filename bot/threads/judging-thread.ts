import { MessageChannel, Worker } from 'node:worker_threads';
import { countOf } from '../../src/base/count-of.ts';
import { ConfigError } from '../../src/errors/tidewaiter-error.ts';
import type { Order, Results } from '../orders/order.ts';
import type { Said, SentOrder } from './conversation.ts';
import { FilesCounter } from './files-over-port.ts';
import { type Packed, pack, unpack } from './pack.ts';

export interface ThreadLimits {
  /** How long it may compute without asking for files. */
  readonly seconds: number;
  /** How large its heap may become. */
  readonly megabytes: number;
}

/** How an order ends that the thread has ended itself. */
type Ended = Exclude<Said, { kind: 'asks' }>;

/** A thread of its own for one order after the other, until one of them does not end by itself: then the thread is ended with it. */
export class JudgingThread {
  readonly #worker: Worker;
  readonly #limits: ThreadLimits;
  #isUsable = true;
  #computingSince: number | undefined;

  constructor(limits: ThreadLimits) {
    this.#limits = limits;
    this.#worker = new Worker(MODULE, {
      // Whatever it is made to do, there is nothing that it could tell.
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: limits.megabytes },
    });
    // As long as an order is at work its port holds on to the process.
    this.#worker.unref();
    const spoil = () => {
      this.#isUsable = false;
    };
    this.#worker.on('error', spoil).on('exit', spoil);
  }

  /** How long it has been computing without asking for files, in milliseconds. */
  get computingMs(): number {
    return this.#computingSince === undefined ? 0 : performance.now() - this.#computingSince;
  }

  /** Whether it may be given another order. */
  get isUsable(): boolean {
    return this.#isUsable;
  }

  /** @throws what the order throws, or reading its files; ConfigError `bot/judging-limit`; the signal's reason */
  async perform<Asked extends Order>(order: Asked, signal: AbortSignal): Promise<Results[Asked['task']]> {
    const ended = await this.#conclude(order, signal);
    if (ended.kind === 'failed') throw ended.error;
    // The thread has done what it was told to.
    return ended.result as Results[Asked['task']];
  }

  async end(): Promise<void> {
    this.#isUsable = false;
    await this.#worker.terminate();
  }

  async #conclude(order: Order, signal: AbortSignal): Promise<Ended> {
    signal.throwIfAborted();
    const end = Promise.withResolvers<Ended>();
    const abort = () => end.reject(signal.reason);
    const crash = (error: Error) => end.reject(isOutOfMemory(error) ? tookTooMuch(this.#limits) : error);
    const leave = () => end.reject(new Error('the thread has ended'));
    signal.addEventListener('abort', abort);
    this.#worker.on('error', crash).on('exit', leave);
    const stopConversing = this.#converse(order, end);
    try {
      return await end.promise;
    } catch (error) {
      await this.end();
      throw error;
    } finally {
      stopConversing();
      this.#worker.off('error', crash).off('exit', leave);
      signal.removeEventListener('abort', abort);
    }
  }

  #converse(order: Order, end: PromiseWithResolvers<Ended>): () => void {
    const { port1: port, port2 } = new MessageChannel();
    const files = new FilesCounter();
    // To start takes a thread as long as the machine makes it take: the first thing that it does then is to ask.
    let watch: NodeJS.Timeout | undefined;
    let asked = 0;
    const hear = async (packed: Packed<Said>) => {
      const said = unpack(packed);
      if (said.kind !== 'asks') return end.resolve(said);
      // Where files come slowly, it is not the order that takes long.
      clearTimeout(watch);
      this.#computingSince = undefined;
      asked += 1;
      port.postMessage(pack(await files.answer(said.request)));
      asked -= 1;
      if (asked > 0) return;
      this.#computingSince = performance.now();
      watch = setTimeout(() => end.reject(tookTooLong(this.#limits)), this.#limits.seconds * 1000).unref();
    };
    port.on('message', (packed: Packed<Said>) => void hear(packed).catch(end.reject));
    port.on('messageerror', end.reject);
    this.#worker.postMessage({ order: pack(sendable(order, files)), port: port2 }, [port2]);
    return () => {
      clearTimeout(watch);
      this.#computingSince = undefined;
      port.close();
    };
  }
}

/** The sources run as they are; what is built lies beside the module that it was built into. */
const MODULE = new URL(import.meta.url.endsWith('.ts') ? 'thread.ts' : 'thread.js', import.meta.url);

function sendable({ about, ...order }: Order, files: FilesCounter): SentOrder {
  const { change, gate, ...rest } = about;
  const { files: owners, ...owner } = gate.owner;
  return {
    ...order,
    about: {
      ...rest,
      change: files.cardOfChange(change),
      gate: { owner: { ...owner, files: typeof owners === 'object' ? files.cardOf(owners) : owners } },
    },
  };
}

function isOutOfMemory(error: Error): boolean {
  return 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}

function tookTooLong({ seconds }: ThreadLimits): ConfigError {
  return new ConfigError(`judging took longer than ${countOf(seconds, 'second')}`, {
    code: 'bot/judging-limit',
    remedy: `${WHERE_TO_LOOK} The operator of the bot can allow more by TIDEWAITER_JUDGING_SECONDS.`,
  });
}

function tookTooMuch({ megabytes }: ThreadLimits): ConfigError {
  return new ConfigError(`judging took more memory than the ${megabytes} MB that there are for it`, {
    code: 'bot/judging-limit',
    remedy: `${WHERE_TO_LOOK} The operator of the bot can give its process more memory.`,
  });
}

const WHERE_TO_LOOK =
  'Look for what is large: `npx tidewaiter check` judges the same in a clone; `manifests` in the configuration can leave files out.';
