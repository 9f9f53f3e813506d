import type { JsonValue } from '../base/json.ts';
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  closingQuote,
  DASH,
  DOUBLE_QUOTE,
  finite,
  GIVE_UP,
  HASH,
  LINE_FEED,
  OPEN_BRACE,
  OPEN_BRACKET,
  PLAIN_START,
  SINGLE_QUOTE,
  SPACE,
  TAB,
  unquoted,
} from './common-tokens.ts';
import { plainKey } from './resolve-key.ts';
import { resolvePlain } from './resolve-scalar.ts';

/** Reads lists and maps in brackets that end on their line, for readCommonYaml; gives up at anything else. */
export class CommonBrackets {
  readonly #text: string;
  readonly #end: number;
  readonly #maxDepth: number;
  #depth = 0;
  /** Behind what was read last. */
  cursor = 0;

  constructor(text: string, end: number, maxDepth: number) {
    this.#text = text;
    this.#end = end;
    this.#maxDepth = maxDepth;
  }

  /** The list or map that opens at an offset, inside of `depth` others. */
  read(at: number, depth: number): JsonValue {
    this.#depth = depth;
    return this.#collection(at);
  }

  #collection(start: number): JsonValue {
    if (++this.#depth > this.#maxDepth) throw GIVE_UP;
    const value = this.#text.charCodeAt(start) === OPEN_BRACKET ? this.#list(start) : this.#map(start);
    this.#depth--;
    return value;
  }

  #list(start: number): JsonValue {
    const items: JsonValue[] = [];
    let at = this.#skipSpaces(start + 1);
    while (this.#text.charCodeAt(at) !== CLOSE_BRACKET) {
      items.push(this.#value(at));
      at = this.#skipComma(CLOSE_BRACKET);
    }
    this.cursor = at + 1;
    return items;
  }

  #map(start: number): JsonValue {
    const object: Record<string, JsonValue> = {};
    let count = 0;
    let at = this.#skipSpaces(start + 1);
    while (this.#text.charCodeAt(at) !== CLOSE_BRACE) {
      const key = this.#key(at);
      object[key] = this.#value(this.#skipSpaces(this.cursor));
      count++;
      at = this.#skipComma(CLOSE_BRACE);
    }
    if (Object.keys(object).length !== count) throw GIVE_UP;
    this.cursor = at + 1;
    return object;
  }

  #key(start: number): string {
    const text = this.#text;
    const first = text.charCodeAt(start);
    const isQuoted = first === DOUBLE_QUOTE || first === SINGLE_QUOTE;
    const key = isQuoted ? this.#quoted(start) : plainKey(this.#plain(start));
    const colon = this.cursor;
    if (text.charCodeAt(colon) !== COLON || text.charCodeAt(colon + 1) !== SPACE) throw GIVE_UP;
    if (key === undefined || key === '__proto__' || colon - start > 1000) throw GIVE_UP;
    this.cursor = colon + 1;
    return key;
  }

  #value(at: number): JsonValue {
    const code = this.#text.charCodeAt(at);
    switch (code) {
      case DOUBLE_QUOTE:
      case SINGLE_QUOTE:
        return this.#quoted(at);
      case OPEN_BRACKET:
      case OPEN_BRACE:
        return this.#collection(at);
      default:
        return finite(resolvePlain(this.#plain(at)));
    }
  }

  #plain(start: number): string {
    const text = this.#text;
    const first = text.charCodeAt(start);
    if (PLAIN_START[first] !== 1 && first !== DASH) throw GIVE_UP;
    let last = start;
    let at = start;
    for (; ; at++) {
      const code = text.charCodeAt(at);
      if (code === COMMA || code === CLOSE_BRACKET || code === CLOSE_BRACE) break;
      if (code === SPACE) continue;
      if (code === COLON) {
        const next = text.charCodeAt(at + 1);
        if (next === SPACE) break;
        if (!(PLAIN_START[next] === 1)) throw GIVE_UP;
      }
      if (code === LINE_FEED || code === TAB || code === HASH || at >= this.#end) throw GIVE_UP;
      if (code === OPEN_BRACKET || code === OPEN_BRACE) throw GIVE_UP;
      last = at;
    }
    // A dash alone is no text, and what stands before a colon must touch it.
    if (first === DASH && (last === start || text.charCodeAt(start + 1) === SPACE)) throw GIVE_UP;
    this.cursor = at;
    if (text.charCodeAt(at) === COLON && at !== last + 1) throw GIVE_UP;
    return text.slice(start, last + 1);
  }

  #skipSpaces(from: number): number {
    let at = from;
    while (this.#text.charCodeAt(at) === SPACE) at++;
    return at;
  }

  /** Behind a part: its comma, or the closing bracket. */
  #skipComma(close: number): number {
    const at = this.#skipSpaces(this.cursor);
    const code = this.#text.charCodeAt(at);
    if (code === COMMA) return this.#skipSpaces(at + 1);
    if (code !== close) throw GIVE_UP;
    return at;
  }

  #quoted(start: number): string {
    const close = closingQuote(this.#text, start, this.#end);
    this.cursor = close + 1;
    return unquoted(this.#text, start, close);
  }
}
