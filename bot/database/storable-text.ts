import { findCredentials } from '../../src/base/find-credentials.ts';
import { replaceRanges } from '../../src/base/text-range.ts';

/** A text that PostgreSQL takes: it refuses NUL, and in JSON half a surrogate pair. */
export function storableText(text: string): string {
  return text.replaceAll('\0', '\uFFFD').toWellFormed();
}

/** Words of an error or a decision as they may be remembered: without what looks like a credential, and no longer than a reader needs. */
export function storableWords(words: string): string {
  const masked = replaceRanges(words, findCredentials(words), () => '•••');
  return storableText(masked.length > LONGEST ? `${masked.slice(0, LONGEST)}…` : masked);
}

const LONGEST = 500;
