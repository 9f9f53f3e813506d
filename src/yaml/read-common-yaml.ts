import { getScalarValue, SCALAR_STYLE } from 'js-yaml';
import type { JsonValue } from '../base/json.ts';
import { CommonBrackets } from './common-brackets.ts';
import {
  COLON,
  closingQuote,
  DASH,
  DOUBLE_QUOTE,
  FOLDED,
  finite,
  GIVE_UP,
  HASH,
  LINE_FEED,
  LITERAL,
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

/** What readCommonYaml answers where a document holds anything but the common. */
export const UNCOMMON: unique symbol = Symbol('uncommon');

/**
 * Whether a text may be tried with readCommonYaml: no carriage returns, control characters, byte order marks, or characters beyond
 * the basic plane. Asked once a file.
 */
export function mayBeCommon(text: string): boolean {
  return !UNUSUAL.test(text);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNUSUAL = /[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\uffff]/;

/**
 * The value of a document that is written as nearly all manifests are: maps and lists by indentation, keys and words on one
 * line, quoted text on one line, block text, brackets on one line, comments. It reads the text once, without events or tokens,
 * several times as fast as a whole YAML parser. At anything else (anchors, aliases, tags, merge keys, text over several lines,
 * tabs, directives, doubtful indentation, anything wrong) it gives up, and the parser reads the document from its start:
 * it never decides what is uncommon, and never reports a problem. A test compares the two on every document of the corpora
 * and on thousands of broken ones.
 */
export function readCommonYaml(text: string, start: number, end: number, depth: number): JsonValue | typeof UNCOMMON {
  try {
    return new CommonReader(text, end, depth).readDocument(start);
  } catch (error) {
    if (error === GIVE_UP) return UNCOMMON;
    throw error;
  }
}

class CommonReader {
  readonly #text: string;
  readonly #end: number;
  readonly #maxDepth: number;
  readonly #brackets: CommonBrackets;
  #depth = 0;
  /** The line that is to be read next: where its text begins, and how far it is indented; -1 at the end. */
  #at = 0;
  #indent = -1;
  /** Behind what the last method has read on its line. */
  #cursor = 0;

  constructor(text: string, end: number, maxDepth: number) {
    this.#text = text;
    this.#end = end;
    this.#maxDepth = maxDepth;
    this.#brackets = new CommonBrackets(text, end, maxDepth);
  }

  readDocument(start: number): JsonValue {
    this.#toLine(start);
    if (this.#indent === 0 && this.#text.startsWith('---', this.#at)) this.#finishLine(this.#at + 3);
    if (this.#indent < 0 || (this.#indent === 0 && this.#isMarker())) throw GIVE_UP;
    const value = this.#block();
    if (this.#indent >= 0) throw GIVE_UP;
    return value;
  }

  /** Finds the first line from an offset on that is neither blank nor a comment. The offset is the start of a line. */
  #toLine(lineStart: number): void {
    const text = this.#text;
    let start = lineStart;
    for (;;) {
      let at = start;
      while (text.charCodeAt(at) === SPACE) at++;
      if (at >= this.#end) {
        this.#indent = -1;
        return;
      }
      const code = text.charCodeAt(at);
      if (code === LINE_FEED) start = at + 1;
      else if (code === HASH) start = this.#lineEnd(at) + 1;
      else if (code === TAB) throw GIVE_UP;
      else {
        this.#at = at;
        this.#indent = at - start;
        return;
      }
    }
  }

  #lineEnd(at: number): number {
    const end = this.#text.indexOf('\n', at);
    return end < 0 ? this.#end : end;
  }

  /** Nothing but a comment may follow on the line; goes to the next. */
  #finishLine(from: number): void {
    this.#toLine(this.#endOfFinished(from) + 1);
  }

  #endOfFinished(from: number): number {
    const text = this.#text;
    let at = from;
    while (text.charCodeAt(at) === SPACE) at++;
    if (at >= this.#end || text.charCodeAt(at) === LINE_FEED) return at;
    if (text.charCodeAt(at) !== HASH || at === from) throw GIVE_UP;
    return this.#lineEnd(at);
  }

  #isMarker(): boolean {
    return this.#text.startsWith('---', this.#at) || this.#text.startsWith('...', this.#at);
  }

  /** Whether a dash at an offset begins a list item. */
  #isItem(at: number): boolean {
    return this.#text.charCodeAt(at) === DASH && this.#endsWord(at + 1);
  }

  #endsWord(at: number): boolean {
    const code = this.#text.charCodeAt(at);
    return code === SPACE || code === LINE_FEED || at >= this.#end;
  }

  /** The map or list that begins on this line. */
  #block(): JsonValue {
    return this.#isItem(this.#at) ? this.#list(this.#indent) : this.#map(this.#indent);
  }

  #enter(): void {
    if (++this.#depth > this.#maxDepth) throw GIVE_UP;
  }

  #list(column: number): JsonValue {
    this.#enter();
    const items: JsonValue[] = [];
    while (this.#indent === column && this.#isItem(this.#at)) items.push(this.#item(column));
    if (this.#indent > column) throw GIVE_UP;
    this.#depth--;
    return items;
  }

  #item(column: number): JsonValue {
    const text = this.#text;
    let at = this.#at + 1;
    while (text.charCodeAt(at) === SPACE) at++;
    const code = text.charCodeAt(at);
    if (code === LINE_FEED || code === HASH || at >= this.#end) {
      this.#toLine(this.#endOfFinished(at === this.#at + 1 ? at : at - 1) + 1);
      return this.#indent > column ? this.#block() : null;
    }
    const inner = column + at - this.#at;
    if (this.#isItem(at) || this.#isKey(at)) {
      this.#at = at;
      this.#indent = inner;
      return this.#block();
    }
    const value = this.#inline(at, column);
    if (this.#indent > column) throw GIVE_UP;
    return value;
  }

  /** Whether what begins at an offset is a key: it ends with a colon on its line. */
  #isKey(at: number): boolean {
    const text = this.#text;
    const code = text.charCodeAt(at);
    if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) {
      const close = closingQuote(text, at, this.#end);
      let after = close + 1;
      while (text.charCodeAt(after) === SPACE) after++;
      return text.charCodeAt(after) === COLON;
    }
    if (code === OPEN_BRACKET || code === OPEN_BRACE || code === LITERAL || code === FOLDED) return false;
    for (let next = at; next < this.#end; next++) {
      const character = text.charCodeAt(next);
      if (character === LINE_FEED) return false;
      if (character === COLON && this.#endsWord(next + 1)) return true;
      if (character === HASH && text.charCodeAt(next - 1) === SPACE) return false;
    }
    return false;
  }

  #map(column: number): JsonValue {
    this.#enter();
    const object: Record<string, JsonValue> = {};
    let count = 0;
    while (this.#indent === column) {
      if (column === 0 && this.#isMarker()) throw GIVE_UP;
      const key = this.#key();
      object[key] = this.#valueOf(column);
      count++;
    }
    // One key twice is for the parser to report.
    if (this.#indent > column || Object.keys(object).length !== count) throw GIVE_UP;
    this.#depth--;
    return object;
  }

  /** Reads a key and its colon. */
  #key(): string {
    const text = this.#text;
    const start = this.#at;
    const first = text.charCodeAt(start);
    let key: string | undefined;
    let colon: number;
    if (first === DOUBLE_QUOTE || first === SINGLE_QUOTE) {
      const close = closingQuote(text, start, this.#end);
      key = text.slice(start + 1, close);
      if (first === DOUBLE_QUOTE ? key.includes('\\') : key.includes("'")) throw GIVE_UP;
      colon = close + 1;
    } else {
      if (PLAIN_START[first] !== 1) throw GIVE_UP;
      colon = start + 1;
      for (;;) {
        const code = text.charCodeAt(colon);
        if (code === COLON && this.#endsWord(colon + 1)) break;
        if (code === LINE_FEED || code === TAB || code === HASH || colon >= this.#end) throw GIVE_UP;
        colon++;
      }
      if (text.charCodeAt(colon - 1) === SPACE) throw GIVE_UP;
      key = plainKey(text.slice(start, colon));
    }
    if (text.charCodeAt(colon) !== COLON || !this.#endsWord(colon + 1)) throw GIVE_UP;
    if (key === undefined || key === '__proto__' || colon - start > 1000) throw GIVE_UP;
    this.#cursor = colon + 1;
    return key;
  }

  /** What stands behind the colon of a key in a map at `column`, or below it. */
  #valueOf(column: number): JsonValue {
    const text = this.#text;
    let at = this.#cursor;
    while (text.charCodeAt(at) === SPACE) at++;
    const code = text.charCodeAt(at);
    if (code !== LINE_FEED && code !== HASH && at < this.#end) return this.#inline(at, column);
    this.#toLine(this.#endOfFinished(this.#cursor) + 1);
    if (this.#indent > column) return this.#block();
    // A list may stand at the column of its key.
    return this.#indent === column && this.#isItem(this.#at) ? this.#list(column) : null;
  }

  /** A value that begins on the line of its key or dash, which stands at `column`; goes to the line after it. */
  #inline(at: number, column: number): JsonValue {
    const code = this.#text.charCodeAt(at);
    switch (code) {
      case DOUBLE_QUOTE:
      case SINGLE_QUOTE: {
        const close = closingQuote(this.#text, at, this.#end);
        this.#finishLine(close + 1);
        return unquoted(this.#text, at, close);
      }
      case LITERAL:
      case FOLDED:
        return this.#blockText(at, column);
      case OPEN_BRACKET:
      case OPEN_BRACE: {
        const value = this.#brackets.read(at, this.#depth);
        this.#finishLine(this.#brackets.cursor);
        return value;
      }
      default:
        return this.#plain(at, column);
    }
  }

  #plain(start: number, column: number): JsonValue {
    const text = this.#text;
    const first = text.charCodeAt(start);
    if (PLAIN_START[first] !== 1 && !((first === DASH || first === COLON) && !this.#endsWord(start + 1))) throw GIVE_UP;
    let at = start + 1;
    let last = start;
    for (; at < this.#end; at++) {
      const code = text.charCodeAt(at);
      if (code === LINE_FEED) break;
      if (code === SPACE) continue;
      if (code === TAB || (code === COLON && this.#endsWord(at + 1))) throw GIVE_UP;
      if (code === HASH && text.charCodeAt(at - 1) === SPACE) {
        at = this.#lineEnd(at);
        break;
      }
      last = at;
    }
    this.#toLine(at + 1);
    // A line further in would go on with the text.
    if (this.#indent > column) throw GIVE_UP;
    return finite(resolvePlain(text.slice(start, last + 1)));
  }

  /** `|` or `>`, without an indentation indicator. */
  #blockText(header: number, column: number): string {
    const text = this.#text;
    const end = this.#end;
    const sign = text.charCodeAt(header + 1);
    const chomping = sign === DASH ? 2 : sign === 43 ? 3 : 1;
    const valueStart = this.#endOfFinished(chomping === 1 ? header + 1 : header + 2) + 1;
    let indent = -1;
    let blankIndent = 0;
    let lineStart = valueStart;
    while (lineStart < end) {
      let at = lineStart;
      while (text.charCodeAt(at) === SPACE) at++;
      if (at >= end) throw GIVE_UP;
      const code = text.charCodeAt(at);
      if (code === LINE_FEED) {
        if (indent < 0) blankIndent = Math.max(blankIndent, at - lineStart);
        lineStart = at + 1;
        continue;
      }
      const found = at - lineStart;
      if (indent < 0) {
        if (found <= column) break;
        if (code === TAB || found < blankIndent) throw GIVE_UP;
        indent = found;
      } else if (found < indent) break;
      lineStart = this.#lineEnd(at) + 1;
    }
    const valueEnd = Math.min(lineStart, end);
    this.#toLine(valueEnd);
    if (this.#indent > column) throw GIVE_UP;
    return getScalarValue(text, {
      type: 4,
      valueStart: Math.min(valueStart, valueEnd),
      valueEnd,
      anchorStart: -1,
      anchorEnd: -1,
      tagStart: -1,
      tagEnd: -1,
      style: text.charCodeAt(header) === LITERAL ? SCALAR_STYLE.LITERAL_BLOCK : SCALAR_STYLE.FOLDED_BLOCK,
      chomping,
      indent,
      fast: false,
    });
  }
}
