import { totalmem } from 'node:os';
import type { RepositoryName } from '../../src/github/repository-name.ts';
import type { Order, Results } from '../orders/order.ts';
import { JudgingThread } from './judging-thread.ts';

/** Threads beside the one that answers GitHub: what a pull request, or a repository, makes long holds up neither answers nor heartbeats. */
export interface JudgingThreads {
  /**
   * Waits for a thread and has it carry out an order. A repository has one at a time, so that there is one for the others.
   * @throws what the order throws, or reading its files; ConfigError `bot/judging-limit`; HeldUp; the signal's reason
   */
  run<Asked extends Order>(order: Asked, signal: AbortSignal): Promise<Results[Asked['task']]>;
  /** Whether an order of a repository would wait for one that takes long, so that there is no use in preparing it now. */
  isHeldUp(repository: RepositoryName): boolean;
  close(): Promise<void>;
}

/** There was no thread to be had soon: whoever goes on waiting for one keeps a place at work that others could have. */
export class HeldUp extends Error {}

export interface JudgingThreadsOptions {
  /** How long a thread may compute for an order without asking for files. */
  readonly seconds: number;
  /** How large the heap of each may become; its share of what there is where not said. */
  readonly megabytes?: number;
}

/** Beside the main thread, which reads and writes meanwhile. More processes are the way to more. */
const COUNT = 2;

/** What V8 gives a process by itself. */
const MOST_MEGABYTES = 4096;

/** What takes longer than this part of what it may take is long. */
const LONG = 1 / 12;

/** A thread is started when there is none to take, and stays: what it has compiled, and warmed up, is there for the next order. */
export function openJudgingThreads({ seconds, megabytes = shareOfMemory() }: JudgingThreadsOptions): JudgingThreads {
  const longMs = seconds * 1000 * LONG;
  const threads = new Set<JudgingThread>();
  let idle: readonly JudgingThread[] = [];
  /** Repositories, and since when. */
  const atWork = new Map<string, number>();
  let waiting: readonly Waiting[] = [];

  const startNext = () => {
    if (atWork.size >= COUNT) return;
    const next = waiting.find(({ repository }) => !atWork.has(repository));
    if (next === undefined) return;
    waiting = waiting.filter((each) => each !== next);
    atWork.set(next.repository, performance.now());
    next.go();
  };
  const waitForTurn = async (repository: string) => {
    const turn = Promise.withResolvers<void>();
    const mine: Waiting = { repository, go: turn.resolve };
    waiting = [...waiting, mine];
    startNext();
    const limit = setTimeout(() => {
      waiting = waiting.filter((each) => each !== mine);
      turn.reject(new HeldUp('what is judged at the moment takes long'));
    }, longMs);
    await turn.promise.finally(() => clearTimeout(limit));
  };
  const take = () => {
    // One may have come to its end while it had nothing to do.
    const thread = idle.findLast(({ isUsable }) => isUsable) ?? new JudgingThread({ seconds, megabytes });
    idle = idle.filter((each) => each !== thread && each.isUsable);
    threads.add(thread);
    return thread;
  };
  const giveBack = (thread: JudgingThread) => {
    if (thread.isUsable) idle = [...idle, thread];
    else threads.delete(thread);
  };
  return {
    async run(order, signal) {
      const repository = keyOf(order.about);
      await waitForTurn(repository);
      try {
        const thread = take();
        return await thread.perform(order, signal).finally(() => giveBack(thread));
      } finally {
        atWork.delete(repository);
        startNext();
      }
    },
    isHeldUp(repository) {
      const isLong = (since: number | undefined) => since !== undefined && performance.now() - since > longMs;
      const isFull = atWork.size >= COUNT;
      return isLong(atWork.get(keyOf(repository))) || (isFull && [...atWork.values()].every(isLong));
    },
    async close() {
      await Promise.all([...threads].map((thread) => thread.end()));
    },
  };
}

interface Waiting {
  readonly repository: string;
  readonly go: () => void;
}

function keyOf({ owner, repo }: RepositoryName): string {
  return `${owner}/${repo}`.toLowerCase();
}

/** Of the memory that the process may have, in megabytes: one share is the main thread's. */
function shareOfMemory(): number {
  const constrained = process.constrainedMemory();
  const bytes = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  return Math.min(MOST_MEGABYTES, Math.floor(bytes / (COUNT + 1) / 2 ** 20));
}
