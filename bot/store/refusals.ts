import type { Queryable } from '../database/database.ts';
import { storableText } from '../database/storable-text.ts';

/** That somebody may not have what they ask for is said to them once in a pull request, whatever else they ask for there. */
export interface Refusal {
  readonly repository: string;
  readonly number: number;
  /** To whom. */
  readonly login: string;
}

/**
 * The first time that somebody asks they are told so, and of several at the same time once. Claimed before it is said: where that was broken off,
 * what it is to be said to has it still. The column `refusal` has told what was refused as well.
 *
 * @param askedBy the same when it is tried again
 * @returns whether it is to be said there
 */
export async function claimRefusal(
  database: Queryable,
  { repository, number, login }: Refusal,
  askedBy: string,
): Promise<boolean> {
  const [row] = await database.query<{ askedBy: string | null }>(
    `insert into tidewaiter.refusals as mine (repository, number, refusal, asked_by) values ($1, $2, $3, $4)
    on conflict (repository, number, refusal) do update set asked_by = mine.asked_by returning asked_by as "askedBy"`,
    [storableText(repository), number, storableText(login), storableText(askedBy)],
  );
  return row?.askedBy === storableText(askedBy);
}
