import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * PGlite writes its log but never asks for it to reach the disk, whatever `fsync` says: what was acknowledged outlives the process, not a
 * power cut. This asks.
 *
 * @returns a function whose promise ends when everything written before the call is on disk; calls at the same time share the work
 */
export function logSync(folder: string): () => Promise<void> {
  const log = join(folder, 'pg_wal');
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  return () => {
    // One that has begun may have missed what was written since.
    next ??= running
      .catch(() => {})
      .then(() => {
        next = undefined;
        running = sync(log);
        return running;
      });
    return next;
  };
}

/** All segments, for there are few, and one with nothing new in it costs next to nothing. */
async function sync(log: string): Promise<void> {
  const segments = (await readdir(log)).filter((name) => SEGMENT.test(name));
  for (const path of [...segments.map((name) => join(log, name)), log]) {
    const file = await open(path, 'r');
    try {
      await file.datasync();
    } finally {
      await file.close();
    }
  }
}

const SEGMENT = /^[0-9A-F]{24}$/;
