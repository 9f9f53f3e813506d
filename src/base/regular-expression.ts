import { createRequire } from 'node:module';
import type { RE2JS } from 're2js';

/** A compiled pattern of Go's `regexp` package. Every operation takes time linear in text × pattern. */
export interface RegularExpression {
  readonly pattern: string;
  /** How much work each character can be: the number of instructions that it was compiled to. */
  readonly size: number;
  /** Whether it matches anywhere in the text. */
  test(text: string): boolean;
  /** Replaces every match; `$1`, `$name` and `${name}` in the template stand for groups and `$$` for a dollar, as Go's Expand has it. */
  replaceAll(text: string, template: string, reserve?: Reserve): string;
  /** Replaces every match by the text as it is. */
  replaceAllLiteral(text: string, replacement: string, reserve?: Reserve): string;
}

/** Called at every match with the length of what replaces it; it may throw to stop a replacement that grows too much. */
export type Reserve = (characters: number) => void;

export type CompiledPattern =
  | { readonly outcome: 'compiled'; readonly expression: RegularExpression }
  | { readonly outcome: 'invalid'; readonly error: string };

/** A pattern longer than this is refused: the time to match grows with it. */
const MAX_PATTERN = 10_000;
const CACHED_PATTERNS = 200;
const cache = new Map<string, CompiledPattern>();

/**
 * Compiles a pattern with the syntax and semantics of Go's `regexp` (RE2): no back-references, no look-around, linear time. What does
 * not compile is answered with Go's message. The last few hundred patterns are remembered.
 */
export function compileRegularExpression(pattern: string): CompiledPattern {
  const known = cache.get(pattern);
  if (known) {
    // A Map keeps the order of insertion: what is used moves to its end, what is not used is dropped from its start.
    cache.delete(pattern);
    cache.set(pattern, known);
    return known;
  }
  const compiled = compile(pattern);
  cache.set(pattern, compiled);
  if (cache.size > CACHED_PATTERNS) {
    const [oldest] = cache.keys();
    if (oldest !== undefined) cache.delete(oldest);
  }
  return compiled;
}

function compile(pattern: string): CompiledPattern {
  if (pattern.length > MAX_PATTERN) {
    return { outcome: 'invalid', error: `the pattern is longer than ${MAX_PATTERN} characters` };
  }
  const { RE2JS } = loadLibrary();
  try {
    return { outcome: 'compiled', expression: expressionOf(RE2JS.compile(pattern), pattern) };
  } catch (cause) {
    return { outcome: 'invalid', error: cause instanceof Error ? cause.message : String(cause) };
  }
}

/**
 * The library takes some 8 ms to load, and most runs need no regular expression. Evaluation is synchronous, so it cannot be imported on
 * demand: a bundle holds it behind its own `require`; elsewhere Node's is used.
 */
function loadLibrary(): typeof import('re2js') {
  library ??= typeof require === 'function' ? require('re2js') : createRequire(import.meta.url)('re2js');
  if (!library) throw new TypeError('re2js has no exports');
  return library;
}

let library: typeof import('re2js') | undefined;

function expressionOf(compiled: RE2JS, pattern: string): RegularExpression {
  return {
    pattern,
    size: compiled.programSize(),
    test: (text) => compiled.test(text),
    replaceAll: (text, template, reserve = () => {}) => {
      const parts = parseTemplate(template);
      const expandAll = (group: GroupText): string => parts.map((part) => expand(part, group)).join('');
      return replaceMatches(compiled, text, expandAll, reserve);
    },
    replaceAllLiteral: (text, replacement, reserve = () => {}) =>
      replaceMatches(compiled, text, () => replacement, reserve),
  };
}

type GroupText = (name: string | number) => string;

/** Go's rules for empty matches: none directly after another match, and always one step forward. */
function replaceMatches(
  compiled: RE2JS,
  text: string,
  replacement: (group: GroupText) => string,
  reserve: Reserve,
): string {
  const matcher = compiled.matcher(text);
  const groups = compiled.groupCount();
  const names = compiled.namedGroups();
  const group: GroupText = (name) => {
    const index = typeof name === 'number' ? name : Object.hasOwn(names, name) ? names[name] : undefined;
    return index === undefined || index > groups ? '' : (matcher.group(index) ?? '');
  };
  const pieces: string[] = [];
  let copied = 0;
  let search = 0;
  while (search <= text.length && matcher.find(search)) {
    const start = matcher.start();
    const end = matcher.end();
    pieces.push(text.slice(copied, start));
    if (end > copied || start === 0) {
      const replaced = replacement(group);
      reserve(replaced.length);
      pieces.push(replaced);
    }
    copied = end;
    search = end > search ? end : search + codeUnitsAt(text, search);
  }
  pieces.push(text.slice(copied));
  return pieces.join('');
}

function codeUnitsAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

type TemplatePart = { readonly text: string } | { readonly group: string | number };

const TEMPLATE_PART = /\$(?:(\$)|(\w+)|\{(\w+)\})|[^$]+|\$/g;

/** `$name` takes as many letters, digits and underscores as there are, so `$1x` is the group named `1x`. A `$` before none of these stays. */
function parseTemplate(template: string): readonly TemplatePart[] {
  return Array.from(template.matchAll(TEMPLATE_PART), ([whole, dollar, bare, braced]) => {
    if (dollar) return { text: '$' };
    const name = bare ?? braced;
    if (name === undefined) return { text: whole };
    return { group: /^(?:0|[1-9]\d*)$/.test(name) ? Number(name) : name };
  });
}

function expand(part: TemplatePart, group: GroupText): string {
  return 'text' in part ? part.text : group(part.group);
}
