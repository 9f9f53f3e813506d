import { execFile } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { migrate } from '../../bot/database/migrate.ts';
import { MIGRATIONS } from '../../bot/database/migrations.ts';
import { openPglite } from '../../bot/database/open-pglite.ts';
import { openPostgresql } from '../../bot/database/open-postgresql.ts';
import type { DatabaseSettings } from '../../bot/settings/read-settings.ts';
import { saveJudgement } from '../../bot/store/save-judgement.ts';
import { writeExport } from '../../bot/write-export.ts';
import { temporaryFolder } from '../repository/git-fixture.ts';
import { copyTemplate } from './open-database.ts';
import { MAIN } from './spawn-bot.ts';
import { startPostgresql } from './start-postgresql.ts';
import { judgement } from './store/judgements.ts';

const folders: string[] = [];

afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

/** The data folder of a bot that judged some pull requests and was stopped. */
async function foldersOfBot({ judgements }: { readonly judgements: number }): Promise<string> {
  const folder = await copyTemplate();
  folders.push(folder);
  const database = await openPglite(folder);
  for (let number = 1; number <= judgements; number += 1) await saveJudgement(database, judgement({ number }));
  await database.close();
  return folder;
}

async function exported(settings: Partial<DatabaseSettings>): Promise<readonly unknown[]> {
  const output = new PassThrough();
  const read = text(output);
  await writeExport({ databaseUrl: undefined, dataFolder: '', ...settings }, output);
  output.end();
  return linesOf(await read);
}

function linesOf(words: string): readonly unknown[] {
  return words.split('\n').flatMap((line): unknown[] => (line === '' ? [] : [JSON.parse(line)]));
}

describe('an export', () => {
  it('is written by a process that knows where the database is, and nothing of the App', async () => {
    const folder = await foldersOfBot({ judgements: 2 });
    const environment = { PATH: process.env.PATH, TIDEWAITER_DATA_FOLDER: folder };
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [MAIN, 'export'], { env: environment });
    expect(stderr).toBe('');
    expect(linesOf(stdout)).toMatchObject([
      { kind: 'judgement', repository: 'acme/shop', number: 1 },
      { kind: 'judgement', repository: 'acme/shop', number: 2 },
    ]);
  });

  it('may be read in part', async () => {
    const dataFolder = await foldersOfBot({ judgements: 1 });
    const output = new PassThrough({ highWaterMark: 1 });
    const end = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
    output.once('data', () => output.destroy(end));
    output.on('error', () => {});
    await writeExport({ databaseUrl: undefined, dataFolder }, output);
    // The folder is free again.
    expect(await exported({ dataFolder })).toHaveLength(1);
  });

  it('waits for the bot that has the folder to end', async () => {
    const dataFolder = await foldersOfBot({ judgements: 0 });
    const database = await openPglite(dataFolder);
    await expect(exported({ dataFolder })).rejects.toMatchObject({ code: 'bot/database-held' });
    await database.close();
  });

  it('of a folder without a database is refused, and none is made', async () => {
    const dataFolder = temporaryFolder();
    await expect(exported({ dataFolder })).rejects.toThrow(`There is no database in ${dataFolder}`);
    expect(readdirSync(dataFolder)).toEqual([]);
  });

  it('leaves a database that does not open where it is', async () => {
    const dataFolder = await foldersOfBot({ judgements: 0 });
    writeFileSync(join(dataFolder, 'database', 'global', 'pg_control'), 'torn');
    await expect(exported({ dataFolder })).rejects.toMatchObject({ code: 'bot/database-unavailable' });
    expect(existsSync(join(dataFolder, 'database', 'PG_VERSION'))).toBe(true);
  });

  it('of another version is refused, and the schema left as it is', async () => {
    const dataFolder = await foldersOfBot({ judgements: 0 });
    const database = await openPglite(dataFolder);
    await migrate(database, [...MIGRATIONS, { number: MIGRATIONS.length + 1, name: 'colours', statements: [] }]);
    await database.close();
    await expect(exported({ dataFolder })).rejects.toMatchObject({
      code: 'bot/schema',
      message: expect.stringContaining('newer Tidewaiter'),
    });
  });

  it('of PostgreSQL is written while the bot works', async () => {
    const server = await startPostgresql();
    const databaseUrl = await server.createDatabase('bot');
    const database = await openPostgresql(databaseUrl);
    await saveJudgement(database, judgement());
    expect(await exported({ databaseUrl })).toMatchObject([{ kind: 'judgement', number: 7 }]);
    await database.query(
      'delete from tidewaiter.migrations where number = (select max(number) from tidewaiter.migrations)',
    );
    await expect(exported({ databaseUrl })).rejects.toThrow('older Tidewaiter');
    await database.close();
    const empty = await server.createDatabase('empty');
    await expect(exported({ databaseUrl: empty })).rejects.toThrow('nothing of Tidewaiter');
    await server.remove();
  }, 60_000);
});

it('the bot says what it knows, and what it does not', async () => {
  const run = (...args: readonly string[]) => promisify(execFile)(process.execPath, [MAIN, ...args]);
  expect((await run('--help')).stdout).toContain('tidewaiter-bot export');
  await expect(run('exprot')).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('exprot') });
});
