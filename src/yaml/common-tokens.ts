import type { JsonValue } from '../base/json.ts';

/** What the quick reader throws where a document is not a common one. It is no error: the parser reads the document then. */
export const GIVE_UP: unique symbol = Symbol('give up');

export const TAB = 9;
export const LINE_FEED = 10;
export const SPACE = 32;
export const DOUBLE_QUOTE = 34;
export const HASH = 35;
export const SINGLE_QUOTE = 39;
export const COMMA = 44;
export const DASH = 45;
export const COLON = 58;
export const FOLDED = 62;
export const OPEN_BRACKET = 91;
export const BACKSLASH = 92;
export const CLOSE_BRACKET = 93;
export const OPEN_BRACE = 123;
export const LITERAL = 124;
export const CLOSE_BRACE = 125;

/** By character code: whether plain text may begin with it, wherever it stands and whatever follows. */
export const PLAIN_START = new Uint8Array(128);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./$()~+=;^\\') {
  PLAIN_START[character.charCodeAt(0)] = 1;
}

/** Where the quote that opens at an offset is closed, on the same line. */
export function closingQuote(text: string, start: number, end: number): number {
  const quote = text.charCodeAt(start);
  for (let at = start + 1; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      if (quote === DOUBLE_QUOTE || text.charCodeAt(at + 1) !== SINGLE_QUOTE) return at;
      at++;
    } else if (code === BACKSLASH && quote === DOUBLE_QUOTE) {
      // \" \\ \/ \n \t: others are rare enough.
      const escaped = text.charCodeAt(++at);
      if (escaped !== 34 && escaped !== 92 && escaped !== 47 && escaped !== 110 && escaped !== 116) throw GIVE_UP;
    } else if (code === LINE_FEED) throw GIVE_UP;
  }
  throw GIVE_UP;
}

/** The text between two quotes. */
export function unquoted(text: string, start: number, close: number): string {
  const raw = text.slice(start + 1, close);
  if (text.charCodeAt(start) === SINGLE_QUOTE) return raw.includes("'") ? raw.replaceAll("''", "'") : raw;
  return raw.includes('\\') ? raw.replace(/\\(.)/g, (_, escaped: string) => ESCAPES[escaped] ?? escaped) : raw;
}

const ESCAPES: { readonly [escaped: string]: string } = { n: '\n', t: '\t' };

/** `.inf` and `.nan` are for the parser to refuse. */
export function finite(value: string | number | boolean | null): JsonValue {
  if (typeof value === 'number' && !Number.isFinite(value)) throw GIVE_UP;
  return value;
}
