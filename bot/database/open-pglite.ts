import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { ConfigError } from '../../src/errors/tidewaiter-error.ts';
import type { Database } from './database.ts';
import { lockFolder } from './lock-folder.ts';
import { migrate, requireSchema } from './migrate.ts';
import { logSync } from './sync-log.ts';

/**
 * The database without a server: PostgreSQL as WebAssembly, in this process.
 *
 * @param folder where it lies, and its lock beside it
 * @param report what the operator should know: a database that would not open was moved aside. What it had queued, the sweep finds again.
 * @throws ConfigError where another process has the folder, it cannot be written, or it is of a newer version
 */
export async function openPglite(folder: string, report: (trouble: string) => void = () => {}): Promise<Database> {
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch(refuseFolder(folder));
  return openLocked(folder, { open: (place) => startOrMoveAside(place, report), prepare: migrate });
}

/**
 * The same where there is one already, for whoever only wants to read it.
 *
 * @throws ConfigError as `openPglite`, and where there is no database, it does not open, or it is of any other version
 */
export async function openExistingPglite(folder: string): Promise<Database> {
  if (!existsSync(join(folder, DATABASE))) {
    throw new ConfigError(`There is no database in ${folder}`, {
      code: 'bot/database-unavailable',
      remedy: 'Set TIDEWAITER_DATA_FOLDER to the folder of the bot, or DATABASE_URL to its database.',
    });
  }
  return openLocked(folder, { open: start, prepare: requireSchema });
}

const DATABASE = 'database';

interface Opening {
  open(place: string): Promise<PGlite>;
  prepare(database: Database): Promise<void>;
}

async function openLocked(folder: string, { open, prepare }: Opening): Promise<Database> {
  const lock = await lockFolder(folder, endProcess).catch(refuseFolder(folder));
  const place = join(folder, DATABASE);
  try {
    return await prepared(overPglite(await open(place), { sync: logSync(place), release: lock.release }), prepare);
  } catch (error) {
    await lock.release();
    return refuseFolder(folder)(error);
  }
}

/** By an error that nobody can catch: another process writes there now, and each byte of this one's would destroy something. */
function endProcess(error: ConfigError): void {
  setImmediate(() => {
    throw error;
  });
}

function refuseFolder(folder: string): (cause: unknown) => never {
  return (cause) => {
    if (cause instanceof ConfigError) throw cause;
    throw new ConfigError(`No database can be opened in ${folder}: ${wordsOf(cause)}`, {
      code: 'bot/database-unavailable',
      remedy: 'Give the bot a folder that it may write, on a disk with room, or DATABASE_URL.',
      cause,
    });
  };
}

async function startOrMoveAside(place: string, report: (trouble: string) => void): Promise<PGlite> {
  try {
    return await start(place);
  } catch (error) {
    const aside = `${place}.unreadable-${new Date().toISOString().replaceAll(':', '-')}`;
    await rename(place, aside);
    const pglite = await start(place).catch(async (cause) => {
      // Not the database is broken then, but what is beneath it.
      await rm(place, { recursive: true, force: true });
      await rename(aside, place);
      throw cause;
    });
    report(`The database would not open (${wordsOf(error)}). It lies in ${aside} now, and an empty one was started.`);
    return pglite;
  }
}

/** 128 MB by default, all of which it touches. What the bot asks for again and again fits into less; the system keeps the rest of the files. */
const BUFFERS = 'shared_buffers=16MB';

async function start(place: string): Promise<PGlite> {
  const pglite = new PGlite(place, { startParams: [...PGlite.defaultStartParams, '-c', BUFFERS] });
  await pglite.waitReady;
  return pglite;
}

async function prepared(database: Database, prepare: Opening['prepare']): Promise<Database> {
  try {
    await prepare(database);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** What a database on a disk asks for beside its data. */
interface Keeping {
  /** What was written so far outlives a power cut. */
  sync(): Promise<void>;
  /** Others may have the folder. */
  release(): Promise<void>;
}

function overPglite(pglite: PGlite, { sync, release }: Keeping): Database {
  return {
    kind: 'pglite',
    pglite,
    query: (sql, values) => run(pglite, sql, values),
    async transaction(work) {
      const result = await pglite.transaction((transaction) =>
        work({ query: (sql, values) => run(transaction, sql, values) }),
      );
      await sync();
      return result;
    },
    async close() {
      await pglite.close();
      await release();
    },
  };
}

async function run<Row extends object>(
  pglite: Pick<PGlite, 'query'>,
  sql: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> {
  return (await pglite.query<Row>(sql, [...values])).rows;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
