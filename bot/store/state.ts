import type { Queryable } from '../database/database.ts';

/** Where a part of the bot left off: the delivery up to which was swept, for example. */
export async function readState(database: Queryable, key: string): Promise<string | undefined> {
  const [row] = await database.query<{ value: string }>('select value from tidewaiter.state where key = $1', [key]);
  return row?.value;
}

export async function writeState(database: Queryable, key: string, value: string): Promise<void> {
  await database.query(
    'insert into tidewaiter.state (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value',
    [key, value],
  );
}
