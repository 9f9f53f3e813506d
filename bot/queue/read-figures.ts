import type { Queryable } from '../database/database.ts';
import type { JobKind } from './job.ts';
import { DEAD, LANES } from './lanes.ts';
import type { QueueFigures } from './queue.ts';

export async function readFigures(database: Queryable): Promise<QueueFigures> {
  const rows = await database.query<{
    lane: string;
    kind: JobKind;
    isActive: boolean;
    count: number;
    retrying: number;
    seconds: number;
  }>(
    `select name as lane, data->'job'->>'kind' as kind, state = 'active' as "isActive", count(*)::integer as count,
      count(*) filter (where state = 'retry')::integer as retrying,
      extract(epoch from now() - min((data->>'since')::timestamptz))::double precision as seconds
    from pgboss.job where name = any($1) and state <= 'active' group by 1, 2, 3`,
    [[...LANES, DEAD]],
  );
  const dead = rows.filter(({ lane }) => lane === DEAD);
  const living = rows.filter(({ lane }) => lane !== DEAD);
  const waiting = living.filter(({ isActive }) => !isActive);
  return {
    waiting: Object.fromEntries(waiting.map(({ kind, count }) => [kind, count])),
    retrying: waiting.reduce((sum, { retrying }) => sum + retrying, 0),
    active: total(living.filter(({ isActive }) => isActive)),
    dead: total(dead),
    oldestSeconds: Math.max(0, ...waiting.map(({ seconds }) => seconds)),
  };
}

function total(rows: readonly { readonly count: number }[]): number {
  return rows.reduce((sum, { count }) => sum + count, 0);
}
