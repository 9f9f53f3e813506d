import { createHash } from 'node:crypto';

const SHA256_DIGITS = 64;

/** git's id of a file's content, by the hash of the repository: 40 digits are of SHA-1, 64 of SHA-256. */
export function blobId(bytes: Buffer, digits: number): string {
  const hash = createHash(digits === SHA256_DIGITS ? 'sha256' : 'sha1');
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
