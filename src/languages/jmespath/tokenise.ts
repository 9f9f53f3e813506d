import type { JsonValue } from '../../base/json.ts';
import { JmespathSyntaxError } from './errors.ts';

/** `kind` is the text itself for punctuation: `.`, `[?`, `||`. */
export type Token =
  | { readonly kind: Punctuation | 'end'; readonly offset: number }
  | { readonly kind: 'identifier' | 'quoted-identifier' | 'variable'; readonly offset: number; readonly name: string }
  | { readonly kind: 'number'; readonly offset: number; readonly value: number }
  | { readonly kind: 'literal'; readonly offset: number; readonly value: JsonValue };

export type Punctuation =
  | ComparisonSign
  | '.'
  | '*'
  | ','
  | ':'
  | '{'
  | '}'
  | ']'
  | '('
  | ')'
  | '@'
  | '['
  | '[?'
  | '[]'
  | '|'
  | '||'
  | '&'
  | '&&'
  | '!'
  | CommunityPunctuation;
/** `×` is not `*`: it binds otherwise. `−` and `÷` are read as `-` and `/`. */
type CommunityPunctuation = '+' | '-' | '×' | '/' | '//' | '%' | '=' | '$';
type ComparisonSign = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** By their first character; of two that begin alike the longer one comes first, so that `[?` is never `[`. */
const PUNCTUATION: ReadonlyMap<string, readonly Punctuation[]> = new Map([
  ['[', ['[?', '[]', '[']],
  ['|', ['||', '|']],
  ['&', ['&&', '&']],
  ['!', ['!=', '!']],
  ['<', ['<=', '<']],
  ['>', ['>=', '>']],
  ['=', ['==']],
  ['.', ['.']],
  ['*', ['*']],
  [',', [',']],
  [':', [':']],
  ['{', ['{']],
  ['}', ['}']],
  [']', [']']],
  ['(', ['(']],
  [')', [')']],
  ['@', ['@']],
]);

/** What the grammar of the JMESPath community reads beside that; `//` comes before `/`. */
const COMMUNITY_PUNCTUATION: readonly (readonly [sign: string, kind: CommunityPunctuation])[] = [
  ['+', '+'],
  ['-', '-'],
  ['\u2212', '-'],
  ['×', '×'],
  ['//', '//'],
  ['/', '/'],
  ['÷', '/'],
  ['%', '%'],
  ['=', '='],
  ['$', '$'],
];

const VARIABLE = /\$[A-Za-z0-9_]+/y;
const IDENTIFIER = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /-?\d+/y;

/** JMESPath as specified in 2015, or as its community has carried it on. */
export type Grammar = 'classic' | 'community';

/** Splits an expression into tokens; the last one is `end`. Throws JmespathSyntaxError. */
export function tokenise(text: string, grammar: Grammar): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (isSpace(text.charCodeAt(at))) {
      at++;
      continue;
    }
    const { token, end } = readToken(text, at, grammar);
    tokens.push(token);
    at = end;
  }
  tokens.push({ kind: 'end', offset: text.length });
  return tokens;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
}

interface ReadToken {
  readonly token: Token;
  readonly end: number;
}

function readToken(text: string, offset: number, grammar: Grammar): ReadToken {
  const first = text.charAt(offset);
  const punctuation = PUNCTUATION.get(first)?.find((candidate) => text.startsWith(candidate, offset));
  if (punctuation !== undefined) return { token: { kind: punctuation, offset }, end: offset + punctuation.length };
  switch (first) {
    case '"':
      return readQuotedIdentifier(text, offset);
    case "'":
      return readRawString(text, offset, grammar);
    case '`':
      return readLiteral(text, offset);
  }
  const identifier = matchAt(IDENTIFIER, text, offset);
  if (identifier !== undefined) {
    return { token: { kind: 'identifier', offset, name: identifier }, end: offset + identifier.length };
  }
  const number = matchAt(NUMBER, text, offset);
  if (number !== undefined) {
    return { token: { kind: 'number', offset, value: Number(number) }, end: offset + number.length };
  }
  const community = grammar === 'community' ? readCommunityToken(text, offset) : undefined;
  if (community) return community;
  throw new JmespathSyntaxError(`unknown character ${JSON.stringify(characterAt(text, offset))}`, offset);
}

/** Behind numbers, for `-1` is one. */
function readCommunityToken(text: string, offset: number): ReadToken | undefined {
  const variable = matchAt(VARIABLE, text, offset);
  if (variable !== undefined) {
    return { token: { kind: 'variable', offset, name: variable.slice(1) }, end: offset + variable.length };
  }
  const found = COMMUNITY_PUNCTUATION.find(([sign]) => text.startsWith(sign, offset));
  return found && { token: { kind: found[1], offset }, end: offset + found[0].length };
}

function readQuotedIdentifier(text: string, offset: number): ReadToken {
  const end = closingQuote(text, offset, '"');
  try {
    const name: unknown = JSON.parse(text.slice(offset, end));
    if (typeof name === 'string') return { token: { kind: 'quoted-identifier', offset, name }, end };
  } catch {
    // Told below: what is between the quotes is no JSON string.
  }
  throw new JmespathSyntaxError(`${text.slice(offset, end)} is no JSON string`, offset);
}

/** Between single quotes nothing but `\'` is an escape, and in the community's grammar `\\`. */
function readRawString(text: string, offset: number, grammar: Grammar): ReadToken {
  const end = closingQuote(text, offset, "'");
  const written = text.slice(offset + 1, end - 1);
  const value = grammar === 'classic' ? written.replaceAll("\\'", "'") : written.replace(/\\(['\\])/g, '$1');
  return { token: { kind: 'literal', offset, value }, end };
}

function readLiteral(text: string, offset: number): ReadToken {
  const end = closingQuote(text, offset, '`');
  const json = text.slice(offset + 1, end - 1).replaceAll('\\`', '`');
  try {
    const value: JsonValue = JSON.parse(json);
    return { token: { kind: 'literal', offset, value }, end };
  } catch {
    throw new JmespathSyntaxError(`\`${json}\` is no JSON; text needs quotes: \`"${json}"\` or '${json}'`, offset);
  }
}

/** The offset after the closing quote; a backslash hides the character after it. */
function closingQuote(text: string, offset: number, quote: string): number {
  for (let at = offset + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === quote) return at + 1;
  }
  throw new JmespathSyntaxError(`the closing ${quote} is missing`, offset);
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function characterAt(text: string, at: number): string {
  return String.fromCodePoint(text.codePointAt(at) ?? 0);
}
