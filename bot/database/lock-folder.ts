import { randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { type FileHandle, link, open, readFile, readlink, rename, stat, unlink } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isObject } from '../../src/base/json.ts';
import { ConfigError } from '../../src/errors/tidewaiter-error.ts';

export interface FolderLock {
  /** Once more does nothing. */
  release(): Promise<void>;
}

/**
 * Keeps a folder to this process. PGlite itself does not: two processes on one folder both write, and most of it is lost without an error.
 *
 * Two locks, for neither is enough. A socket in Linux's abstract namespace is gone the moment its process is, `kill -9` or not, but is only
 * seen within one network namespace. A file in the folder is seen by every container that has the volume; its holder renews it, and it is
 * taken over when that stops. No clocks are compared: who waits watches for a renewal.
 *
 * @param onLost somebody took the lock away: this process stood still for so long that it was taken for dead. It must not write one more byte.
 * @throws ConfigError `bot/database-held`
 */
export async function lockFolder(
  folder: string,
  onLost: (error: ConfigError) => void,
  renewMilliseconds = 5000,
): Promise<FolderLock> {
  const path = join(folder, LOCK);
  const kernel = await nameOfKernel();
  const socket = await listenAlone(folder, path);
  try {
    const file = await createOrTakeOver(path, kernel, renewMilliseconds);
    return holdLock(path, file, socket, onLost, renewMilliseconds);
  } catch (error) {
    socket?.close();
    throw error;
  }
}

const LOCK = 'lock';

/** Processes of one boot and one network namespace see each other's abstract sockets. Undefined where there are none. */
async function nameOfKernel(): Promise<string | undefined> {
  if (process.platform !== 'linux') return undefined;
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
  return `${boot.trim()} ${await readlink('/proc/self/ns/net')}`;
}

async function listenAlone(folder: string, path: string): Promise<Server | undefined> {
  if (process.platform !== 'linux') return undefined;
  // The folder itself whatever it is called here: another container may have mounted it elsewhere.
  const { dev, ino } = await stat(folder, { bigint: true });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const server = createServer((connection) => connection.destroy())
    .once('error', reject)
    .listen(`\0tidewaiter ${dev}:${ino}`, resolve);
  try {
    await promise;
  } catch (cause) {
    throw await held(path, cause);
  }
  return server.unref();
}

async function createOrTakeOver(
  path: string,
  kernel: string | undefined,
  renewMilliseconds: number,
): Promise<FileHandle> {
  const mine = { pid: process.pid, host: hostname(), since: new Date().toISOString(), kernel };
  const created = await create(path, mine);
  if (created) return created;
  const left = await statIfThere(path);
  const other = await readHolder(path);
  // Its socket would be seen, and is not there.
  const isDead = kernel !== undefined && other.kernel === kernel;
  if (left && !isDead && (await isRenewed(path, left, renewMilliseconds))) throw await held(path);
  if (left) await remove(path, left);
  const taken = await create(path, mine);
  if (!taken) throw await held(path);
  return taken;
}

async function create(path: string, holder: Holder): Promise<FileHandle | undefined> {
  try {
    const file = await open(path, 'wx');
    await file.writeFile(JSON.stringify(holder));
    return file;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return undefined;
    throw error;
  }
}

interface Holder {
  readonly pid?: number | undefined;
  readonly host?: string | undefined;
  readonly since?: string | undefined;
  readonly kernel?: string | undefined;
}

/** Of a file that is just being written, nothing is known yet. */
async function readHolder(path: string): Promise<Holder> {
  try {
    const holder: unknown = JSON.parse(await readFile(path, 'utf8'));
    return isObject(holder) ? holder : {};
  } catch {
    return {};
  }
}

/** A holder that is busy may be late: six renewals are waited for. */
async function isRenewed(path: string, before: Stats, renewMilliseconds: number): Promise<boolean> {
  for (let waited = 0; waited < 6; waited += 1) {
    await sleep(renewMilliseconds);
    const now = await statIfThere(path);
    if (now?.mtimeMs !== before.mtimeMs) return now !== undefined;
  }
  return false;
}

/** Takes away the file that was seen, and no other: of two that take over at once, one meets the fresh file of the other and puts it back. */
async function remove(path: string, seen: Stats): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  const isSeen = (await stat(aside)).ino === seen.ino;
  if (!isSeen) await link(aside, path);
  await unlink(aside);
  if (!isSeen) throw await held(path);
}

async function statIfThere(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function held(path: string, cause?: unknown): Promise<ConfigError> {
  if (cause !== undefined && codeOf(cause) !== 'EADDRINUSE') throw cause;
  const { pid, host, since } = await readHolder(path);
  const who = pid === undefined ? 'another process' : `process ${pid} on ${host}, since ${since}`;
  return new ConfigError(`The database in ${dirname(path)} is in use: ${who}`, {
    code: 'bot/database-held',
    remedy: 'Stop that one first, or use PostgreSQL (DATABASE_URL), which several processes may share.',
    cause,
  });
}

function holdLock(
  path: string,
  file: FileHandle,
  socket: Server | undefined,
  onLost: (error: ConfigError) => void,
  renewMilliseconds: number,
): FolderLock {
  let isReleased = false;
  const isOurs = async () => (await statIfThere(path))?.ino === (await file.stat()).ino;
  const renew = async () => {
    const now = new Date();
    await file.utimes(now, now);
    if ((await isOurs()) || isReleased) return;
    clearInterval(timer);
    onLost(lost(path));
  };
  // A full or broken disk shows in the database as well, where it is told.
  const timer = setInterval(() => renew().catch(() => {}), renewMilliseconds).unref();
  return {
    async release() {
      if (isReleased) return;
      isReleased = true;
      clearInterval(timer);
      if (await isOurs()) await unlink(path);
      await file.close();
      socket?.close();
    },
  };
}

function lost(path: string): ConfigError {
  return new ConfigError(`Another process took over the database in ${dirname(path)}`, {
    code: 'bot/database-held',
    remedy: 'Start again. This process stood still for half a minute; if that recurs, it needs more of a processor.',
  });
}

function codeOf(error: unknown): unknown {
  return isObject(error) ? error.code : undefined;
}
