import type { Queryable } from '../database/database.ts';
import { storableText } from '../database/storable-text.ts';

/** The name of a repository as its latest judgement has it; undefined where it has none. As at GitHub, upper and lower case are the same. */
export async function findRepository(database: Queryable, name: string): Promise<string | undefined> {
  const [found] = await database.query<{ repository: string }>(
    'select repository from tidewaiter.judgements where lower(repository) = lower($1) order by id desc limit 1',
    // It may be any part of an address.
    [storableText(name)],
  );
  return found?.repository;
}
