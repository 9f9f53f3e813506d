import type { Log, LogFields } from '../log/open-log.ts';
import type { Job } from '../queue/job.ts';
import type { Work } from '../queue/queue.ts';
import type { Metrics } from './metrics.ts';

/** The same work, with its failures counted and logged: the queue keeps why a job failed to itself. */
export function measuredWork(
  work: Work,
  metrics: Pick<Metrics, 'countRetry' | 'countDeadLetter'>,
  log: Pick<Log, 'info' | 'warn' | 'error'>,
): Work {
  return {
    async run(job, signal) {
      try {
        const outcome = await work.run(job, signal);
        if (outcome.outcome === 'later') log.info(`a job is put off: ${outcome.reason}`, aboutJob(job));
        if (outcome.outcome === 'given-up') {
          metrics.countDeadLetter(job.kind);
          log.warn('a job is given up at once', { ...aboutJob(job), reason: outcome.reason });
        }
        return outcome;
      } catch (error) {
        metrics.countRetry(job.kind);
        log.warn('a job failed', { ...aboutJob(job), error });
        throw error;
      }
    },
    async giveUp(job, reason) {
      try {
        await work.giveUp(job, reason);
        // Not before: where it cannot be told, it is tried again, for as long as it takes.
        metrics.countDeadLetter(job.kind);
      } catch (error) {
        log.error('a job failed each time, and even that cannot be told', { ...aboutJob(job), reason, error });
        throw error;
      }
    },
  };
}

function aboutJob(job: Job): LogFields {
  const { kind, installation, owner, repo } = job;
  return { job: kind, installation, repository: `${owner}/${repo}`, number: 'number' in job ? job.number : undefined };
}
