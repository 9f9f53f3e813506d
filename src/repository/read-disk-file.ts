import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from 'node:fs';
import type { FileContent } from '../model/files.ts';
import { decodeContent, SYMBOLIC_LINK, tooLarge } from '../revisions/decode-content.ts';
import type { Revision } from '../text/source.ts';

export type DiskBytes =
  | { readonly outcome: 'bytes'; readonly bytes: Buffer }
  | { readonly outcome: 'too-large'; readonly size: number }
  | { readonly outcome: 'symbolic-link' | 'missing' | 'special' }
  | { readonly outcome: 'failed'; readonly reason: string };

/**
 * The bytes of one regular file. A link is not followed, a pipe or a device is not waited for, and no more than the
 * limit is read, whatever the file does meanwhile.
 */
export function readDiskBytes(path: string | Buffer, limit: number, links: 'refuse' | 'follow' = 'refuse'): DiskBytes {
  // Windows has neither flag; there the check of the opened file has to do.
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  let file: number;
  try {
    if (links === 'refuse' && lstatSync(path).isSymbolicLink()) return { outcome: 'symbolic-link' };
    file = openSync(path, O_RDONLY | O_NONBLOCK | (links === 'refuse' ? O_NOFOLLOW : 0));
  } catch (cause) {
    return failureOf(cause);
  }
  try {
    const state = fstatSync(file);
    if (!state.isFile()) return { outcome: 'special' };
    if (state.size > limit) return { outcome: 'too-large', size: state.size };
    const bytes = readUpTo(file, state.size, limit + 1);
    return bytes.length > limit ? { outcome: 'too-large', size: bytes.length } : { outcome: 'bytes', bytes };
  } catch (cause) {
    return failureOf(cause);
  } finally {
    closeSync(file);
  }
}

/** What `readDiskBytes` answers, as the content of a file; undefined where there is no file. */
export function diskContent(
  answer: DiskBytes,
  { path, revision, limit }: { readonly path: string; readonly revision: Revision; readonly limit: number },
): FileContent | undefined {
  switch (answer.outcome) {
    case 'bytes':
      return decodeContent(answer.bytes, path, revision);
    case 'too-large':
      return tooLarge(answer.size, limit);
    case 'symbolic-link':
      return SYMBOLIC_LINK;
    case 'special':
      return {
        outcome: 'unreadable',
        code: 'file/not-text',
        reason: 'this is a pipe, a socket or a device, not a file',
      };
    case 'failed':
      return { outcome: 'unreadable', code: 'file/missing', reason: answer.reason };
    case 'missing':
      return undefined;
  }
}

function readUpTo(file: number, expected: number, most: number): Buffer {
  // One byte more than expected, so that the end is seen without another read.
  let buffer = Buffer.allocUnsafe(Math.min(expected + 1, most));
  let length = 0;
  for (;;) {
    const count = readSync(file, buffer, length, buffer.length - length, null);
    length += count;
    if (count === 0 || length === most) return buffer.subarray(0, length);
    // The file grows while it is read.
    if (length === buffer.length) buffer = Buffer.concat([buffer], Math.min(buffer.length * 2, most));
  }
}

function failureOf(cause: unknown): DiskBytes {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === 'ENOENT' || code === 'ENOTDIR') return { outcome: 'missing' };
  if (code === 'ELOOP' || code === 'EMLINK') return { outcome: 'symbolic-link' };
  return { outcome: 'failed', reason: `the file cannot be read (${code === '' ? String(cause) : code})` };
}
