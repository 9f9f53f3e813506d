import { resolvePlain } from './resolve-scalar.ts';

/** Where a scalar is to stand; what is safe unquoted differs. */
export type ScalarPlace = 'block' | 'flow' | 'key' | 'flow-key';
export type Quoting = 'plain' | "'" | '"';

/** A scalar on one line. Text is left unquoted where it may be, if `quoting` allows it; `quote` is used where it may not. */
export function renderScalar(
  value: string | number | boolean | null,
  options: { readonly place: ScalarPlace; readonly quoting: Quoting; readonly quote: "'" | '"' },
): string {
  if (typeof value === 'number') return renderNumber(value);
  if (typeof value !== 'string') return String(value);
  if (options.quoting === 'plain' && isPlainSafe(value, options.place)) return value;
  const quote = options.quoting === 'plain' ? options.quote : options.quoting;
  return quote === "'" && isSingleQuotable(value) ? `'${value.replaceAll("'", "''")}'` : doubleQuoted(value);
}

/** JSON writes 1e21 with a `+` and without a point, which both YAML 1.1 and 1.2 read as a number. */
function renderNumber(value: number): string {
  return Object.is(value, -0) ? '0' : JSON.stringify(value);
}

const INDICATORS = new Set(',[]{}#&*!|>\'"%@`');
// Control characters, line and paragraph separators, byte order mark, halves of surrogate pairs.
const UNSAFE = /[\p{Cc}\u2028\u2029\ufeff\p{Cs}\ufffe\uffff]/u;
// YAML 1.2's core schema; what go-yaml reads as something else, resolvePlain knows.
const CORE_NUMBER =
  /^(?:[-+]?\d+|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|[-+]?\.inf|\.nan)$/i;

/** Whether text without quotes is read as that text, by go-yaml v2 and by YAML 1.2. */
export function isPlainSafe(text: string, place: ScalarPlace): boolean {
  if (text === '' || text.trim() !== text || UNSAFE.test(text)) return false;
  if (typeof resolvePlain(text) !== 'string' || CORE_NUMBER.test(text) || text === '<<' || text === '=') return false;
  const first = text[0] ?? '';
  if (INDICATORS.has(first)) return false;
  if ((first === '-' || first === '?' || first === ':') && !/^[-?:][^\s,[\]{}]/.test(text)) return false;
  if (text.startsWith('---') || text.startsWith('...')) return false;
  if (/:(?:\s|$)/.test(text) || /\s#/.test(text)) return false;
  // Inside brackets go-yaml ends plain text at a question mark, and takes fewer colons than YAML 1.2 does.
  const inBrackets = place === 'flow' || place === 'flow-key';
  if (inBrackets && (/[,[\]{}?]/.test(text) || /^[:-]|:[^/\w.]|:$/.test(text))) return false;
  return true;
}

function isSingleQuotable(text: string): boolean {
  return !UNSAFE.test(text);
}

const LEFT_BY_JSON = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** JSON's escapes are YAML's; a few characters that JSON leaves as they are YAML wants escaped. */
export function doubleQuoted(text: string): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(text).replace(LEFT_BY_JSON, escaped);
}

/** Whether text can be written as a block scalar with the indentation found from its first line. */
export function isBlockSafe(text: string): boolean {
  if (UNSAFE.test(text.replace(/[\n\t]/g, ''))) return false;
  return /^[^\s]/.test(text) && !text.startsWith('\ufeff');
}
