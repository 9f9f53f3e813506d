/** What the bot remembers things in: PGlite in a folder, or PostgreSQL. Both take the same SQL. */
export interface Database extends Queryable {
  readonly kind: 'pglite' | 'postgresql';
  /** Runs some statements as one: all of them hold, or none where `work` throws. */
  transaction<Result>(work: (transaction: Queryable) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

export interface Queryable {
  /** @param values for `$1`, `$2` … */
  query<Row extends object>(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}
