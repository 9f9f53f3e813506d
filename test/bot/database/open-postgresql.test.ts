import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../../bot/database/database.ts';
import { migrate } from '../../../bot/database/migrate.ts';
import { MIGRATIONS } from '../../../bot/database/migrations.ts';
import { openPostgresql } from '../../../bot/database/open-postgresql.ts';
import { readState, writeState } from '../../../bot/store/state.ts';
import { type PostgresqlServer, startPostgresql } from '../start-postgresql.ts';

let server: PostgresqlServer;
let url = '';
const opened: Database[] = [];

beforeAll(async () => {
  server = await startPostgresql();
  url = await server.createDatabase('bot');
}, 60_000);
afterEach(async () => {
  await Promise.all(opened.splice(0).map((database) => database.close()));
});
afterAll(() => server.remove());

test('processes that start at once make one schema', async () => {
  const fresh = await server.createDatabase('fresh');
  const databases = await Promise.all([1, 2, 3, 4].map(() => open(fresh)));
  await Promise.all(databases.map((database) => migrate(database)));
  expect(await databases[0]?.query('select number from tidewaiter.migrations')).toEqual(
    MIGRATIONS.map(({ number }) => ({ number })),
  );
});

test.each([
  ['not there', () => url.replace('/bot', '/nowhere'), 'database "nowhere" does not exist', 'createdb'],
  ['closed to us', () => url.replace(':password@', ':secret@'), 'password authentication failed', 'DATABASE_URL'],
  ['not reached', () => url.replace(/:\d+\//, ':1/'), 'ECONNREFUSED', 'host and port'],
  ['no address', () => 'tidewaiter:secret@localhost/bot', 'no address', 'postgres://'],
  ['half an address', () => 'postgres://tidewaiter:secret@localhost:port/bot', 'no address', 'postgres://'],
])(
  'a database that is %s is refused at once, with the remedy and without the password',
  async (_, address, words, remedy) => {
    const begin = performance.now();
    const error: unknown = await openPostgresql(address()).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'ConfigError', code: 'bot/database-unavailable' });
    expect(error).toMatchObject({ message: expect.stringContaining(words), remedy: expect.stringContaining(remedy) });
    expect(JSON.stringify(error) + String(error)).not.toContain('secret');
    expect(performance.now() - begin).toBeLessThan(4000);
  },
);

test('a database that is gone for a while is waited for', { timeout: 60_000 }, async () => {
  const reports: string[] = [];
  const database = await open(url, (trouble) => reports.push(trouble));
  await writeState(database, 'sweep', '1');
  await server.stop();
  const read = readState(database, 'sweep');
  const written = database.transaction((transaction) => writeState(transaction, 'sweep', '2'));
  await sleep(1000);
  await server.start();
  await Promise.all([read, written]);
  expect(await readState(database, 'sweep')).toBe('2');
  expect(reports).toContainEqual(expect.stringContaining('A connection to the database was lost'));
});

test('one that stays away is told with its name', { timeout: 60_000 }, async () => {
  const database = await open(url);
  await server.stop();
  await expect(readState(database, 'sweep')).rejects.toMatchObject({
    code: 'bot/database-unavailable',
    message: expect.stringContaining('/bot cannot be used'),
  });
  await server.start();
});

test('a transaction whose connection is lost begins again', async () => {
  const database = await open(url);
  let attempts = 0;
  await database.transaction(async (transaction) => {
    attempts += 1;
    await writeState(transaction, 'attempts', String(attempts));
    if (attempts === 1) await end(transaction);
    await readState(transaction, 'attempts');
  });
  expect(attempts).toBe(2);
  expect(await readState(database, 'attempts')).toBe('2');
});

test('a statement whose connection is lost is repeated if it only reads', async () => {
  const database = await open(url);
  const statement = "select 'read', pg_sleep(0.5)";
  const [rows] = await Promise.all([database.query(statement), endOther('read')]);
  expect(rows).toHaveLength(1);

  const writing = "insert into tidewaiter.state select 'written', pg_sleep(0.5)::text";
  const [result] = await Promise.allSettled([database.query(writing), endOther('written')]);
  expect(result).toMatchObject({ status: 'rejected', reason: { code: 'bot/database-unavailable' } });
});

test('of two transactions that wait for each other one begins again', async () => {
  const database = await open(url);
  await writeState(database, 'left', '0');
  await writeState(database, 'right', '0');
  const both = Promise.withResolvers<void>();
  let arrived = 0;
  const touch = (first: string, second: string) =>
    database.transaction(async (transaction) => {
      await writeState(transaction, first, second);
      arrived += 1;
      if (arrived === 2) both.resolve();
      await both.promise;
      await writeState(transaction, second, first);
    });
  await Promise.all([touch('left', 'right'), touch('right', 'left')]);
  expect(arrived).toBe(3);
});

test('a transaction in which a failed statement was passed over does not look done', async () => {
  const database = await open(url);
  const work = database.transaction(async (transaction) => {
    await writeState(transaction, 'half', '1');
    await transaction.query('select 1 / 0').catch(() => {});
  });
  await expect(work).rejects.toThrow('nothing of it holds');
  expect(await readState(database, 'half')).toBeUndefined();
});

/** The connection of a transaction, as a restart of the server ends it. */
async function end(transaction: Pick<Database, 'query'>): Promise<void> {
  const [connection] = await transaction.query<{ pid: number }>('select pg_backend_pid() as pid');
  const other = await openPostgresql(url);
  await other.query('select pg_terminate_backend($1)', [connection?.pid]);
  await other.close();
}

/** Ends the connection that is busy with a statement with this word in it. */
async function endOther(word: string): Promise<void> {
  const other = await openPostgresql(url);
  await sleep(100);
  await other.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep%' and query like $1 and pid <> pg_backend_pid() and state = 'active'",
    [`%'${word}'%`],
  );
  await other.close();
}

async function open(address: string, report: (trouble: string) => void = () => {}): Promise<Database> {
  const database = await openPostgresql(address, report);
  opened.push(database);
  return database;
}
