import { isArray, isObject, type JsonValue } from '../../../../src/base/json.ts';
import type { Path } from '../../../../src/base/path.ts';
import type { WrittenObject } from '../../../../src/manifests/written-objects.ts';
import { startOf } from '../../../../src/text/position.ts';
import type { Span } from '../../../../src/text/span.ts';
import type { CrdField } from './crd-fields.ts';

export type Breakage = 'name' | 'type' | 'operator';

/** A place of a policy where something that Kyverno's definition says can be broken. */
export interface Site {
  readonly breakage: Breakage;
  readonly field: CrdField;
  readonly path: Path;
}

/** A policy with one thing broken, and the line where. */
export interface Mutant {
  readonly text: string;
  readonly line: number;
  readonly what: string;
}

export type Fields = ReadonlyMap<string, CrdField>;

/** Where the definition has again what it leaves open elsewhere: conditions, and loops in loops. */
const CONDITIONS = 'spec.rules[].validate.foreach[].preconditions';
const LOOP_IN_LOOP = /^(.*\.foreach)\[\]\.foreach$/;

/** Every place of a policy that the definition describes; patterns, patches, data and other free parts are left alone. */
export function findSites(policy: WrittenObject, fields: Fields): readonly Site[] {
  const sites: Site[] = [];
  const visit = (value: JsonValue, at: string, path: Path): void => {
    const field = fields.get(at);
    if (!field || value === null) return;
    if (field.type === 'free') {
      const again = describedAgain(at, value);
      if (again !== undefined) visit(value, again, path);
      return;
    }
    sites.push({ breakage: at.endsWith('.operator') ? 'operator' : 'type', field, path });
    if (isArray(value)) for (const [index, item] of value.entries()) visit(item, `${at}[]`, [...path, index]);
    if (!isObject(value)) return;
    for (const [key, child] of Object.entries(value)) {
      const inner = fields.get(field.type === 'map' ? `${at}{}` : `${at}.${key}`);
      if (!inner) continue;
      if (field.type === 'object') sites.push({ breakage: 'name', field: inner, path: [...path, key] });
      visit(child, inner.path, [...path, key]);
    }
  };
  visit(policy.object.spec ?? null, 'spec', ['spec']);
  return sites;
}

function describedAgain(at: string, value: JsonValue): string | undefined {
  if (/\.(?:pre)?conditions$/.test(at)) return isArray(value) ? `${CONDITIONS}.all` : CONDITIONS;
  return LOOP_IN_LOOP.exec(at)?.[1];
}

/** The text of a policy's file with one site broken. */
export function breakAt(policy: WrittenObject, { breakage, field, path }: Site, random: () => number): Mutant {
  const { span, keySpan } = policy.locate(path);
  const what = `${breakage} of ${field.path}`;
  if (breakage === 'name' && keySpan) return replaced(keySpan, misspell(String(path.at(-1)), random), what);
  if (breakage === 'operator') return replaced(span, misspell(String(textOf(span)), random), what);
  const others = WRONG[field.type];
  const other = others[Math.floor(random() * others.length)] ?? '';
  // A list may stand in its key's column; what is no list may not.
  return keySpan ? replaced({ ...span, start: keySpan.end }, `: ${other}`, what) : replaced(span, other, what);
}

/** Values of another type, as YAML writes them. */
const WRONG: { readonly [type in CrdField['type']]: readonly string[] } = {
  string: ['7', 'true', '[x]', '{ x: y }'],
  boolean: ['"true"', '1', '[true]'],
  integer: ['"10"', 'ten', '1.5'],
  array: ['7', 'text', '{ x: y }'],
  object: ['7', 'text', '[x]'],
  map: ['7', 'text', '[x]'],
  free: [],
};

/** A letter left out, doubled, or swapped with the next one. Made of the letters only, so that quotes stay. */
export function misspell(word: string, random: () => number): string {
  const letters = [...word.matchAll(/[A-Za-z](?=[A-Za-z])/g)].map(({ index }) => index);
  const at = letters[Math.floor(random() * letters.length)] ?? 0;
  const [one = '', next = ''] = word.slice(at);
  const rest = word.slice(at + 2);
  const choice = Math.floor(random() * 3);
  if (choice === 0) return `${word.slice(0, at)}${next}${rest}`;
  if (choice === 1 || one === next) return `${word.slice(0, at)}${one}${one}${next}${rest}`;
  return `${word.slice(0, at)}${next}${one}${rest}`;
}

function textOf({ source, start, end }: Span): string {
  return source.text.slice(start, end);
}

function replaced(span: Span, by: string, what: string): Mutant {
  const { text } = span.source;
  return {
    text: text.slice(0, span.start) + by + text.slice(span.end),
    line: startOf(span).line,
    what: `${what}, line ${startOf(span).line}: ${textOf(span).split('\n')[0]} is ${by}`,
  };
}
