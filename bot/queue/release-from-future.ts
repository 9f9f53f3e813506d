import type { Queryable } from '../database/database.ts';
import { DEAD, LANES } from './lanes.ts';

/**
 * A clock that was ahead and is set right leaves jobs that were queued, or begun, at a time that has not come yet, and jobs that failed by then
 * and are to be tried again later than any ever is. Whatever they wait for was reckoned by the wrong clock, and may be an hour away: they wait
 * no longer.
 */
export async function releaseFromFuture(database: Queryable): Promise<void> {
  await database.query(
    `update pgboss.job set created_on = now(), started_on = null, start_after = now()
    where name = any($1) and state < 'active' and (
      greatest(created_on, started_on) > now() + interval '1 minute'
      or state = 'retry' and start_after > now() + (retry_delay_max + 60) * interval '1 second'
    )`,
    [[...LANES, DEAD]],
  );
}
