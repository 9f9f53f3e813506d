import { describe, expect, it } from 'vitest';
import { openLog } from '../../../bot/log/open-log.ts';
import { measuredWork } from '../../../bot/metrics/measured-work.ts';
import { createMetrics } from '../../../bot/metrics/metrics.ts';
import { DONE, type Work } from '../../../bot/queue/queue.ts';
import { push } from '../queue/jobs.ts';

/** Work that is told to the log that it gives with its lines. */
function logged(work: Partial<Work>) {
  const lines: string[] = [];
  const log = openLog({ level: 'info', now: () => new Date(0), write: (line) => void lines.push(line) });
  const whole: Work = { run: async () => DONE, giveUp: async () => {}, ...work };
  return { ...measuredWork(whole, createMetrics(), log), lines };
}

const { signal } = new AbortController();

async function fail(): Promise<never> {
  throw new Error('GitHub answered 500');
}

describe('the log', () => {
  it('tells of a job that failed, and why', async () => {
    const { run, lines } = logged({ run: fail });
    await expect(run(push(7), signal)).rejects.toThrow('GitHub answered 500');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'warn', repository: 'owner-1/shop', number: 7, error: { message: 'GitHub answered 500' } },
    ]);
  });

  it('tells of a failure that cannot be told in a check', async () => {
    const { giveUp, lines } = logged({ giveUp: fail });
    await expect(giveUp(push(7), 'it took too long')).rejects.toThrow('GitHub answered 500');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      {
        level: 'error',
        repository: 'owner-1/shop',
        reason: 'it took too long',
        error: { message: 'GitHub answered 500' },
      },
    ]);
  });

  it('tells of a job that is put off, and of none that is done', async () => {
    const { run, lines } = logged({ run: async (job) => ('number' in job && job.number === 1 ? DONE : LATER) });
    await run(push(1), signal);
    await run(push(2), signal);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ level: 'info', number: 2 }]);
  });
});

const LATER = { outcome: 'later', seconds: 60, reason: 'GitHub asks for patience' } as const;
