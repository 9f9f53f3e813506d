import { isLiteralCredential, namesCredential } from './credential-names.ts';
import type { TextRange } from './text-range.ts';

/**
 * The values in a text that stand beside the name of a credential: `DB_PASSWORD=…`, `password: …`, `"apiKey": "…"`, `--token …`, and the
 * `value:` that follows a `name: DB_PASSWORD`, in whatever language the text is, in comments and in text within text (`\"token\": \"…\"`).
 * Linear in the text, for anybody may have written it.
 */
export function findAssignments(text: string): readonly TextRange[] {
  const ranges: TextRange[] = [];
  let done = 0;
  for (let at = nextWord(text, 0); at >= 0; at = nextWord(text, done)) {
    const name = nameAround(text, at, done);
    done = name.end;
    if (!namesCredential(text.slice(name.start, name.end))) continue;
    const value = assignedValue(text, name);
    if (!value) continue;
    done = value.end;
    if (isLiteralCredential(text.slice(value.start, value.end))) ranges.push(value);
  }
  return ranges;
}

/** Where the name of a credential may be. */
const CREDENTIAL_WORD =
  /passw|passphrase|passcode|requirepass|token|secret|credential|connection[_.-]?string|key[_.-]?data|(?:api|access|account|private|signing|encryption|master|auth|shared|jwt|licen[cs]e)[_.-]?key|(?<![a-z])(?:pass|pw|pwd|pat|psk|salt)(?![a-z])/gi;

/** Most texts hold no such word: one search says so, without the iterator of `matchAll`. */
function nextWord(text: string, from: number): number {
  CREDENTIAL_WORD.lastIndex = from;
  return CREDENTIAL_WORD.exec(text)?.index ?? -1;
}

/** A longer word is no name, and is not read to its end. */
const LONGEST_NAME = 100;
const NAME_CHARACTER = /[\w.-]/;

function nameAround(text: string, index: number, from: number): TextRange {
  let start = index;
  while (start > from && index - start < LONGEST_NAME && NAME_CHARACTER.test(text[start - 1] ?? '')) start--;
  let end = index;
  while (end - index < LONGEST_NAME && NAME_CHARACTER.test(text[end] ?? '')) end++;
  return { start, end };
}

/** What is assigned to a name, if anything. */
function assignedValue(text: string, { start, end }: TextRange): TextRange | undefined {
  const assignment = matchAt(ASSIGNMENT, text, end);
  if (assignment !== '') return readValue(text, end + assignment.length, assignment.includes(':') ? 'line' : 'word');
  if (text.startsWith('--', start)) {
    const blanks = matchAt(BLANKS, text, end);
    return blanks === '' ? undefined : readValue(text, end + blanks.length, 'word');
  }
  if (!IS_VALUE_OF_NAME.test(text.slice(Math.max(0, start - LONGEST_NAME), start))) return undefined;
  const key = matchAt(VALUE_KEY, text, end);
  return key === '' ? undefined : readValue(text, end + key.length, 'line');
}

/** `=`, `:=`, `=>`, and the colon of YAML and JSON: after that comes a blank or a quote, unlike in `image: token-service:1.2`. */
const ASSIGNMENT = /\\*["']?[ \t]*(?::=|=>|=(?![=~])|:(?=[ \t"'\\]))[ \t]*/y;
const BLANKS = /[ \t]+(?=[^\s-])/y;

/** `name: DB_PASSWORD` on one line and `value: …` on the next, or after a comma; in a comment, too. */
const IS_VALUE_OF_NAME = /\bname\\*["']?[ \t]*:[ \t]*\\*["']?$/;
const VALUE_KEY = /\\*["']?[ \t]*(?:,[ \t]*|(?:#[^\n]{0,200})?\r?\n[ \t#]*)\\*["']?value\\*["']?[ \t]*:[ \t]*/y;

/** An unquoted value is the rest of its line where a colon stands before it, else a word. */
function readValue(text: string, at: number, extent: 'line' | 'word'): TextRange | undefined {
  const quote = matchAt(QUOTE, text, at);
  const start = at + quote.length;
  if (quote === '"') return { start, end: start + matchAt(DOUBLE_QUOTED, text, start).length };
  if (quote === "'") return { start, end: start + matchAt(SINGLE_QUOTED, text, start).length };
  if (quote !== '') return { start, end: start + escapedQuoted(text, start, quote).length };
  // A block or a collection: what is in it has names of its own.
  if (extent === 'line' && '|>{['.includes(text.charAt(start))) return undefined;
  if (matchAt(PLACEHOLDER, text, start) !== '') return undefined;
  const value = withoutClosing(matchAt(extent === 'line' ? REST_OF_LINE : REST_OF_WORD, text, start));
  return { start, end: start + value.length };
}

const QUOTE = /\\*["']/y;
const DOUBLE_QUOTED = /[^"\\\n]*(?:\\.[^"\\\n]*)*/y;
const SINGLE_QUOTED = /[^'\n]*(?:''[^'\n]*)*/y;
/** `$(VAR)`, `${VAR}` and `{{ .var }}`, before what closes them can be taken for what closes the value. */
const PLACEHOLDER = /(?:\$\([\w.-]+\)|\$\{[\w.-]+\}|\$?\{\{[^{}\n]{0,200}\}\})(?=[\s"'`\]}),;]|$)/y;
/** Without the comment at its end. */
const REST_OF_LINE = /\S+(?:[^\S\n]+[^\s#]\S*){0,100}/y;
const REST_OF_WORD = /\S*/y;

const LONGEST_VALUE = 10_000;

/** In text within text the same quote, with as many backslashes, closes. */
function escapedQuoted(text: string, start: number, quote: string): string {
  const [line = ''] = text.slice(start, start + LONGEST_VALUE).split('\n', 1);
  const length = line.indexOf(quote);
  return length < 0 ? line : line.slice(0, length);
}

/** Without the quotes, brackets and commas of what an unquoted value stands in. */
function withoutClosing(value: string): string {
  let end = value.length;
  while (end > 0 && CLOSING.includes(value.charAt(end - 1))) end--;
  return value.slice(0, end);
}

const CLOSING = '"\'`]}),;';

function matchAt(sticky: RegExp, text: string, at: number): string {
  sticky.lastIndex = at;
  return sticky.exec(text)?.[0] ?? '';
}
