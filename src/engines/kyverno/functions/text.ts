import { matchesWildcard } from '../../../base/wildcard.ts';
import { defineFunction } from '../../../languages/jmespath/functions.ts';
import type { KyvernoFunctions } from './environment.ts';
import { failure } from './failure.ts';
import { scalarText } from './scalar-text.ts';

/** Text as Go's `strings` package handles it: by code points, one character for one. */
export const textFunctions: KyvernoFunctions = {
  compare: defineFunction(['string', 'string'], ([left, right]) =>
    Buffer.compare(Buffer.from(left), Buffer.from(right)),
  ),
  equal_fold: defineFunction(['string', 'string'], ([left, right]) => foldCase(left) === foldCase(right)),
  replace: defineFunction(['string', 'string', 'string', 'number'], ([text, old, replacement, count], run) =>
    replaceText(text, old, replacement, Math.trunc(count), (length) => run.spendCharacters(length)),
  ),
  replace_all: defineFunction(['string', 'string', 'string'], ([text, old, replacement], run) =>
    replaceText(text, old, replacement, -1, (length) => run.spendCharacters(length)),
  ),
  to_upper: defineFunction(['string'], ([text]) => mapCharacters(text, upperCase)),
  to_lower: defineFunction(['string'], ([text]) => mapCharacters(text, lowerCase)),
  trim: defineFunction(['string', 'string'], ([text, characters]) => trim(text, characters)),
  trim_prefix: defineFunction(['string', 'string'], ([text, prefix]) =>
    text.startsWith(prefix) ? text.slice(prefix.length) : text,
  ),
  split: defineFunction(['string', 'string'], ([text, separator]) =>
    separator === '' ? Array.from(text) : text.split(separator),
  ),
  truncate: defineFunction(['string', 'number'], ([text, length]) =>
    Array.from(text)
      .slice(0, Math.max(0, Math.trunc(length)))
      .join(''),
  ),
  pattern_match: defineFunction(['string', 'string|number'], ([pattern, value]) =>
    matchesWildcard(pattern, scalarText(value)),
  ),
  to_boolean: defineFunction(['string'], ([text]) => {
    const lower = mapCharacters(text, lowerCase);
    if (lower === 'true' || lower === 'false') return lower === 'true';
    throw failure('to_boolean', `lowercase argument must be 'true' or 'false' (provided: '${text}')`);
  }),
};

function mapCharacters(text: string, map: (character: string) => string): string {
  return Array.from(text, map).join('');
}

/** Go maps one character to one: `ß` has no capital of a single character and stays. */
function upperCase(character: string): string {
  return single(character.toUpperCase(), character);
}

function single(mapped: string, character: string): string {
  const length = (mapped.codePointAt(0) ?? 0) > 0xffff ? 2 : 1;
  return mapped.length === length ? mapped : character;
}

/** Of the two characters that `İ` becomes elsewhere, the dot is left out. */
function lowerCase(character: string): string {
  const mapped = character.toLowerCase();
  return mapped.length === character.length ? mapped : String.fromCodePoint(mapped.codePointAt(0) ?? 0);
}

function foldCase(text: string): string {
  return mapCharacters(text, (character) => single(upperCase(character).toLowerCase(), character));
}

/** `strings.Replace`: a negative count is all; the empty text is found before every character and at the end. */
function replaceText(
  text: string,
  old: string,
  replacement: string,
  count: number,
  reserve: (characters: number) => void,
): string {
  const pieces = old === '' ? ['', ...Array.from(text)] : text.split(old);
  if (old === '') pieces.push('');
  const replaced = count < 0 ? pieces.length - 1 : Math.min(count, pieces.length - 1);
  // Reserved before the text is made, for it may be far longer than what it is made of.
  reserve(text.length + replaced * replacement.length);
  if (replaced === pieces.length - 1) return pieces.join(replacement);
  return [pieces.slice(0, replaced + 1).join(replacement), ...pieces.slice(replaced + 1)].join(old);
}

function trim(text: string, characters: string): string {
  const set = new Set(characters);
  const given = Array.from(text);
  let start = 0;
  let end = given.length;
  while (start < end && set.has(given[start] ?? '')) start++;
  while (end > start && set.has(given[end - 1] ?? '')) end--;
  return given.slice(start, end).join('');
}
