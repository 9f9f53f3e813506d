import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import type { Database } from '../../../bot/database/database.ts';
import { openPglite } from '../../../bot/database/open-pglite.ts';
import { readState, writeState } from '../../../bot/store/state.ts';
import { copyTemplate } from '../open-database.ts';

const folders: string[] = [];

afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});

test('what was acknowledged outlives any kill, and the next process has the folder at once', {
  timeout: 60_000,
}, async () => {
  const folder = await makeFolder();
  const acknowledged: string[] = [];
  for (const [round, most] of [7, 60, 25].entries()) {
    const child = ingest(folder, `round-${round}`);
    await readLines(child, most, acknowledged);
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  const database = await openPglite(folder, fail);
  const deliveries = await database.query<{ id: string }>('select id from tidewaiter.deliveries');
  const jobs = await database.query<{ id: string }>(
    "select (data->'job'->>'repo') || '-' || (data->'job'->>'number') as id from pgboss.job",
  );
  await database.close();
  expect(acknowledged).toHaveLength(92);
  expect(namesOf(deliveries)).toEqual(expect.arrayContaining(acknowledged));
  // One that was written and not yet acknowledged may be there as well: whole.
  expect(namesOf(jobs).toSorted()).toEqual(namesOf(deliveries).toSorted());
});

test('a second process is refused and harms nothing, until the first has ended', { timeout: 60_000 }, async () => {
  const folder = await makeFolder();
  const first = await openPglite(folder, fail);
  await writeState(first, 'sweep', '72d3162e');
  const second = ingest(folder, 'second', { stderr: 'pipe' });
  const [words] = await Promise.all([errorsOf(second), once(second, 'exit')]);
  expect(second.exitCode).toBe(1);
  expect(words).toContain(`The database in ${folder} is in use: process ${process.pid} on `);
  await first.close();
  const third = await openPglite(folder, fail);
  expect(await readState(third, 'sweep')).toBe('72d3162e');
  await third.close();
});

test('a database that will not open is moved aside, and an empty one is started and said', {
  timeout: 60_000,
}, async () => {
  const folder = await makeFolder();
  await writeFile(join(folder, 'database', 'global', 'pg_control'), 'torn');
  const reports: string[] = [];
  const database = await openPglite(folder, (trouble) => reports.push(trouble));
  expect(await readState(database, 'sweep')).toBeUndefined();
  await database.close();
  expect(reports).toEqual([expect.stringContaining(`It lies in ${folder}/database.unreadable-`)]);
  const names = await readdir(folder);
  expect(names.filter((name) => name.startsWith('database.unreadable-'))).toHaveLength(1);
});

test('a folder that cannot be used is refused, with what the system says', async () => {
  const folder = await makeFolder();
  await writeFile(join(folder, 'file'), '');
  await expect(openPglite(join(folder, 'file'), fail)).rejects.toMatchObject({
    name: 'ConfigError',
    code: 'bot/database-unavailable',
    message: expect.stringContaining('EEXIST'),
  });
});

test('on a full disk a database stays where it is, and as it is', { timeout: 60_000 }, async () => {
  const folder = await makeFolder();
  const child = ingest(folder, 'full', { stderr: 'pipe', largestFile: 64 });
  const [words] = await Promise.all([errorsOf(child), once(child, 'exit')]);
  expect(child.exitCode).toBe(1);
  expect(words).toContain(`No database can be opened in ${folder}`);
  expect(await readdir(folder)).toEqual(['database']);
  const database = await openPglite(folder, fail);
  expect(await readState(database, 'turn')).toBe('0');
  await database.close();
});

test('of several statements one that fails takes all back, and the next transaction is sound', async () => {
  const folder = await makeFolder();
  const database = await openPglite(folder, fail);
  await expect(writeTwice(database)).rejects.toThrow('duplicate key');
  expect(await readState(database, 'one')).toBeUndefined();
  await database.transaction((transaction) => writeState(transaction, 'one', '1'));
  expect(await readState(database, 'one')).toBe('1');
  await database.close();
});

test('it keeps little of the database in its own memory', async () => {
  const database = await openPglite(await makeFolder(), fail);
  expect(await database.query('show shared_buffers')).toEqual([{ shared_buffers: '16MB' }]);
  await database.close();
});

function writeTwice(database: Database): Promise<unknown> {
  return database.transaction(async (transaction) => {
    await writeState(transaction, 'one', '1');
    await transaction.query("insert into tidewaiter.state (key, value) values ('one', '2')");
  });
}

async function makeFolder(): Promise<string> {
  const folder = await copyTemplate();
  folders.push(folder);
  return folder;
}

/** @param largestFile in blocks of 512 bytes: what is longer cannot be written, as on a disk that is full */
function ingest(
  folder: string,
  prefix: string,
  { stderr = 'inherit', largestFile }: { readonly stderr?: 'inherit' | 'pipe'; readonly largestFile?: number } = {},
): ChildProcess {
  const limit = largestFile === undefined ? '' : `trap '' XFSZ; ulimit -f ${largestFile};`;
  const script = join(import.meta.dirname, 'ingesting-process.ts');
  return spawn('sh', ['-c', `${limit} exec "$0" "$@"`, process.execPath, script, folder, prefix], {
    stdio: ['ignore', 'pipe', stderr],
  });
}

async function errorsOf({ stderr }: ChildProcess): Promise<string> {
  return stderr ? text(stderr) : '';
}

async function readLines(child: ChildProcess, most: number, lines: string[]): Promise<void> {
  if (!child.stdout) throw new Error('it has an output');
  const reader = createInterface(child.stdout);
  let read = 0;
  for await (const line of reader) {
    lines.push(line);
    read += 1;
    if (read === most) break;
  }
}

function namesOf(rows: readonly { readonly id: string }[]): readonly string[] {
  return rows.map(({ id }) => id);
}

function fail(trouble: string): never {
  throw new Error(trouble);
}
