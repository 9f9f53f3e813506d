import type { Work } from '../queue/queue.ts';
import type { Metrics } from './metrics.ts';

/** The same work, with its failures counted. */
export function measuredWork(work: Work, metrics: Pick<Metrics, 'countRetry' | 'countDeadLetter'>): Work {
  return {
    async run(job, signal) {
      try {
        return await work.run(job, signal);
      } catch (error) {
        metrics.countRetry(job.kind);
        throw error;
      }
    },
    async giveUp(job, reason) {
      metrics.countDeadLetter(job.kind);
      await work.giveUp(job, reason);
    },
  };
}
