import type { Queryable } from '../database/database.ts';
import { storableText } from '../database/storable-text.ts';

/** What GitHub says of a pull request now. */
export interface PullRequestState {
  readonly repository: string;
  readonly number: number;
  readonly isOpen: boolean;
}

/** What is closed, or merged, is not blocked any more. What is open may be about to be judged: whether it has a check is to be found out again. */
export async function rememberState(
  database: Queryable,
  { repository, number, isOpen }: PullRequestState,
): Promise<void> {
  await database.query(
    isOpen
      ? `insert into tidewaiter.open_pull_requests (repository, number) values ($1, $2)
        on conflict (repository, number) do update set seen_at = excluded.seen_at, settled = null`
      : 'delete from tidewaiter.open_pull_requests where repository = $1 and number = $2',
    [storableText(repository), number],
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
  await database.query(
    `insert into tidewaiter.open_pull_requests (repository, number) select $1, unnest($2::integer[])
    on conflict (repository, number) do update set seen_at = excluded.seen_at`,
    [storableText(repository), numbers],
  );
  await database.query('delete from tidewaiter.open_pull_requests where repository = $1 and seen_at < $2', [
    storableText(repository),
    since,
  ]);
}

/** Everything was looked through. What was not seen is in a repository that is gone, has another name, or does without the App now. */
export async function forgetUnseen(database: Queryable, since: Date): Promise<void> {
  await database.query('delete from tidewaiter.open_pull_requests where seen_at < $1', [since]);
}

/** What sweeps remember of a repository's open pull requests whose check they found to be completed: what it is of. */
export async function readSettled(database: Queryable, repository: string): Promise<ReadonlyMap<number, string>> {
  const rows = await database.query<{ number: number; settled: string }>(
    'select number, settled from tidewaiter.open_pull_requests where repository = $1 and settled is not null',
    [storableText(repository)],
  );
  return new Map(rows.map(({ number, settled }) => [number, settled]));
}

export async function rememberSettled(
  database: Queryable,
  { repository, number, settled }: { readonly repository: string; readonly number: number; readonly settled: string },
): Promise<void> {
  await database.query('update tidewaiter.open_pull_requests set settled = $3 where repository = $1 and number = $2', [
    storableText(repository),
    number,
    storableText(settled),
  ]);
}
