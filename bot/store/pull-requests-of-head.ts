import type { Queryable } from '../database/database.ts';
import { storableText } from '../database/storable-text.ts';

/** The pull requests that were judged when a commit was their head. */
export async function pullRequestsOfHead(
  database: Queryable,
  repository: string,
  headSha: string,
): Promise<readonly number[]> {
  const rows = await database.query<{ number: number }>(
    `select distinct number from tidewaiter.judgements
    where repository = $1 and head_sha = $2 and number is not null order by number`,
    [storableText(repository), storableText(headSha)],
  );
  return rows.map(({ number }) => number);
}
