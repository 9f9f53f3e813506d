import { cpSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../bot/database/database.ts';
import { MIGRATIONS } from '../../bot/database/migrations.ts';
import { openPglite } from '../../bot/database/open-pglite.ts';
import { openQueue } from '../../bot/queue/open-queue.ts';
import { contentHash } from '../../src/base/content-hash.ts';

/**
 * An empty database of its own for a test file, in a folder, ready in half a second: PGlite takes four to make one, so a copy is made of one that
 * was made before. Closing it removes it.
 */
export async function openTestDatabase(): Promise<Database> {
  const folder = await copyTemplate();
  const database = await openPglite(folder);
  return {
    ...database,
    async close() {
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

let shared: Promise<Database> | undefined;

/** One for all that run in this process one after the other. They find it empty. */
export async function shareTestDatabase(): Promise<Database> {
  shared ??= openTestDatabase();
  const database = await shared;
  await emptyDatabase(database);
  return database;
}

export async function emptyDatabase(database: Database): Promise<void> {
  const tables = await database.query<{ name: string }>(
    "select schemaname || '.' || tablename as name from pg_tables where schemaname = 'tidewaiter' and tablename not in ('migrations', 'state')",
  );
  await database.query(`truncate ${tables.map(({ name }) => name).join(', ')}, pgboss.job restart identity`);
  await database.query("delete from tidewaiter.state where key <> 'turn'");
  await database.query("update tidewaiter.state set value = '0'");
}

/** @returns a new folder with a database that was closed, with the schemas of the store and of the queue */
export async function copyTemplate(): Promise<string> {
  const template = join(import.meta.dirname, '../../node_modules/.cache/tidewaiter', `database-${VERSION}`);
  if (!(await exists(template))) await makeTemplate(template);
  const folder = await mkdtemp(join(tmpdir(), 'tidewaiter-database-'));
  // Of a thousand small files the asynchronous copy takes ten times as long.
  cpSync(template, folder, { recursive: true });
  return folder;
}

const VERSION = contentHash(JSON.stringify(MIGRATIONS), process.version);

async function makeTemplate(template: string): Promise<void> {
  await mkdir(join(template, '..'), { recursive: true });
  const folder = await mkdtemp(`${template}-`);
  const database = await openPglite(folder);
  const queue = await openQueue(database, { report: fail });
  await queue.stop(0);
  await database.close();
  // Of several test files that make it at once, the first is kept.
  await rename(folder, template).catch(() => rm(folder, { recursive: true }));
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function fail(trouble: string): never {
  throw new Error(trouble);
}
