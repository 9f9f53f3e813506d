import type { Level } from '../../src/model/verdict.ts';
import type { Queryable } from '../database/database.ts';
import { parameterOf, type Repositories } from './repositories.ts';

export interface ViolationsOfDay {
  /** In UTC: `2026-05-17`. */
  readonly day: string;
  readonly policy: string;
  readonly level: Level;
  readonly count: number;
}

/**
 * What pull requests brought, on the day when it was first found: pushing again does not count it again, what a push adds is counted. What a
 * policy mends by changing something (a mutation) is a violation of it as well.
 */
export function violationsByDay(
  database: Queryable,
  repositories: Repositories,
  since: Date,
): Promise<readonly ViolationsOfDay[]> {
  return database.query<ViolationsOfDay>(
    `select to_char(started_at at time zone 'UTC', 'YYYY-MM-DD') as day, policy, level, sum(brought)::integer as count
    from tidewaiter.judgement_findings join tidewaiter.judgements on judgement = id
    where ($1::text[] is null or repository = any($1)) and started_at >= $2 and status = 'new' and brought > 0
    group by 1, 2, 3 order by 1, 2, 3`,
    [parameterOf(repositories), since],
  );
}
