import type { Level } from '../../src/model/verdict.ts';
import type { Queryable } from '../database/database.ts';
import { parameterOf, type Repositories } from './repositories.ts';

/** An open pull request whose last judgement lets nobody merge it. */
export interface BlockedPullRequest {
  readonly repository: string;
  readonly number: number;
  readonly headSha: string;
  readonly baseBranch: string;
  readonly judgedAt: Date;
  /** `failed`: it could not be judged, which blocks as well. */
  readonly outcome: 'block' | 'failed';
  readonly reasons: readonly string[];
  /** What stands in it, the strictest first. Which of these block is the repository's configuration to say. */
  readonly findings: readonly { readonly policy: string; readonly level: Level; readonly count: number }[];
}

/** What is blocked now, and by what. The latest first. */
export function blockedNow(database: Queryable, repositories: Repositories): Promise<readonly BlockedPullRequest[]> {
  return database.query<BlockedPullRequest>(
    `with latest as (
      select distinct on (repository, number) * from tidewaiter.judgements
      where number is not null and ($1::text[] is null or repository = any($1))
      order by repository, number, id desc
    )
    select repository, number, head_sha as "headSha", base_branch as "baseBranch", started_at as "judgedAt", outcome, reasons,
      (select coalesce(json_agg(json_build_object('policy', policy, 'level', level, 'count', count)
          order by array_position(array['enforce', 'warn', 'audit'], level), policy), '[]')
        from (
          select policy, level, sum(count - exempted)::integer as count from tidewaiter.judgement_findings
          where judgement = latest.id and status <> 'fixed' group by policy, level having sum(count - exempted) > 0
        ) standing) as findings
    from latest
    where outcome in ('block', 'failed')
      and exists (
        select 1 from tidewaiter.open_pull_requests open
        where open.repository = latest.repository and open.number = latest.number
      )
    order by started_at desc`,
    [parameterOf(repositories)],
  );
}
