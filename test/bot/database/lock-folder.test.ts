import { link, mkdtemp, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FolderLock, lockFolder } from '../../../bot/database/lock-folder.ts';

/** A hundredth of what it is otherwise. */
const RENEWAL = 50;

let folder = '';
const held: FolderLock[] = [];
const losses: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidewaiter-lock-'));
});
afterEach(async () => {
  losses.length = 0;
  await Promise.all(held.splice(0).map((lock) => lock.release()));
  await rm(folder, { recursive: true });
});

test('a folder is held by one, and by the next when that one has let go', async () => {
  const first = await hold();
  await expect(hold()).rejects.toMatchObject({
    name: 'ConfigError',
    code: 'bot/database-held',
    message: expect.stringMatching(`^The database in ${folder} is in use: process ${process.pid} on .*, since 20`),
  });
  await first.release();
  await hold();
});

test('what a process of this machine left behind is taken over at once', async () => {
  await hold();
  const left = await readFile(lockFile());
  await held.pop()?.release();
  await writeFile(lockFile(), left);
  const begin = performance.now();
  await hold();
  expect(performance.now() - begin).toBeLessThan(RENEWAL * 5);
});

test('what another machine holds is refused for as long as it is renewed', async () => {
  await writeFile(lockFile(), OTHER_MACHINE);
  const renewal = setInterval(() => utimes(lockFile(), new Date(), new Date()), RENEWAL);
  await expect(hold()).rejects.toMatchObject({
    message: expect.stringContaining('process 1 on bot-7f9c, since 2026-05-17'),
  });
  clearInterval(renewal);
  expect(await readFile(lockFile(), 'utf8')).toBe(OTHER_MACHINE);
});

test('what another machine left behind is taken over when nobody renews it, whatever its clock says', async () => {
  await writeFile(lockFile(), OTHER_MACHINE);
  const future = new Date(Date.now() + 3600_000);
  await utimes(lockFile(), future, future);
  await hold();
});

test('half a file is no holder', async () => {
  await writeFile(lockFile(), '{"pid":');
  await hold();
});

test('who stood still and was taken for dead learns of it', async () => {
  const lock = await hold();
  await sleep(RENEWAL * 4);
  expect(losses).toEqual([]);
  await rename(lockFile(), `${lockFile()}.old`);
  await writeFile(lockFile(), OTHER_MACHINE);
  await sleep(RENEWAL * 4);
  expect(losses).toEqual([`Another process took over the database in ${folder}`]);
  await lock.release();
  expect(await readFile(lockFile(), 'utf8')).toBe(OTHER_MACHINE);
});

test('a lock that was put back for a moment is still held', async () => {
  await hold();
  await rename(lockFile(), `${lockFile()}.aside`);
  await link(`${lockFile()}.aside`, lockFile());
  await sleep(RENEWAL * 4);
  expect(losses).toEqual([]);
});

const OTHER_MACHINE = JSON.stringify({ pid: 1, host: 'bot-7f9c', since: '2026-05-17T12:00:00Z', kernel: 'another' });

function lockFile(): string {
  return join(folder, 'lock');
}

async function hold(): Promise<FolderLock> {
  const lock = await lockFolder(folder, ({ message }) => losses.push(message), RENEWAL);
  held.push(lock);
  return lock;
}
