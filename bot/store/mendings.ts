import type { Queryable } from '../database/database.ts';
import { parameterOf, type Repositories } from './repositories.ts';

/** What pull requests had brought, and then mended before they were merged. */
export interface Mendings {
  readonly count: number;
  /** Those for which a proven suggestion had been offered. Whether it was used, or written by hand, nobody can tell. */
  readonly suggested: number;
  /** From the judgement that found it to the one that did not any more. */
  readonly medianSeconds: number;
  /** Nine of ten were quicker. */
  readonly ninetiethSeconds: number;
}

/** How soon pull requests mend what they brought, and how much of it with a suggestion: in all, and by policy. */
export async function readMendings(
  database: Queryable,
  repositories: Repositories,
  since: Date,
): Promise<{ readonly all: Mendings; readonly policies: ReadonlyMap<string, Mendings> }> {
  const rows = await database.query<Mendings & { readonly policy: string | null }>(
    `select policy, coalesce(sum(count), 0)::integer as count, coalesce(sum(suggested), 0)::integer as suggested,
      coalesce(percentile_cont(0.5) within group (order by seconds), 0) as "medianSeconds",
      coalesce(percentile_cont(0.9) within group (order by seconds), 0) as "ninetiethSeconds"
    from (
      select policy, count, suggested, extract(epoch from mended_at - found_at)::double precision as seconds
      from tidewaiter.mendings where ($1::text[] is null or repository = any($1)) and mended_at >= $2
    ) mended
    group by grouping sets ((policy), ()) order by policy nulls first`,
    [parameterOf(repositories), since],
  );
  const policies = new Map(rows.flatMap(({ policy, ...mendings }) => (policy === null ? [] : [[policy, mendings]])));
  const { policy: _, ...all } = rows.find(({ policy }) => policy === null) ?? NOTHING;
  return { all, policies };
}

const NOTHING = { policy: null, count: 0, suggested: 0, medianSeconds: 0, ninetiethSeconds: 0 };
