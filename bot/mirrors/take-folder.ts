import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { TidewaiterError } from '../../src/errors/tidewaiter-error.ts';
import { type FolderLock, lockFolder } from '../database/lock-folder.ts';

export interface TakenFolder {
  readonly folder: string;
  /** Another process has taken it for abandoned, and works in it now. */
  isLost(): boolean;
  release(): Promise<void>;
}

/** Takes the first of the folders `1`, `2` … in a folder that no other process has: several may be given the same one. */
export async function takeFolder(folder: string): Promise<TakenFolder> {
  for (let number = 1; ; number += 1) {
    const own = join(folder, String(number));
    await mkdir(own, { recursive: true, mode: 0o700 });
    let isLost = false;
    const lock = await lockIfFree(own, () => {
      isLost = true;
    });
    if (lock) return { folder: own, isLost: () => isLost, release: () => lock.release() };
  }
}

async function lockIfFree(folder: string, onLost: () => void): Promise<FolderLock | undefined> {
  try {
    return await lockFolder(folder, onLost);
  } catch (error) {
    if (error instanceof TidewaiterError && error.code === 'bot/database-held') return undefined;
    throw error;
  }
}
