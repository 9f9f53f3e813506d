import type { Database, Queryable } from '../database/database.ts';
import { storableText, storableWords } from '../database/storable-text.ts';
import type { Judgement, JudgementOutcome } from './judgement.ts';

/** Remembers a judgement, since when each of its findings stands, and what was brought and mended since the one before. */
export async function saveJudgement(database: Database, judgement: Judgement): Promise<void> {
  await database.transaction(async (transaction) => {
    const previous = await findPrevious(transaction, judgement);
    const id = await insertJudgement(transaction, judgement);
    await insertSteps(transaction, id, judgement);
    if (judgement.outcome.kind !== 'decided') return;
    await insertFindings(transaction, id, previous, judgement);
    if (previous !== undefined) await insertMendings(transaction, id, previous, judgement);
  });
}

/** Of the same pull request, and one that came to a decision: an attempt that failed has not found that something is gone. */
async function findPrevious(transaction: Queryable, { repository, number }: Judgement): Promise<number | undefined> {
  if (number === undefined) return undefined;
  const [previous] = await transaction.query<{ id: number }>(
    `select id from tidewaiter.judgements
    where repository = $1 and number = $2 and outcome in ('pass', 'warn', 'block') order by id desc limit 1`,
    [storableText(repository), number],
  );
  return previous?.id;
}

async function insertJudgement(transaction: Queryable, judgement: Judgement): Promise<number> {
  const { repository, number, queuedNumber, headSha, baseBranch, baseSha, startedAt, outcome, counts } = judgement;
  const [row] = await transaction.query<{ id: number }>(
    `insert into tidewaiter.judgements
      (repository, number, queued_number, head_sha, base_branch, base_sha, started_at, outcome, reasons, blocking, files, objects, policies, not_judged)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9::text::jsonb, $10, $11, $12, $13, $14) returning id`,
    [
      storableText(repository),
      number ?? null,
      queuedNumber ?? null,
      headSha,
      storableText(baseBranch),
      baseSha ?? null,
      startedAt,
      outcome.kind === 'decided' ? outcome.decision : outcome.kind,
      JSON.stringify(reasonsOf(outcome).map(storableWords)),
      outcome.kind === 'decided' ? outcome.blocking : 0,
      counts.files,
      counts.objects,
      counts.policies,
      counts.notJudged,
    ],
  );
  if (!row) throw new Error('an insert returned nothing');
  return row.id;
}

function reasonsOf(outcome: JudgementOutcome): readonly string[] {
  return outcome.kind === 'decided' ? outcome.reasons : [outcome.reason];
}

async function insertSteps(transaction: Queryable, id: number, { steps }: Judgement): Promise<void> {
  await transaction.query(
    `insert into tidewaiter.judgement_steps (judgement, step, milliseconds)
    select $1, key, value::double precision from jsonb_each_text($2::text::jsonb)`,
    [id, JSON.stringify(steps)],
  );
}

/**
 * A finding that the judgement before had, too, was found when that one says, and what there is more of it than then was brought. A merge group
 * brings nothing that its pull requests have not brought before.
 */
async function insertFindings(
  transaction: Queryable,
  id: number,
  previous: number | undefined,
  { number, findings, startedAt }: Judgement,
): Promise<void> {
  const rows = findings.map((finding) => ({
    ...finding,
    policy: storableText(finding.policy),
    rule: storableText(finding.rule),
  }));
  await transaction.query(
    `insert into tidewaiter.judgement_findings
      (judgement, policy, rule, level, status, count, suggested, exempted, found_at, brought)
    select $1, found.policy, found.rule, found.level, found.status, found.count, found.suggested, found.exempted,
      coalesce(before.found_at, $2),
      case when $5 then greatest(found.count - coalesce(before.count, 0), 0) else 0 end
    from jsonb_to_recordset($3::text::jsonb) as found
      (policy text, rule text, level text, status text, count integer, suggested integer, exempted integer)
    left join tidewaiter.judgement_findings before
      on before.judgement = $4 and (before.policy, before.rule, before.level, before.status) = (found.policy, found.rule, found.level, found.status)`,
    [id, startedAt, JSON.stringify(rows), previous ?? null, number !== undefined],
  );
}

/** What the pull request brought (`new`) and brings no more. */
async function insertMendings(
  transaction: Queryable,
  id: number,
  previous: number,
  { repository, startedAt }: Judgement,
): Promise<void> {
  await transaction.query(
    `insert into tidewaiter.mendings (judgement, repository, policy, rule, level, count, suggested, found_at, mended_at)
    select $1, $2, before.policy, before.rule, before.level,
      before.count - coalesce(found.count, 0),
      least(greatest(before.suggested - coalesce(found.suggested, 0), 0), before.count - coalesce(found.count, 0)),
      before.found_at, $3
    from tidewaiter.judgement_findings before
    left join tidewaiter.judgement_findings found
      on found.judgement = $1 and (found.policy, found.rule, found.level, found.status) = (before.policy, before.rule, before.level, before.status)
    where before.judgement = $4 and before.status = 'new' and before.count > coalesce(found.count, 0)`,
    [id, storableText(repository), startedAt, previous],
  );
}
