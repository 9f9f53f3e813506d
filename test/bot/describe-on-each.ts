import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import type { Database } from '../../bot/database/database.ts';
import { openPglite } from '../../bot/database/open-pglite.ts';
import { openPostgresql } from '../../bot/database/open-postgresql.ts';
import { openQueue } from '../../bot/queue/open-queue.ts';
import { openTestDatabase } from './open-database.ts';
import { startPostgresql } from './start-postgresql.ts';

/** The same tests on several of the databases that the bot can have. Each test finds it empty. */
export function describeOnEach(kinds: readonly Kind[], what: string, define: (database: () => Database) => void): void {
  describe.each(kinds)(`${what} on %s`, (_, open) => {
    let opened: Opened | undefined;
    const database = () => {
      if (!opened) throw new Error('the database is opened before the first test');
      return opened.database;
    };
    beforeAll(async () => {
      opened = await open();
      // Its tables are part of what is emptied.
      const queue = await openQueue(opened.database, { report: () => {} });
      await queue.stop(0);
    }, 60_000);
    beforeEach(() => empty(database()));
    afterAll(async () => {
      await opened?.database.close();
      await opened?.remove();
    });
    define(database);
  });
}

interface Opened {
  readonly database: Database;
  remove(): Promise<void>;
}

export type Kind = readonly [name: string, open: () => Promise<Opened>];

/** Those that outlive a process. One in memory does the same, and takes four seconds to be made. */
export const LASTING: readonly Kind[] = [
  ['PGlite in a folder', async () => ({ database: await openTestDatabase(), async remove() {} })],
  [
    'PostgreSQL',
    async () => {
      const server = await startPostgresql();
      const url = await server.createDatabase('bot');
      return { database: await openPostgresql(url), remove: server.remove };
    },
  ],
];

export const ALL: readonly Kind[] = [
  ['PGlite in memory', async () => ({ database: await openPglite(undefined), async remove() {} })],
  ...LASTING,
];

async function empty(database: Database): Promise<void> {
  const tables = await database.query<{ name: string }>(
    "select schemaname || '.' || tablename as name from pg_tables where schemaname = 'tidewaiter' and tablename not in ('migrations', 'state')",
  );
  await database.query(`truncate ${tables.map(({ name }) => name).join(', ')}, pgboss.job restart identity`);
  await database.query("delete from tidewaiter.state where key <> 'turn'");
  await database.query("update tidewaiter.state set value = '0'");
}
