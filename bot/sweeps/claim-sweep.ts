import type { Queryable } from '../database/database.ts';

/** Whether it is this process's turn: of several, one sweeps in each interval. */
export async function claimSweep(database: Queryable, name: string, everyMs: number, now: Date): Promise<boolean> {
  // Dates in ISO form compare as text.
  const claimed = await database.query(
    `insert into tidewaiter.state as mine (key, value) values ($1, $2)
    on conflict (key) do update set value = excluded.value where mine.value <= $3 or mine.value > $2 returning key`,
    [`${name} swept at`, now.toISOString(), new Date(now.getTime() - everyMs).toISOString()],
  );
  return claimed.length > 0;
}
