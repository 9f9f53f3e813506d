import { setTimeout as sleep } from 'node:timers/promises';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { JobKind } from '../queue/job.ts';
import type { QueueFigures } from '../queue/queue.ts';
import type { Judgement } from '../store/judgement.ts';
import { HEARD_EVENTS, type HeardEvent } from '../webhooks/letter.ts';
import { boundedLabel } from './bounded-label.ts';

/** `other`: one that the bot does not listen to; `none`: of what is no delivery for us. */
export type DeliveryEvent = HeardEvent | 'other' | 'none';
export type DeliveryOutcome = 'new' | 'known' | 'ignored' | 'failed' | 'malformed' | 'foreign' | 'forged';

/** What the bot counts of itself. No label is a repository, a person or a commit: their number has no bound. */
export interface Metrics {
  countDelivery(event: DeliveryEvent, outcome: DeliveryOutcome): void;
  countJudgement(judgement: Judgement): void;
  countRetry(kind: JobKind): void;
  countDeadLetter(kind: JobKind): void;
  /** An answer of GitHub's API. */
  countAnswer(answer: Pick<Response, 'status' | 'headers'>): void;
  /** As text for Prometheus, with the figures that the queue has now: each process tells the same of those. */
  render(readFigures: () => Promise<QueueFigures>): Promise<{ readonly contentType: string; readonly text: string }>;
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
  startAtZero({ deliveries, retries, deadLetters });
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
    async render(readFigures) {
      const all = Registry.merge([registry, await describeQueue(readFigures)]);
      return { contentType: all.contentType, text: await all.metrics() };
    },
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

/** Prometheus' `increase` does not see the first value of a series: of what alarms look for, none may be born with a 1. */
function startAtZero({
  deliveries,
  retries,
  deadLetters,
}: {
  readonly deliveries: Counter<'event' | 'outcome'>;
  readonly retries: Counter<'kind'>;
  readonly deadLetters: Counter<'kind'>;
}): void {
  for (const [outcome, events] of Object.entries(EVENTS_BY_OUTCOME))
    for (const event of events) deliveries.inc({ event, outcome }, 0);
  for (const kind of JOB_KINDS) {
    retries.inc({ kind }, 0);
    deadLetters.inc({ kind }, 0);
  }
}

const EVENTS_BY_OUTCOME: { readonly [outcome in DeliveryOutcome]: readonly DeliveryEvent[] } = {
  new: HEARD_EVENTS,
  known: HEARD_EVENTS,
  ignored: [...HEARD_EVENTS, 'other'],
  failed: [...HEARD_EVENTS, 'none'],
  malformed: ['none'],
  foreign: ['none'],
  forged: ['none'],
};

/** As keys, so that one that is missing does not compile. */
const JOB_KINDS = Object.keys({
  'judge-pull-request': true,
  'judge-merge-group': true,
  'judge-branch': true,
  'judge-owner': true,
  command: true,
  button: true,
} satisfies { readonly [kind in JobKind]: true });

/** Made anew each time: where the queue cannot be read, it has no figures, and those of before would be told as if they were of now. */
async function describeQueue(readFigures: () => Promise<QueueFigures>): Promise<Registry> {
  const registry = new Registry();
  const gauge = (name: string, help: string, labelNames: readonly string[] = []) =>
    new Gauge({ name, help, labelNames: [...labelNames], registers: [registry] });

  const figures = await readInTime(readFigures);
  gauge('tidewaiter_queue_up', 'Whether the queue could be read, 1 or 0: where not, it has no other figures.').set(
    figures ? 1 : 0,
  );
  if (figures === undefined) return registry;
  const waiting = gauge('tidewaiter_queue_waiting', 'Jobs that wait.', ['kind']);
  for (const [kind, count] of Object.entries(figures.waiting)) waiting.set({ kind }, count);
  gauge('tidewaiter_queue_active', 'Jobs at work.').set(figures.active);
  gauge('tidewaiter_queue_dead', 'Jobs that are being given up.').set(figures.dead);
  gauge('tidewaiter_queue_oldest_seconds', 'How long the job has waited that waits longest.').set(
    figures.oldestSeconds,
  );
  return registry;
}

/** Undefined where the database does not answer, or not while Prometheus, which waits ten seconds, would hear it. */
async function readInTime(readFigures: () => Promise<QueueFigures>): Promise<QueueFigures | undefined> {
  try {
    return await Promise.race([readFigures(), sleep(3000, undefined, { ref: false })]);
  } catch {
    return undefined;
  }
}
