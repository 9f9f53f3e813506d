import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isObject } from '../src/base/json.ts';
import { openExistingPglite } from './database/open-pglite.ts';
import { openExistingPostgresql } from './database/open-postgresql.ts';
import type { DatabaseSettings } from './settings/read-settings.ts';
import { exportJsonLines } from './store/export-json-lines.ts';

/**
 * Writes all that the bot remembers as JSON Lines, as fast as they are taken. It may be done while the bot runs on PostgreSQL.
 *
 * @throws ConfigError where the database is not there, it is of another version, or the process of a bot without PostgreSQL has it
 */
export async function writeExport(
  { databaseUrl, dataFolder }: DatabaseSettings,
  output: NodeJS.WritableStream,
): Promise<void> {
  const database = await (databaseUrl === undefined
    ? openExistingPglite(dataFolder)
    : openExistingPostgresql(databaseUrl));
  try {
    await pipeline(Readable.from(exportJsonLines(database)), output, { end: false });
  } catch (error) {
    // Who reads has enough, as `head` has.
    if (!isObject(error) || error.code !== 'EPIPE') throw error;
  } finally {
    await database.close();
  }
}
