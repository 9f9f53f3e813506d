import { isAscii, isUtf8 } from 'node:buffer';
import type { FileContent } from '../model/files.ts';
import type { Revision } from '../text/source.ts';

/** How many bytes of one file are read before it is reported instead. */
export const DEFAULT_FILE_BYTES = 25_000_000;

/** A file's bytes as text: UTF-8 only, a byte order mark kept as the first character; anything else says what it is. */
export function decodeContent(bytes: Buffer, file: string, revision: Revision): FileContent {
  if (startsWithBytes(bytes, 0xff, 0xfe) || startsWithBytes(bytes, 0xfe, 0xff)) {
    return unreadable('the file is UTF-16; Kubernetes reads UTF-8');
  }
  if (bytes.includes(0)) return unreadable('the file is binary: it has a NUL byte');
  // Most manifests are ASCII, and latin1 is the fastest way to a string.
  if (isAscii(bytes)) return { outcome: 'text', source: { file, revision, text: bytes.toString('latin1') } };
  if (!isUtf8(bytes)) return unreadable('the file is not UTF-8');
  return { outcome: 'text', source: { file, revision, text: bytes.toString('utf8') } };
}

/** `size` is undefined where all that is known of it is that it is over the limit. */
export function tooLarge(size: number | bigint | undefined, limit: number): FileContent {
  return {
    outcome: 'unreadable',
    code: 'file/too-large',
    reason:
      size === undefined
        ? `the file has more than ${limit} bytes, and no more are read`
        : `the file has ${size} bytes, and no more than ${limit} are read`,
  };
}

export const SYMBOLIC_LINK: FileContent = {
  outcome: 'unreadable',
  code: 'file/symbolic-link',
  reason: 'the file is a symbolic link, which is never followed',
};

export const SUBMODULE: FileContent = {
  outcome: 'unreadable',
  code: 'file/submodule',
  reason: 'this is a submodule: a repository of its own, which is not read',
};

function unreadable(reason: string): FileContent {
  return { outcome: 'unreadable', code: 'file/not-text', reason };
}

function startsWithBytes(bytes: Buffer, first: number, second: number): boolean {
  return bytes[0] === first && bytes[1] === second;
}
