import { createHash } from 'node:crypto';

/** A short name for content: the first 32 hexadecimal digits of its SHA-256. The parts cannot run into each other. */
export function contentHash(...parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex').slice(0, 32);
}
