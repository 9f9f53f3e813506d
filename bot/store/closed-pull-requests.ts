import type { Queryable } from '../database/database.ts';
import { storableText } from '../database/storable-text.ts';

/** What is closed, or merged, is not blocked any more. */
export async function rememberClosed(database: Queryable, repository: string, number: number): Promise<void> {
  await database.query(
    `insert into tidewaiter.closed_pull_requests (repository, number, closed_at) values ($1, $2, now()) on conflict do nothing`,
    [storableText(repository), number],
  );
}

export async function rememberReopened(database: Queryable, repository: string, number: number): Promise<void> {
  await database.query('delete from tidewaiter.closed_pull_requests where repository = $1 and number = $2', [
    storableText(repository),
    number,
  ]);
}
