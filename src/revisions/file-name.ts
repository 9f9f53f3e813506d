/**
 * File names are bytes to git and to Unix. One that is not UTF-8 keeps each stray byte as a lone surrogate (U+DC80 to
 * U+DCFF, as Python's `surrogateescape` does): no valid name decodes to such text, so two names never become one, and
 * the bytes can be had back.
 */
import { isAscii, isUtf8 } from 'node:buffer';

export function decodeFileName(bytes: Buffer): string {
  if (isAscii(bytes)) return bytes.toString('latin1');
  if (isUtf8(bytes)) return bytes.toString('utf8');
  let name = '';
  for (let at = 0; at < bytes.length; ) {
    const length = validLengthAt(bytes, at);
    if (length > 0) name += bytes.toString('utf8', at, at + length);
    else name += String.fromCharCode(0xdc00 + (bytes[at] ?? 0));
    at += Math.max(length, 1);
  }
  return name;
}

export function encodeFileName(name: string): Buffer {
  if (name.isWellFormed()) return Buffer.from(name, 'utf8');
  const parts = Array.from(name, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code >= 0xdc80 && code <= 0xdcff ? Buffer.from([code - 0xdc00]) : Buffer.from(character, 'utf8');
  });
  return Buffer.concat(parts);
}

function validLengthAt(bytes: Buffer, at: number): number {
  for (let length = 1; length <= 4 && at + length <= bytes.length; length++) {
    if (isUtf8(bytes.subarray(at, at + length))) return length;
  }
  return 0;
}
