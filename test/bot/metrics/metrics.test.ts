import { describe, expect, it } from 'vitest';
import { createMetrics } from '../../../bot/metrics/metrics.ts';
import type { QueueFigures } from '../../../bot/queue/queue.ts';
import type { Judgement } from '../../../bot/store/judgement.ts';
import { HEARD_EVENTS } from '../../../bot/webhooks/letter.ts';

const IDLE: QueueFigures = { waiting: {}, retrying: 0, active: 0, dead: 0, oldestSeconds: 0 };
const BUSY: QueueFigures = {
  waiting: { command: 3, 'judge-branch': 1 },
  retrying: 0,
  active: 2,
  dead: 1,
  oldestSeconds: 61.5,
};

async function readIdle(): Promise<QueueFigures> {
  return IDLE;
}

/** The lines whose metric begins so. */
async function linesOf(
  metrics: ReturnType<typeof createMetrics>,
  name: string,
  readFigures = readIdle,
): Promise<readonly string[]> {
  const { text } = await metrics.render(readFigures);
  return text.split('\n').filter((line) => line.startsWith(name));
}

describe('figures of the queue', () => {
  it('are those of now, from the first time that they are asked for', async () => {
    const metrics = createMetrics();
    expect(await linesOf(metrics, 'tidewaiter_queue', async () => BUSY)).toEqual([
      'tidewaiter_queue_up 1',
      'tidewaiter_queue_waiting{kind="command"} 3',
      'tidewaiter_queue_waiting{kind="judge-branch"} 1',
      'tidewaiter_queue_active 2',
      'tidewaiter_queue_dead 1',
      'tidewaiter_queue_oldest_seconds 61.5',
    ]);
    expect(await linesOf(metrics, 'tidewaiter_queue')).toEqual([
      'tidewaiter_queue_up 1',
      'tidewaiter_queue_active 0',
      'tidewaiter_queue_dead 0',
      'tidewaiter_queue_oldest_seconds 0',
    ]);
  });

  // Prometheus waits ten seconds for an answer, unless it is told otherwise.
  it.each<[string, () => Promise<QueueFigures>]>([
    ['is not there', () => Promise.reject(new Error('connect ECONNREFUSED'))],
    ['does not answer', () => new Promise(() => {})],
  ])('are left out, and the others told, where the database %s', { timeout: 10_000 }, async (_, readFigures) => {
    const metrics = createMetrics();
    metrics.countDelivery('push', 'failed');
    await linesOf(metrics, 'tidewaiter_queue', async () => BUSY);
    const lines = await linesOf(metrics, 'tidewaiter_', readFigures);
    expect(lines.filter((line) => line.startsWith('tidewaiter_queue'))).toEqual(['tidewaiter_queue_up 0']);
    expect(lines).toContain('tidewaiter_deliveries_total{event="push",outcome="failed"} 1');
  });
});

// Prometheus' `increase` does not see the first value of a series.
describe('what an alarm looks for is told before it happens', () => {
  it.each([
    ...HEARD_EVENTS.map((event) => `tidewaiter_deliveries_total{event="${event}",outcome="failed"} 0`),
    'tidewaiter_deliveries_total{event="other",outcome="ignored"} 0',
    'tidewaiter_deliveries_total{event="none",outcome="forged"} 0',
    'tidewaiter_dead_letters_total{kind="judge-pull-request"} 0',
    'tidewaiter_dead_letters_total{kind="judge-merge-group"} 0',
    'tidewaiter_dead_letters_total{kind="judge-branch"} 0',
    'tidewaiter_dead_letters_total{kind="judge-owner"} 0',
    'tidewaiter_dead_letters_total{kind="command"} 0',
    'tidewaiter_dead_letters_total{kind="button"} 0',
  ])('%s', async (line) => {
    expect(await linesOf(createMetrics(), 'tidewaiter_')).toContain(line);
  });
});

describe('labels', () => {
  it('of policies are 300, and all that come after are one', async () => {
    const metrics = createMetrics();
    for (let number = 1; number <= 302; number += 1) metrics.countJudgement(judgementWith(`policy-${number}`));
    metrics.countJudgement(judgementWith('policy-300'));
    const lines = await linesOf(metrics, 'tidewaiter_findings_total');
    expect(lines).toHaveLength(301);
    expect(lines.slice(-2)).toEqual([
      'tidewaiter_findings_total{policy="policy-300",level="enforce"} 2',
      'tidewaiter_findings_total{policy="other",level="enforce"} 2',
    ]);
  });
});

describe('what is left of the rate limit', () => {
  const answer = (resource: string, left: number) => ({
    status: 200,
    headers: new Headers({ 'x-ratelimit-resource': resource, 'x-ratelimit-remaining': String(left) }),
  });

  it('is the least since it was last asked for, by resource', async () => {
    const metrics = createMetrics();
    for (const [resource, left] of [
      ['core', 4200],
      ['core', 17],
      ['core', 4100],
      ['graphql', 5000],
    ] as const)
      metrics.countAnswer(answer(resource, left));
    expect(await linesOf(metrics, 'tidewaiter_github_requests_left')).toEqual([
      'tidewaiter_github_requests_left{resource="core"} 17',
      'tidewaiter_github_requests_left{resource="graphql"} 5000',
    ]);
    metrics.countAnswer(answer('core', 4000));
    expect(await linesOf(metrics, 'tidewaiter_github_requests_left{resource="core"}')).toEqual([
      'tidewaiter_github_requests_left{resource="core"} 4000',
    ]);
  });

  it('is not told by an answer that does not say', async () => {
    const metrics = createMetrics();
    metrics.countAnswer({ status: 304, headers: new Headers() });
    expect(await linesOf(metrics, 'tidewaiter_github_requests_left')).toEqual([]);
    expect(await linesOf(metrics, 'tidewaiter_github_answers_total')).toEqual([
      'tidewaiter_github_answers_total{status="304"} 1',
    ]);
  });
});

/** A judgement of one new finding. */
function judgementWith(policy: string): Judgement {
  return {
    repository: 'acme/shop',
    number: 1,
    headSha: 'a'.repeat(40),
    baseBranch: 'main',
    baseSha: 'b'.repeat(40),
    startedAt: new Date(0),
    outcome: { kind: 'decided', decision: 'block', reasons: [], blocking: 1 },
    steps: { read: 10, judge: 20, publish: 30 },
    findings: [{ policy, rule: 'rule', level: 'enforce', status: 'new', count: 1, suggested: 0, exempted: 0 }],
    counts: { files: 1, objects: 1, policies: 1, notJudged: 0 },
  };
}
