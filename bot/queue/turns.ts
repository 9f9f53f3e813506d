import type { Queryable } from '../database/database.ts';
import type { Priority, RepositoryOfInstallation } from './job.ts';

/**
 * Turns decide who is next among those that wait, so that nobody starves (self-clocked fair queueing, S. J. Golestani, 1994). Each job gets a
 * turn when it is queued: one more than the last of its repository, but no earlier than the turn that is being served. Two hundred jobs of one
 * repository take two hundred turns; the first job of another is served after the current one, whenever it comes.
 *
 * A turn costs as much as its installation has repositories that wait: an installation is not served more often for having many. What is of
 * low priority takes turns of its own, each ten times as dear: where there is enough to do, one of it is done for every ten others.
 */
export async function takeTurn(
  transaction: Queryable,
  { installation, owner, repo }: RepositoryOfInstallation,
  priority: Priority,
): Promise<number> {
  const [row] = await transaction.query<{ turn: number }>(
    `with now as (select value::integer as turn from tidewaiter.state where key = 'turn'),
      cost as (
        select $4::integer * (1 + count(*))::integer as turns
        from tidewaiter.turns, now
        where installation = $1 and repository <> $2 and priority = $3 and turns.turn > now.turn
      )
    insert into tidewaiter.turns as mine (installation, repository, priority, turn)
    select $1, $2, $3, now.turn + cost.turns from now, cost
    on conflict (installation, repository, priority) do update
      set turn = greatest(mine.turn, (select turn from now)) + (select turns from cost)
    returning turn`,
    [installation, `${owner}/${repo}`.toLowerCase(), priority, COST[priority]],
  );
  return row?.turn ?? 0;
}

const COST: { readonly [priority in Priority]: number } = { normal: 1, low: 10 };

/** As part of a statement: the job of the turn `$1` is being served, and whoever comes now is not put before it. */
export const SERVED = `served as (
    update tidewaiter.state set value = $1::integer::text where key = 'turn' and value::integer < $1::integer
  )`;

/** pg-boss serves the highest priority first. */
export const priorityOf = (turn: number): number => -turn;
export const turnOf = (priority: number): number => -priority;
