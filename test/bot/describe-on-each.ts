import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import type { Database } from '../../bot/database/database.ts';
import { openPostgresql } from '../../bot/database/open-postgresql.ts';
import { openQueue } from '../../bot/queue/open-queue.ts';
import { emptyDatabase, openTestDatabase } from './open-database.ts';
import { startPostgresql } from './start-postgresql.ts';

/** The same tests on each of the databases that the bot can have. Each test finds it empty. */
export function describeOnEach(what: string, define: (database: () => Database) => void): void {
  describe.each(KINDS)(`${what} on %s`, (_, open) => {
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
    beforeEach(() => emptyDatabase(database()));
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

type Kind = readonly [name: string, open: () => Promise<Opened>];

const KINDS: readonly Kind[] = [
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
