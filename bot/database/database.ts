import type { PGlite } from '@electric-sql/pglite';

/** What the bot remembers things in: PGlite in a folder, or PostgreSQL. Both take the same SQL, and both are migrated when the bot opens them. */
export type Database = DatabaseOperations &
  (
    | { readonly kind: 'pglite'; readonly pglite: PGlite }
    /** `url`: for pg-boss, which listens on a connection of its own. It may hold a password. */
    | { readonly kind: 'postgresql'; readonly url: string }
  );

interface DatabaseOperations extends Queryable {
  /**
   * Runs some statements as one: all of them hold, or none where `work` throws. What it returned from is on disk. `work` may run more than
   * once (two transactions waited for each other, the connection was lost before the end), so it changes nothing but the database.
   */
  transaction<Result>(work: (transaction: Queryable) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

export interface Queryable {
  /**
   * @param sql one statement
   * @param values for `$1`, `$2` …; JSON goes in as text: `$1::text::jsonb`
   * @returns 64-bit integers as numbers, `timestamptz` as dates
   */
  query<Row extends object>(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}
