import type { Queryable } from '../database/database.ts';
import { storableText } from '../database/storable-text.ts';
import type { FindingCount, Judgement, JudgementOutcome } from './judgement.ts';
import { parameterOf, type Repositories } from './repositories.ts';

/** The latest of all, the newest first. */
export function latestJudgements(
  database: Queryable,
  repositories: Repositories,
  limit: number,
): Promise<readonly Judgement[]> {
  return select(database, 'where ($1::text[] is null or repository = any($1)) order by id desc limit $2', [
    parameterOf(repositories),
    limit,
  ]);
}

/** What could not be judged since then, the newest first. */
export function latestFailures(database: Queryable, since: Date, limit: number): Promise<readonly Judgement[]> {
  return select(database, `where ${FAILED_SINCE} order by id desc limit $2`, [since, limit]);
}

export async function countFailures(database: Queryable, since: Date): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `select count(*)::integer as count from tidewaiter.judgements where ${FAILED_SINCE}`,
    [since],
  );
  return row?.count ?? 0;
}

const FAILED_SINCE = "outcome = 'failed' and started_at >= $1";

/** The story of a pull request, the newest judgement first: with the merge groups that were made when its turn came. */
export function judgementsOfPullRequest(
  database: Queryable,
  { repository, number }: { readonly repository: string; readonly number: number },
  limit: number,
): Promise<readonly Judgement[]> {
  const where = 'where repository = $1 and (number = $2 or queued_number = $2) order by id desc limit $3';
  // It may be any part of an address.
  return select(database, where, [storableText(repository), number, limit]);
}

/** How a commit was last judged against a branch: what was skipped, or failed, stays so until something changes. */
export async function latestJudgementOfHead(
  database: Queryable,
  { repository, headSha, baseBranch }: Pick<Judgement, 'repository' | 'headSha' | 'baseBranch'>,
): Promise<Judgement | undefined> {
  const where = 'where repository = $1 and head_sha = $2 and base_branch = $3 order by id desc limit 1';
  const [latest] = await select(database, where, [repository, headSha, baseBranch]);
  return latest;
}

/** A page of all, the oldest first. */
export async function judgementsAfter(
  database: Queryable,
  last: { readonly id: number } | undefined,
  limit: number,
): Promise<readonly { readonly id: number; readonly judgement: Judgement }[]> {
  const rows = await database.query<Row>(`${SELECT} where id > $1 order by id limit $2`, [last?.id ?? 0, limit]);
  return rows.map((row) => ({ id: row.id, judgement: toJudgement(row) }));
}

async function select(database: Queryable, where: string, values: readonly unknown[]): Promise<readonly Judgement[]> {
  return (await database.query<Row>(`${SELECT} ${where}`, values)).map(toJudgement);
}

interface Row {
  readonly id: number;
  readonly repository: string;
  readonly number: number | null;
  readonly queuedNumber: number | null;
  readonly headSha: string;
  readonly baseBranch: string;
  readonly baseSha: string | null;
  readonly startedAt: Date;
  readonly outcome: 'pass' | 'warn' | 'block' | 'skipped' | 'failed';
  readonly reasons: readonly string[];
  readonly blocking: number;
  readonly counts: Judgement['counts'];
  readonly steps: Judgement['steps'];
  readonly findings: readonly FindingCount[];
}

const SELECT = `select id, repository, number, queued_number as "queuedNumber", head_sha as "headSha", base_branch as "baseBranch", base_sha as "baseSha",
    started_at as "startedAt", outcome, reasons, blocking,
    json_build_object('files', files, 'objects', objects, 'policies', policies, 'notJudged', not_judged) as counts,
    (select coalesce(json_object_agg(step, milliseconds), '{}') from tidewaiter.judgement_steps where judgement = id) as steps,
    (select coalesce(json_agg(json_build_object('policy', policy, 'rule', rule, 'level', level, 'status', status,
        'count', count, 'suggested', suggested, 'exempted', exempted) order by policy, rule, level, status), '[]')
      from tidewaiter.judgement_findings where judgement = id) as findings
  from tidewaiter.judgements`;

function toJudgement(row: Row): Judgement {
  const { repository, number, queuedNumber, headSha, baseBranch, baseSha, startedAt, steps, findings, counts } = row;
  return {
    repository,
    ...(number !== null && { number }),
    ...(queuedNumber !== null && { queuedNumber }),
    headSha,
    baseBranch,
    baseSha: baseSha ?? undefined,
    startedAt,
    outcome: outcomeOf(row),
    steps,
    findings,
    counts,
  };
}

function outcomeOf({ outcome, reasons, blocking }: Row): JudgementOutcome {
  switch (outcome) {
    case 'skipped':
    case 'failed':
      return { kind: outcome, reason: reasons.join(' ') };
    default:
      return { kind: 'decided', decision: outcome, reasons, blocking };
  }
}
