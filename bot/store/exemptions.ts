import type { Queryable } from '../database/database.ts';
import { storableText, storableWords } from '../database/storable-text.ts';
import { parameterOf, type Repositories } from './repositories.ts';

/** What a branch lives with for a while, by its own file: names and words of that file, nothing of a manifest. */
export interface RememberedExemption {
  readonly policy: string;
  /** `Deployment shop/web`. */
  readonly objects: string;
  readonly reason: string;
  /** The last day on which it holds, as `2027-03-31` (UTC). */
  readonly until: string;
  readonly approvedBy?: string;
}

/** All that a branch exempted when something was judged against it. */
export interface ExemptionsOfBranch {
  readonly repository: string;
  readonly baseBranch: string;
  readonly readAt: Date;
  readonly exemptions: readonly RememberedExemption[];
}

/** What was read earlier, by a judgement that took longer, changes nothing. */
export async function saveExemptions(
  database: Queryable,
  { repository, baseBranch, readAt, exemptions }: ExemptionsOfBranch,
): Promise<void> {
  await database.query(
    `insert into tidewaiter.exemptions as known (repository, base_branch, read_at, entries) values ($1, $2, $3, $4::text::jsonb)
    on conflict (repository, base_branch) do update set read_at = excluded.read_at, entries = excluded.entries
      where known.read_at <= excluded.read_at`,
    [storableText(repository), storableText(baseBranch), readAt, JSON.stringify(exemptions.map(storable))],
  );
}

function storable({ policy, objects, reason, until, approvedBy }: RememberedExemption): RememberedExemption {
  return {
    policy: storableText(policy),
    objects: storableWords(objects),
    reason: storableWords(reason),
    until,
    ...(approvedBy !== undefined && { approvedBy: storableText(approvedBy) }),
  };
}

export interface FoundExemption extends RememberedExemption {
  readonly repository: string;
  readonly baseBranch: string;
}

/** The next to end first; those that have ended come last, the latest of them first. */
export async function listExemptions(
  database: Queryable,
  repositories: Repositories,
  today: string,
): Promise<readonly FoundExemption[]> {
  const rows = await database.query<Omit<FoundExemption, 'approvedBy'> & { readonly approvedBy: string | null }>(
    `select repository, base_branch as "baseBranch", policy, objects, reason, until, "approvedBy"
    from tidewaiter.exemptions, jsonb_to_recordset(entries) as entry (policy text, objects text, reason text, until text, "approvedBy" text)
    where $1::text[] is null or repository = any($1)
    order by until < $2, case when until < $2 then null else until end, until desc, repository, base_branch, policy, objects`,
    [parameterOf(repositories), today],
  );
  return rows.map(({ approvedBy, ...row }) => (approvedBy === null ? row : { ...row, approvedBy }));
}

/** A page of what all branches exempt, by repository and branch. */
export function exemptionsAfter(
  database: Queryable,
  last: Pick<ExemptionsOfBranch, 'repository' | 'baseBranch'> | undefined,
  limit: number,
): Promise<readonly ExemptionsOfBranch[]> {
  return database.query<ExemptionsOfBranch>(
    `select repository, base_branch as "baseBranch", read_at as "readAt", entries as exemptions from tidewaiter.exemptions
    where (repository, base_branch) > ($1, $2) order by repository, base_branch limit $3`,
    [last?.repository ?? '', last?.baseBranch ?? '', limit],
  );
}
