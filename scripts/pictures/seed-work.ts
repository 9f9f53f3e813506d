import type { Database } from '../../bot/database/database.ts';
import { openQueue } from '../../bot/queue/open-queue.ts';
import { saveJudgement } from '../../bot/store/save-judgement.ts';

const MINUTE = 60_000;

/** What there is beside a month of pull requests: a queue, deliveries, a merge group, and what could not be judged. Installations are named by their ids. */
export async function seedWork(database: Database, now: number, installations: readonly number[]): Promise<void> {
  await seedQueue(database);
  await seedDeliveries(database, now, installations);
  await seedFailures(database, now);
  await seedMergeGroup(database, now);
}

const NUMBERS = Array.from({ length: 9 }, (_, index) => 301 + index);

async function seedQueue(database: Database): Promise<void> {
  const queue = await openQueue(database, { report: () => {} });
  await queue.enqueue(
    NUMBERS.map((number) => ({
      job: { kind: 'judge-pull-request', installation: 1, owner: 'acme', repo: 'shop', number, reason: 'a push' },
      priority: 'normal',
    })),
  );
  await queue.stop(0);
  // As workers would leave them, of which there are none here.
  const become = (change: string, ...numbers: readonly number[]) =>
    database.query(`update pgboss.job set ${change} where data->'job'->>'number' = any($1)`, [numbers.map(String)]);
  await become("state = 'active'", 301, 302);
  await become("state = 'retry', data = jsonb_set(data, '{since}', to_jsonb(now() - interval '4 minutes'))", 303);
  await become("name = 'dead'", 304);
}

async function seedDeliveries(database: Database, now: number, installations: readonly number[]): Promise<void> {
  for (const [index, installation] of installations.entries()) {
    await database.query(
      'insert into tidewaiter.deliveries (id, event, installation, received_at) values ($1, $2, $3, $4)',
      [`delivery-${index}`, 'pull_request', installation, new Date(now - (3 + index * 1500) * MINUTE)],
    );
  }
}

const REASONS = [
  'GitHub answered 502 to GET /repos/acme/search/compare/main...topic.',
  'It took longer than 300 seconds each time.',
  'GitHub answered 502 to GET /repos/acme/search/compare/main...index.',
];

async function seedFailures(database: Database, now: number): Promise<void> {
  for (const [index, reason] of REASONS.entries()) {
    await saveJudgement(database, {
      ...NOTHING_FOUND,
      repository: 'acme/search',
      number: 201 + index,
      headSha: `${index}`.repeat(40),
      startedAt: new Date(now - (REASONS.length - index) * 50 * MINUTE),
      outcome: { kind: 'failed', reason },
    });
  }
}

/** Of a pull request that passed alone: what was merged before it made the rule that it breaks. */
async function seedMergeGroup(database: Database, now: number): Promise<void> {
  const policy = { policy: 'disallow-privileged', rule: 'validate', level: 'enforce', status: 'new' } as const;
  await saveJudgement(database, {
    ...NOTHING_FOUND,
    repository: 'acme/platform',
    queuedNumber: 199,
    headSha: 'c0ffee42'.repeat(5),
    startedAt: new Date(now - 20 * MINUTE),
    outcome: { kind: 'decided', decision: 'block', reasons: ['1 new enforce finding'], blocking: 1 },
    steps: { read: 412, judge: 66, publish: 301 },
    findings: [{ ...policy, count: 1, suggested: 0, exempted: 0 }],
    counts: { files: 3, objects: 9, policies: 7, notJudged: 0 },
  });
}

const NOTHING_FOUND = {
  baseBranch: 'main',
  baseSha: '0'.repeat(40),
  steps: {},
  findings: [],
  counts: { files: 0, objects: 0, policies: 0, notJudged: 0 },
} as const;
