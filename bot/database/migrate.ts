import { contentHash } from '../../src/base/content-hash.ts';
import { ConfigError } from '../../src/errors/tidewaiter-error.ts';
import type { Database, Queryable } from './database.ts';
import { MIGRATIONS, type Migration } from './migrations.ts';

/**
 * Brings the schema up to date, forwards only. Several processes may start at once: one of them does it, the others wait.
 *
 * @throws ConfigError where the database is of a newer Tidewaiter, or of another history
 */
export async function migrate(
  database: Pick<Database, 'transaction'>,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<void> {
  await database.transaction(prepareSchema);
  for (const migration of migrations) await database.transaction((transaction) => apply(transaction, migration));
  await database.transaction((transaction) => refuseUnknown(transaction, migrations));
}

/**
 * Lets nobody go on who would not understand what is there, and changes nothing: whoever only reads leaves the schema to the bot.
 *
 * @throws ConfigError where the database is of another version of Tidewaiter, or has nothing of it
 */
export async function requireSchema(
  database: Pick<Database, 'transaction'>,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<void> {
  await database.transaction(async (transaction) => {
    const [found] = await transaction.query("select where to_regclass('tidewaiter.migrations') is not null");
    if (!found) throw otherVersion('There is nothing of Tidewaiter in the database');
    for (const migration of migrations) {
      if (await isApplied(transaction, migration)) continue;
      const { number, name } = migration;
      throw otherVersion(`The database is of an older Tidewaiter: its schema lacks step ${number} (${name})`);
    }
    await refuseUnknown(transaction, migrations);
  });
}

function otherVersion(message: string): ConfigError {
  return new ConfigError(message, {
    code: 'bot/schema',
    remedy: 'Look at the settings of the database, and use the version that the bot runs.',
  });
}

/** Any number that nobody else takes locks on: the first 31 bits of the SHA-256 of our name. */
const LOCK = 1_029_399_670;

async function prepareSchema(transaction: Queryable): Promise<void> {
  await takeTurn(transaction);
  await transaction.query('create schema if not exists tidewaiter');
  await transaction.query(`create table if not exists tidewaiter.migrations (
    number integer primary key,
    name text not null,
    checksum text not null,
    applied_at timestamptz not null default now()
  )`);
}

async function takeTurn(transaction: Queryable): Promise<void> {
  await transaction.query('select pg_advisory_xact_lock($1)', [LOCK]);
}

async function apply(transaction: Queryable, migration: Migration): Promise<void> {
  await takeTurn(transaction);
  if (await isApplied(transaction, migration)) return;
  const { number, name, statements } = migration;
  for (const statement of statements) await transaction.query(statement);
  await transaction.query('insert into tidewaiter.migrations (number, name, checksum) values ($1, $2, $3)', [
    number,
    name,
    contentHash(...statements),
  ]);
}

async function isApplied(transaction: Queryable, { number, name, statements }: Migration): Promise<boolean> {
  const [applied] = await transaction.query<{ checksum: string }>(
    'select checksum from tidewaiter.migrations where number = $1',
    [number],
  );
  if (!applied) return false;
  if (applied.checksum === contentHash(...statements)) return true;
  throw new ConfigError(`Step ${number} of the database's schema (${name}) is not the one that this version knows`, {
    code: 'bot/schema',
    remedy: 'Start the version that made the database, or give the bot an empty one.',
  });
}

async function refuseUnknown(transaction: Queryable, migrations: readonly Migration[]): Promise<void> {
  const newest = migrations.at(-1)?.number ?? 0;
  const unknown = await transaction.query<{ number: number; name: string }>(
    'select number, name from tidewaiter.migrations where number > $1 order by number',
    [newest],
  );
  const [first] = unknown;
  if (!first) return;
  throw new ConfigError(
    `The database is of a newer Tidewaiter: its schema has step ${first.number} (${first.name}), this version knows ${newest}`,
    { code: 'bot/schema', remedy: 'Start the newer version again; a schema is never taken back.' },
  );
}
