import { putLast } from '../../src/base/put-last.ts';
import type { Files } from '../../src/model/files.ts';

/** What is remembered under a key, or else what is read now. Who asks meanwhile waits for the same. */
export type Recall = (key: string, read: () => Promise<Remembered>) => Promise<Files>;

export interface Remembered {
  readonly files: Files;
  /** About so many. */
  readonly bytes: number;
}

interface Known {
  readonly reading: Promise<Remembered>;
  /** 0 until they are read. */
  bytes: number;
}

/** Remembers what was read, up to so many bytes: what nobody asked for the longest is forgotten first. */
export function openMemory(mostBytes: number): Recall {
  const known = new Map<string, Known>();
  return async (key, read) => {
    const entry = known.get(key) ?? { reading: read(), bytes: 0 };
    putLast(known, key, entry, MOST_KNOWN);
    try {
      const { files, bytes } = await entry.reading;
      entry.bytes = bytes;
      forgetOldest(known, mostBytes);
      return files;
    } catch (error) {
      known.delete(key);
      throw error;
    }
  };
}

function forgetOldest(known: Map<string, Known>, mostBytes: number): void {
  let bytes = 0;
  for (const [key, entry] of [...known].reverse()) {
    bytes += entry.bytes;
    if (bytes > mostBytes) known.delete(key);
  }
}

/** Those that hold nothing take room, too. */
const MOST_KNOWN = 500;
