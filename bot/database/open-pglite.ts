import { PGlite } from '@electric-sql/pglite';
import type { Database, Queryable } from './database.ts';
import { migrate } from './migrate.ts';

/**
 * The database without a server: PostgreSQL as WebAssembly, in this process.
 *
 * @param folder where it lies; undefined: in memory, for tests
 */
export async function openPglite(folder: string | undefined): Promise<Database> {
  const pglite = new PGlite(folder);
  await pglite.waitReady;
  const database = overPglite(pglite);
  await migrate(database);
  return database;
}

function overPglite(pglite: PGlite): Database {
  return {
    kind: 'pglite',
    pglite,
    query: queryOf(pglite),
    transaction: (work) => pglite.transaction((transaction) => work({ query: queryOf(transaction) })),
    close: () => pglite.close(),
  };
}

function queryOf(pglite: Pick<PGlite, 'query'>): Queryable['query'] {
  return async <Row extends object>(sql: string, values: readonly unknown[] = []) =>
    (await pglite.query<Row>(sql, [...values])).rows;
}
