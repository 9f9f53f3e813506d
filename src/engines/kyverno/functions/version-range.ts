import { compareSemanticVersions, parseSemanticVersion, type SemanticVersion } from '../conditions/semantic-version.ts';

export type CompiledRange =
  | { readonly outcome: 'compiled'; readonly includes: (version: SemanticVersion) => boolean }
  | { readonly outcome: 'invalid'; readonly error: string };

type Test = (version: SemanticVersion) => boolean;

/**
 * Compiles a range of versions: `>1.0.0 <2.0.0 || >=3.0.0`, `1.2.x`, `!4.x`. A space means and. A range of `1.x.x` ends at `1.1.0`, and a
 * part of one character is dropped, for both are so in the library that Kyverno uses.
 * Semantics: github.com/blang/semver/v4, ParseRange.
 */
export function compileVersionRange(text: string): CompiledRange {
  try {
    const alternatives = splitAlternatives(splitParts(text)).map((parts) =>
      parts.flatMap(expandWildcard).map(compileComparison),
    );
    return {
      outcome: 'compiled',
      includes: (version) => alternatives.some((tests) => tests.every((test) => test(version))),
    };
  } catch (cause) {
    if (cause instanceof BadRange) return { outcome: 'invalid', error: cause.reason };
    throw cause;
  }
}

class BadRange {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/** A space ends a part unless an operator stands before it. */
function splitParts(text: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  let last = '';
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character !== ' ') {
      last = character;
    } else if (!['>', '<', '='].includes(last)) {
      if (start < at - 1) parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  if (start < text.length - 1) parts.push(text.slice(start));
  return parts.map((part) => part.replaceAll(' ', ''));
}

function splitAlternatives(parts: readonly string[]): readonly (readonly string[])[] {
  const alternatives: string[][] = [[]];
  for (const [index, part] of parts.entries()) {
    if (part !== '||') alternatives.at(-1)?.push(part);
    else if (index === 0) throw new BadRange("First element in range is '||'");
    else alternatives.push([]);
  }
  if (alternatives.at(-1)?.length === 0) throw new BadRange("Last element in range is '||'");
  return alternatives;
}

/** `>=1.2.x` as comparisons with whole versions. */
function expandWildcard(part: string): readonly string[] {
  if (!part.includes('x')) return [part];
  const { operator, version } = splitOperator(part);
  const flat = withoutWildcard(version);
  const next = incremented(version, flat);
  switch (operator) {
    case '>':
      return [`>=${next}`];
    case '>=':
      return [`>=${flat}`];
    case '<':
      return [`<${flat}`];
    case '<=':
      return [`<${next}`];
    case '':
    case '=':
    case '==':
      return [`>=${flat}`, `<${next}`];
    case '!':
    case '!=':
      return [`<${flat}`, `>=${next}`];
    default:
      // Whatever else stands before a version with an `x`, as in `nginx:1.2`, is dropped.
      return [flat];
  }
}

function withoutWildcard(version: string): string {
  const zeroed = version.replace('.x.x', '.x').replace('.x', '.0');
  return zeroed.split('.').length === 2 ? `${zeroed}.0` : zeroed;
}

/** The version after all that the wildcard stands for; the position of the last `x` says which number to count up. */
function incremented(version: string, flat: string): string {
  const parts = version.split('.');
  const numbers = flat.split('.');
  const position = parts.at(-1) === 'x' ? parts.length - 2 : -1;
  if (position < 0 || position > 1) return '';
  return numbers.map((number, index) => (index === position ? String(Number(number) + 1) : number)).join('.');
}

function splitOperator(part: string): { readonly operator: string; readonly version: string } {
  const digit = part.search(/\d/);
  if (digit < 0) throw new BadRange(`Could not get version from string: "${part}"`);
  return { operator: part.slice(0, digit), version: part.slice(digit) };
}

function compileComparison(part: string): Test {
  const { operator, version: text } = splitOperator(part);
  const version = parseSemanticVersion(text);
  const holds = COMPARISONS.get(operator);
  if (!holds) throw new BadRange(`Could not parse Range "${part}": Could not parse comparator "${operator}"`);
  if (!version) throw new BadRange(`Could not parse Range "${part}": "${text}" is no semantic version`);
  return (given) => holds(compareSemanticVersions(given, version));
}

const COMPARISONS: ReadonlyMap<string, (order: number) => boolean> = new Map([
  ['', (order: number) => order === 0],
  ['=', (order: number) => order === 0],
  ['==', (order: number) => order === 0],
  ['>', (order: number) => order > 0],
  ['>=', (order: number) => order >= 0],
  ['<', (order: number) => order < 0],
  ['<=', (order: number) => order <= 0],
  ['!', (order: number) => order !== 0],
  ['!=', (order: number) => order !== 0],
]);
