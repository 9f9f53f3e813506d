import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { isConflict, isConnectionLost } from './connection-errors.ts';
import type { Database, Queryable } from './database.ts';
import { describeUnavailable, noAddress } from './describe-unavailable.ts';
import { migrate, requireSchema } from './migrate.ts';

/**
 * The database on a server, for any number of processes. A connection that is lost is regained: what certainly changed nothing is tried again
 * for a while, what may have is an error.
 *
 * @param url `postgres://user:password@host:5432/database`
 * @param report what the operator should know: a connection was lost
 * @throws ConfigError where the database is not there, does not let us in, or is of a newer version
 */
export function openPostgresql(url: string, report: (trouble: string) => void = () => {}): Promise<Database> {
  return open(url, report, migrate);
}

/**
 * The same for whoever only wants to read it, also while the bot works.
 *
 * @throws ConfigError as `openPostgresql`, and where it is of any other version
 */
export function openExistingPostgresql(url: string): Promise<Database> {
  return open(url, () => {}, requireSchema);
}

async function open(
  url: string,
  report: (trouble: string) => void,
  prepare: (database: Database) => Promise<void>,
): Promise<Database> {
  if (!ADDRESS.test(url)) throw noAddress();
  const pool = makePool(url, report);
  try {
    // At the start nothing is waited for: who starts us sees at once what is wrong.
    (await pool.connect()).release();
    const database = overPool(pool, url);
    await prepare(database);
    return database;
  } catch (error) {
    await pool.end();
    throw describeUnavailable(url, error);
  }
}

const ADDRESS = /^postgres(?:ql)?:\/\/[^/]/;

function makePool(url: string, report: (trouble: string) => void): pg.Pool {
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, Number);
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'tidewaiter',
    types,
    max: 10,
    connectionTimeoutMillis: 5000,
    query_timeout: 30_000,
    keepAlive: true,
  });
  // An error that nobody listens for would end the process.
  pool.on('error', ({ message }) => report(`A connection to the database was lost: ${message}`));
  return pool;
}

function overPool(pool: pg.Pool, url: string): Database {
  return {
    kind: 'postgresql',
    url,
    query: (sql, values) => repeat(url, () => queryOnce(pool, sql, values)),
    transaction: (work) => repeat(url, () => transactionOnce(pool, work)),
    close: () => pool.end(),
  };
}

async function repeat<Result>(url: string, attempt: () => Promise<Result>): Promise<Result> {
  const end = performance.now() + PATIENCE_MILLISECONDS;
  for (let pause = 50; ; pause = Math.min(2 * pause, 1000)) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Unharmed)) throw describeUnavailable(url, error);
      if (performance.now() + pause > end) throw describeUnavailable(url, error.cause);
      await sleep(pause);
    }
  }
}

/** GitHub waits ten seconds for the answer to a delivery. */
const PATIENCE_MILLISECONDS = 8000;

/** An attempt failed, and it is certain that it changed nothing. */
class Unharmed extends Error {
  constructor(cause: unknown) {
    super('nothing was changed', { cause });
  }
}

function queryOnce<Row extends object>(
  pool: pg.Pool,
  sql: string,
  values?: readonly unknown[],
): Promise<readonly Row[]> {
  return onConnection(pool, async (client) => {
    try {
      return await run<Row>(client, sql, values);
    } catch (error) {
      throw isConnectionLost(error) && ONLY_READS.test(sql) ? new Unharmed(error) : error;
    }
  });
}

const ONLY_READS = /^\s*select\b/i;

function transactionOnce<Result>(pool: pg.Pool, work: (transaction: Queryable) => Promise<Result>): Promise<Result> {
  return onConnection(pool, async (client) => {
    let isCommitting = false;
    try {
      await client.query('begin');
      const result = await work({ query: (sql, values) => run(client, sql, values) });
      isCommitting = true;
      const { command } = await client.query('commit');
      if (command === 'ROLLBACK') throw new Error('A statement of the transaction had failed: nothing of it holds');
      return result;
    } catch (error) {
      const isUnharmed = isConflict(error) || (isConnectionLost(error) && !isCommitting);
      throw isUnharmed ? new Unharmed(error) : error;
    }
  });
}

async function onConnection<Result>(pool: pg.Pool, use: (client: pg.PoolClient) => Promise<Result>): Promise<Result> {
  const client = await connect(pool);
  // Lost while it is ours, it says so twice: to who waits for an answer, and here, where unheard it would end the process.
  const hear = () => {};
  client.on('error', hear);
  let isUsable = false;
  try {
    const result = await use(client);
    isUsable = true;
    return result;
  } finally {
    client.off('error', hear);
    // Closing it ends whatever is open on it, in every state.
    client.release(!isUsable);
  }
}

async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw isConnectionLost(error) ? new Unharmed(error) : error;
  }
}

async function run<Row extends object>(
  client: pg.PoolClient,
  sql: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> {
  return (await client.query<Row>(sql, [...values])).rows;
}
