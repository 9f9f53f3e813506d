import type { Queryable } from '../database/database.ts';
import { storableText } from '../database/storable-text.ts';

/** A refusal is said once in a pull request. */
export interface Refusal {
  readonly repository: string;
  readonly number: number;
  /** What is refused, and to whom. */
  readonly refusal: string;
}

export async function isRefusalSaid(database: Queryable, { repository, number, refusal }: Refusal): Promise<boolean> {
  const rows = await database.query(
    'select 1 from tidewaiter.refusals where repository = $1 and number = $2 and refusal = $3',
    [storableText(repository), number, storableText(refusal)],
  );
  return rows.length > 0;
}

/** After it was said: one that could not be said is said another time. */
export async function rememberRefusal(database: Queryable, { repository, number, refusal }: Refusal): Promise<void> {
  await database.query(
    'insert into tidewaiter.refusals (repository, number, refusal) values ($1, $2, $3) on conflict do nothing',
    [storableText(repository), number, storableText(refusal)],
  );
}
