import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Job } from '../queue/job.ts';
import type { QueueFigures } from '../queue/queue.ts';
import type { Judgement } from '../store/judgement.ts';
import type { HeardEvent } from '../webhooks/letter.ts';
import { boundedLabel } from './bounded-label.ts';

/** `other`: one that the bot does not listen to; `none`: of what is no delivery for us. */
export type DeliveryEvent = HeardEvent | 'other' | 'none';
export type DeliveryOutcome = 'new' | 'known' | 'ignored' | 'failed' | 'malformed' | 'foreign' | 'forged';

/** What the bot counts of itself. No label is a repository, a person or a commit: their number has no bound. */
export interface Metrics {
  countDelivery(event: DeliveryEvent, outcome: DeliveryOutcome): void;
  countJudgement(judgement: Judgement): void;
  countRetry(kind: Job['kind']): void;
  countDeadLetter(kind: Job['kind']): void;
  /** An answer of GitHub's API. */
  countAnswer(answer: Pick<Response, 'status' | 'headers'>): void;
  /** From now on there are figures of a queue. */
  watchQueue(readFigures: () => Promise<QueueFigures>): void;
  /** As text for Prometheus. */
  render(): Promise<{ readonly contentType: string; readonly text: string }>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const deliveries = counter('tidewaiter_deliveries_total', 'Deliveries of GitHub, by what became of them.', [
    'event',
    'outcome',
  ]);
  const judgements = counter('tidewaiter_judgements_total', 'Judgements, by how they ended.', ['outcome']);
  const findings = counter('tidewaiter_findings_total', 'Findings that pull requests brought.', ['policy', 'level']);
  const retries = counter('tidewaiter_retries_total', 'Tries of jobs that failed.', ['kind']);
  const deadLetters = counter('tidewaiter_dead_letters_total', 'Jobs that were given up.', ['kind']);
  const seconds = new Histogram({
    name: 'tidewaiter_judgement_seconds',
    help: 'How long each step of a judgement took.',
    labelNames: ['step'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
    registers,
  });
  const answers = counter('tidewaiter_github_answers_total', "Answers of GitHub's API.", ['status']);
  const tellLimit = addLimitGauge(registry);
  const policyLabel = boundedLabel(300);
  return {
    countDelivery: (event, outcome) => deliveries.inc({ event, outcome }),
    countJudgement({ outcome, steps, findings: found }) {
      judgements.inc({ outcome: outcome.kind === 'decided' ? outcome.decision : outcome.kind });
      for (const [step, milliseconds] of Object.entries(steps)) seconds.observe({ step }, milliseconds / 1000);
      for (const { policy, level, status, count } of found)
        if (status === 'new') findings.inc({ policy: policyLabel(policy), level }, count);
    },
    countRetry: (kind) => retries.inc({ kind }),
    countDeadLetter: (kind) => deadLetters.inc({ kind }),
    countAnswer(answer) {
      answers.inc({ status: String(answer.status) });
      tellLimit(answer);
    },
    watchQueue: (readFigures) => addQueueGauges(registry, readFigures),
    render: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };

  function counter<Label extends string>(name: string, help: string, labelNames: readonly Label[]): Counter<Label> {
    return new Counter({ name, help, labelNames: [...labelNames], registers });
  }
}

/** Each installation has a limit of its own: what is told is the least that was left of any since it was last asked for. */
function addLimitGauge(registry: Registry): (answer: Pick<Response, 'headers'>) => void {
  const least = new Map<string, number>();
  const resourceLabel = boundedLabel(20);
  new Gauge({
    name: 'tidewaiter_github_requests_left',
    help: "What is left of GitHub's rate limit, at the least.",
    labelNames: ['resource'],
    registers: [registry],
    collect() {
      for (const [resource, left] of least) this.set({ resource }, left);
      least.clear();
    },
  });
  return ({ headers }) => {
    const left = Number(headers.get('x-ratelimit-remaining') ?? Number.NaN);
    if (Number.isNaN(left)) return;
    const resource = resourceLabel(headers.get('x-ratelimit-resource') ?? 'core');
    least.set(resource, Math.min(left, least.get(resource) ?? left));
  };
}

/** Asked of the queue when they are asked for: each process tells the same. */
function addQueueGauges(registry: Registry, readFigures: () => Promise<QueueFigures>): void {
  const gauge = (name: string, help: string, labelNames: readonly string[] = []) =>
    new Gauge({ name, help, labelNames: [...labelNames], registers: [registry] });
  const active = gauge('tidewaiter_queue_active', 'Jobs at work.');
  const dead = gauge('tidewaiter_queue_dead', 'Jobs that are being given up.');
  const oldest = gauge('tidewaiter_queue_oldest_seconds', 'How long the job has waited that waits longest.');
  new Gauge({
    name: 'tidewaiter_queue_waiting',
    help: 'Jobs that wait.',
    labelNames: ['kind'],
    registers: [registry],
    async collect() {
      const figures = await readFigures();
      this.reset();
      for (const [kind, count] of Object.entries(figures.waiting)) this.set({ kind }, count);
      active.set(figures.active);
      dead.set(figures.dead);
      oldest.set(figures.oldestSeconds);
    },
  });
}
