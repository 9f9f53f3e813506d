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

/** Computing that takes longer than this part of what it may take is long. */
const LONG = 1 / 12;

/** A thread is started when there is none to take, and stays: what it has compiled, and warmed up, is there for the next order. */
export function openJudgingThreads({ seconds, megabytes = shareOfMemory() }: JudgingThreadsOptions): JudgingThreads {
  const longMs = seconds * 1000 * LONG;
  const threads = new Set<JudgingThread>();
  let idle: readonly JudgingThread[] = [];
  /** By repository. */
  const atWork = new Map<string, JudgingThread>();
  let waiting: readonly Waiting[] = [];

  const take = () => {
    // One may have come to its end while it had nothing to do.
    const thread = idle.findLast(({ isUsable }) => isUsable) ?? new JudgingThread({ seconds, megabytes });
    idle = idle.filter((each) => each !== thread && each.isUsable);
    threads.add(thread);
    return thread;
  };
  const startNext = () => {
    if (atWork.size >= COUNT) return;
    const next = waiting.find(({ repository }) => !atWork.has(repository));
    if (next === undefined) return;
    waiting = waiting.filter((each) => each !== next);
    const thread = take();
    atWork.set(next.repository, thread);
    next.turn.resolve(thread);
  };
  const isLong = (thread: JudgingThread | undefined) => thread !== undefined && thread.computingMs > longMs;
  const isHeldUp = (repository: string) =>
    isLong(atWork.get(repository)) || (atWork.size >= COUNT && [...atWork.values()].every(isLong));
  const waitForTurn = async (repository: string) => {
    const mine: Waiting = { repository, turn: Promise.withResolvers() };
    waiting = [...waiting, mine];
    startNext();
    const watch = setInterval(() => {
      if (!isHeldUp(repository)) return;
      waiting = waiting.filter((each) => each !== mine);
      mine.turn.reject(new HeldUp('what is judged at the moment takes long'));
    }, longMs);
    return mine.turn.promise.finally(() => clearInterval(watch));
  };
  const giveBack = (thread: JudgingThread) => {
    if (thread.isUsable) idle = [...idle, thread];
    else threads.delete(thread);
  };
  return {
    async run(order, signal) {
      const repository = keyOf(order.about);
      const thread = await waitForTurn(repository);
      try {
        return await thread.perform(order, signal);
      } finally {
        giveBack(thread);
        atWork.delete(repository);
        startNext();
      }
    },
    isHeldUp: (repository) => isHeldUp(keyOf(repository)),
    async close() {
      await Promise.all([...threads].map((thread) => thread.end()));
    },
  };
}

interface Waiting {
  readonly repository: string;
  readonly turn: PromiseWithResolvers<JudgingThread>;
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
