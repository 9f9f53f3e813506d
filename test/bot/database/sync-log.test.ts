import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { logSync } from '../../../bot/database/sync-log.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidewaiter-log-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('a log that cannot be asked onto the disk is an error, and the next try is one of its own', async () => {
  const sync = logSync(folder);
  await expect(Promise.all([sync(), sync()])).rejects.toMatchObject({ code: 'ENOENT' });
  await mkdir(join(folder, 'pg_wal'));
  await writeFile(join(folder, 'pg_wal', '000000010000000000000001'), '');
  await sync();
});

test('who asks while one is under way waits for the next, together with all others who do', async () => {
  await mkdir(join(folder, 'pg_wal'));
  const sync = logSync(folder);
  const first = sync();
  // It has begun when this has been waited for.
  await Promise.resolve()
    .then(() => {})
    .then(() => {});
  const second = sync();
  expect(second).not.toBe(first);
  expect(sync()).toBe(second);
  await Promise.all([first, second]);
});
