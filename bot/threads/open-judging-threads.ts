import { totalmem } from 'node:os';
import type { Order, Results } from '../orders/order.ts';
import { JudgingThread } from './judging-thread.ts';

/** Threads beside the one that answers GitHub: what a pull request, or a repository, makes long holds up neither answers nor heartbeats. */
export interface JudgingThreads {
  /**
   * Waits for a thread and has it carry out an order.
   * @throws what the order throws, or reading its files; ConfigError `bot/judging-limit`; the signal's reason
   */
  run<Asked extends Order>(order: Asked, signal: AbortSignal): Promise<Results[Asked['task']]>;
  close(): Promise<void>;
}

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

/** A thread is started when there is none to take, and stays: what it has compiled, and warmed up, is there for the next order. */
export function openJudgingThreads({ seconds, megabytes = shareOfMemory() }: JudgingThreadsOptions): JudgingThreads {
  const threads = new Set<JudgingThread>();
  let idle: readonly JudgingThread[] = [];
  const waiting: (() => void)[] = [];
  let places = COUNT;

  const enter = async () => {
    if (places > 0) {
      places -= 1;
      return;
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    waiting.push(resolve);
    await promise;
  };
  const leave = () => {
    const next = waiting.shift();
    if (next) next();
    else places += 1;
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
      await enter();
      const thread = take();
      try {
        return await thread.perform(order, signal);
      } finally {
        giveBack(thread);
        leave();
      }
    },
    async close() {
      await Promise.all([...threads].map((thread) => thread.end()));
    },
  };
}

/** Of the memory that the process may have, in megabytes: one share is the main thread's. */
function shareOfMemory(): number {
  const constrained = process.constrainedMemory();
  const bytes = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  return Math.min(MOST_MEGABYTES, Math.floor(bytes / (COUNT + 1) / 2 ** 20));
}
