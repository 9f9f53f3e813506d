import type { Queryable } from '../database/database.ts';
import { storableText } from '../database/storable-text.ts';

/** A refusal is said once in a pull request. */
export interface Refusal {
  readonly repository: string;
  readonly number: number;
  /** What is refused, and to whom. */
  readonly refusal: string;
}

/**
 * The first who asks is told so, and of several at the same time one. Claimed before it is said: where that was broken off, whoever it is to be
 * said to has it still.
 *
 * @param askedBy the same when it is tried again
 * @returns whether it is to be said there
 */
export async function claimRefusal(
  database: Queryable,
  { repository, number, refusal }: Refusal,
  askedBy: string,
): Promise<boolean> {
  const [row] = await database.query<{ askedBy: string | null }>(
    `insert into tidewaiter.refusals as mine (repository, number, refusal, asked_by) values ($1, $2, $3, $4)
    on conflict (repository, number, refusal) do update set asked_by = mine.asked_by returning asked_by as "askedBy"`,
    [storableText(repository), number, storableText(refusal), storableText(askedBy)],
  );
  return row?.askedBy === storableText(askedBy);
}
