import type { Queryable } from '../database/database.ts';
import { storableText } from '../database/storable-text.ts';

/** What GitHub says of a pull request now. */
export interface PullRequestState {
  readonly repository: string;
  readonly number: number;
  readonly isOpen: boolean;
}

/** What is closed, or merged, is not blocked any more. */
export async function rememberState(
  database: Queryable,
  { repository, number, isOpen }: PullRequestState,
): Promise<void> {
  if (isOpen) return addOpen(database, repository, [number]);
  await database.query('delete from tidewaiter.open_pull_requests where repository = $1 and number = $2', [
    storableText(repository),
    number,
  ]);
}

async function addOpen(database: Queryable, repository: string, numbers: readonly number[]): Promise<void> {
  await database.query(
    `insert into tidewaiter.open_pull_requests (repository, number) select $1, unnest($2::integer[])
    on conflict (repository, number) do update set seen_at = excluded.seen_at`,
    [storableText(repository), numbers],
  );
}

/** A look through all pull requests begins. By the database's clock: that is the one which several processes share. */
export async function beginLook(database: Queryable): Promise<Date> {
  const [row] = await database.query<{ now: Date }>('select now() as now');
  if (!row) throw new Error('a select returned nothing');
  return row.now;
}

/** All that are open in a repository. Of the others there, those stay of which somebody else has heard since the look began. */
export async function rememberAllOpen(
  database: Queryable,
  repository: string,
  { numbers, since }: { readonly numbers: readonly number[]; readonly since: Date },
): Promise<void> {
  await addOpen(database, repository, numbers);
  await database.query('delete from tidewaiter.open_pull_requests where repository = $1 and seen_at < $2', [
    storableText(repository),
    since,
  ]);
}

/** Everything was looked through. What was not seen is in a repository that is gone, has another name, or does without the App now. */
export async function forgetUnseen(database: Queryable, since: Date): Promise<void> {
  await database.query('delete from tidewaiter.open_pull_requests where seen_at < $1', [since]);
}
