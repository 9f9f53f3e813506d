import { describe, expect, it } from 'vitest';
import { openLog } from '../../../bot/log/open-log.ts';
import { measuredWork } from '../../../bot/metrics/measured-work.ts';
import { createMetrics } from '../../../bot/metrics/metrics.ts';
import { DONE, type Work } from '../../../bot/queue/queue.ts';
import { push } from '../queue/jobs.ts';

/** Work that is counted, and told to the log that it gives with its lines. */
function measured(work: Partial<Work>) {
  const lines: string[] = [];
  const log = openLog({ level: 'info', now: () => new Date(0), write: (line) => void lines.push(line) });
  const whole: Work = { run: async () => DONE, giveUp: async () => {}, ...work };
  const metrics = createMetrics();
  const count = async (name: string) => {
    const { text } = await metrics.render(async () => Promise.reject(new Error('there is no queue here')));
    return text.split('\n').filter((line) => line.startsWith(name) && !line.endsWith(' 0'));
  };
  return { ...measuredWork(whole, metrics, log), lines, count };
}

const { signal } = new AbortController();

async function fail(): Promise<never> {
  throw new Error('GitHub answered 500');
}

describe('the log', () => {
  it('tells of a job that failed, and why', async () => {
    const { run, lines } = measured({ run: fail });
    await expect(run(push(7), signal)).rejects.toThrow('GitHub answered 500');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'warn', repository: 'owner-1/shop', number: 7, error: { message: 'GitHub answered 500' } },
    ]);
  });

  it('tells of a failure that cannot be told in a check', async () => {
    const { giveUp, lines } = measured({ giveUp: fail });
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
    const { run, lines } = measured({ run: async (job) => ('number' in job && job.number === 1 ? DONE : LATER) });
    await run(push(1), signal);
    await run(push(2), signal);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ level: 'info', number: 2 }]);
  });
});

describe('the figures', () => {
  it('tell of each try that failed', async () => {
    const { run, count } = measured({ run: fail });
    for (const _ of ['once', 'twice']) await expect(run(push(7), signal)).rejects.toThrow();
    expect(await count('tidewaiter_retries_total')).toEqual(['tidewaiter_retries_total{kind="judge-pull-request"} 2']);
    expect(await count('tidewaiter_dead_letters_total')).toEqual([]);
  });

  it('tell once of a job that is given up, however often GitHub could not be told', async () => {
    let tries = 0;
    const giveUpAtLast = async () => {
      tries += 1;
      if (tries < 3) await fail();
    };
    const { giveUp, count } = measured({ giveUp: giveUpAtLast });
    for (const _ of ['once', 'twice']) await expect(giveUp(push(7), 'it took too long')).rejects.toThrow();
    expect(await count('tidewaiter_dead_letters_total')).toEqual([]);
    await giveUp(push(7), 'it took too long');
    expect(await count('tidewaiter_dead_letters_total')).toEqual([
      'tidewaiter_dead_letters_total{kind="judge-pull-request"} 1',
    ]);
  });

  it('tell of a job that is given up at once', async () => {
    const { run, count } = measured({ run: async () => ({ outcome: 'given-up', reason: 'the limit' }) });
    await run(push(7), signal);
    expect(await count('tidewaiter_retries_total')).toEqual([]);
    expect(await count('tidewaiter_dead_letters_total')).toEqual([
      'tidewaiter_dead_letters_total{kind="judge-pull-request"} 1',
    ]);
  });
});

const LATER = { outcome: 'later', seconds: 60, reason: 'GitHub asks for patience' } as const;
