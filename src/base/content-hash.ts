import { hash } from 'node:crypto';

/** A short name for content: the first 32 hexadecimal digits of its SHA-256. The parts cannot run into each other. */
export function contentHash(...parts: readonly string[]): string {
  let content = '';
  for (const part of parts) content += `${part.length}:${part}`;
  return hash('sha256', content, 'hex').slice(0, 32);
}
