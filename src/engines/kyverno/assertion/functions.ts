import { isArray, type JsonValue } from '../../../base/json.ts';
import { matchesWildcard } from '../../../base/wildcard.ts';
import {
  defineFunction,
  defineOptional,
  defineVariadic,
  type FunctionTable,
  typeOfArgument,
} from '../../../languages/jmespath/functions.ts';
import { isInteger, numberOf } from '../../../languages/jmespath/integers.ts';
import { standardFunctions } from '../../../languages/jmespath/standard-functions.ts';
import type { KyvernoEnvironment, KyvernoFunctions } from '../functions/environment.ts';
import { failure } from '../functions/failure.ts';
import { kyvernoFunctions } from '../functions/table.ts';

/**
 * What an expression of an assertion tree may call. Of functions of one name the last counts: Kyverno's `items`, `replace`, `split`, `sum` and
 * `trim` stand where the JMESPath community has others.
 * Sources: kyverno/kyverno-json pkg/engine/template/functions.go; jmespath-community/go-jmespath pkg/functions.
 */
export function assertionFunctions(): FunctionTable<KyvernoEnvironment> {
  table ??= makeTable();
  return table;
}

let table: FunctionTable<KyvernoEnvironment> | undefined;

function makeTable(): FunctionTable<KyvernoEnvironment> {
  const known = new Map(kyvernoFunctions());
  for (const name of NOT_IN_ASSERTIONS) known.delete(name);
  for (const [alias, name] of ALIASES) {
    const named = known.get(name);
    if (named) known.set(alias, named);
  }
  for (const [name, added] of Object.entries(addedFunctions)) known.set(name, added);
  return known;
}

/** Kyverno's own expressions have them, kyverno-json's copy of its functions has not. */
const NOT_IN_ASSERTIONS = ['md5', 'sha1', 'sha256', 'image_normalize', 'is_external_url'];

/** The same function under the name that the community or kyverno-json gave it. */
const ALIASES = [
  ['lower', 'to_lower'],
  ['upper', 'to_upper'],
  ['json_parse', 'parse_json'],
] as const;

const addedFunctions: KyvernoFunctions = {
  at: defineFunction(['array', 'any'], ([items, index]) => itemAt(items, index)),
  concat: defineFunction(['string', 'string'], ([left, right]) => left + right),
  wildcard: defineFunction(['string', 'string'], ([pattern, name]) => matchesWildcard(pattern, name)),
  find_first: defineOptional(['string', 'string'], ['number', 'number'], ([text, part, start, end]) =>
    find('find_first', { text, part, start, end }),
  ),
  find_last: defineOptional(['string', 'string'], ['number', 'number'], ([text, part, start, end]) =>
    find('find_last', { text, part, start, end }),
  ),
  from_items: defineFunction(['array'], ([pairs], run) => {
    run.spendSteps(pairs.length);
    return Object.fromEntries(pairs.map(pairOf));
  }),
  group_by: defineFunction(['array', 'expression'], ([items, key]) =>
    items.length === 0 ? null : groupBy(items, (item) => key.evaluate(item)),
  ),
  pad_left: defineOptional(['string', 'number'], ['string'], ([text, width, pad = ' '], run) => {
    const count = paddingOf('pad_left', text, width, pad);
    run.spendCharacters(count);
    return pad.repeat(count) + text;
  }),
  pad_right: defineOptional(['string', 'number'], ['string'], ([text, width, pad = ' '], run) => {
    const count = paddingOf('pad_right', text, width, pad);
    run.spendCharacters(count);
    return text + pad.repeat(count);
  }),
  trim_left: defineOptional(['string'], ['string'], ([text, characters = '']) => trimStart(text, characters)),
  trim_right: defineOptional(['string'], ['string'], ([text, characters = '']) => trimEnd(text, characters)),
  zip: defineVariadic('array', (lists, run) => {
    if (lists.length < 2) throw failure('zip', 'not enough arguments: it needs two lists or more');
    const count = Math.min(...lists.map((list) => list.length));
    run.spendSteps(count * lists.length);
    return Array.from({ length: count }, (_, index) => lists.map((list) => list[index] ?? null));
  }),
  to_number: defineFunction(['any'], ([value], run) => {
    if (isInteger(value)) return Number(value);
    return standardFunctions().get('to_number')?.call('to_number', [value], run) ?? null;
  }),
  type: defineFunction(['any'], ([value]) => {
    if (isInteger(value)) throw failure('type', 'unknown type');
    return typeOfArgument(value);
  }),
};

/** Only the index of a loop is an integer to it, and never the number of a literal. */
function itemAt(items: readonly JsonValue[], index: JsonValue): JsonValue {
  const position = isInteger(index) ? numberOf(index) : undefined;
  if (position === undefined) throw failure('at', 'invalid type, second argument must be an int');
  const item = items[position];
  if (item === undefined) throw failure('at', `index out of range [${position}] with length ${items.length}`);
  return item;
}

interface Search {
  readonly text: string;
  readonly part: string;
  readonly start: number | undefined;
  readonly end: number | undefined;
}

/** Positions count bytes, as Go's do. */
function find(name: 'find_first' | 'find_last', { text, part, start = 0, end }: Search): JsonValue {
  if (text === '' || part === '') return null;
  if (!Number.isInteger(start)) throw notAnInteger(name, 'start');
  if (end !== undefined && !Number.isInteger(end)) throw notAnInteger(name, 'end');
  const bytes = Buffer.from(text);
  const from = Math.max(0, start);
  const to = Math.min(end ?? bytes.length, bytes.length);
  if (from > to) throw failure(name, `slice bounds out of range [${from}:${to}]`);
  const searched = bytes.subarray(from, to);
  const offset = name === 'find_first' ? searched.indexOf(part) : searched.lastIndexOf(part);
  return offset < 0 ? null : from + offset;
}

function notAnInteger(name: string, argument: string) {
  return failure(name, `invalid value, the '${argument}' argument must be an integer`);
}

function pairOf(pair: JsonValue): readonly [string, JsonValue] {
  if (!isArray(pair)) throw failure('from_items', 'invalid type, first argument must be an array of arrays');
  const [key, value] = pair;
  if (pair.length !== 2 || typeof key !== 'string') {
    throw failure('from_items', 'invalid value, each array must contain two elements, a pair of string and value');
  }
  return [key, value ?? null];
}

function groupBy(items: readonly JsonValue[], keyOf: (item: JsonValue) => JsonValue): JsonValue {
  const groups = new Map<string, JsonValue[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (typeof key !== 'string') {
      throw failure('group_by', 'invalid type, the expression must evaluate to a string');
    }
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return Object.fromEntries(groups);
}

/** Widths count bytes. */
function paddingOf(name: string, text: string, width: number, pad: string): number {
  if (!Number.isInteger(width) || width < 0) {
    throw failure(name, "invalid value, the 'width' argument must be a positive integer");
  }
  if (Buffer.byteLength(pad) > 1) {
    throw failure(name, "invalid value, the 'pad' argument must be a string of length 1");
  }
  return Math.max(0, width - Buffer.byteLength(text));
}

/** Without characters, white space is trimmed. */
function trimStart(text: string, characters: string): string {
  const given = Array.from(text);
  const start = given.findIndex((character) => !isTrimmed(character, characters));
  return start < 0 ? '' : given.slice(start).join('');
}

function trimEnd(text: string, characters: string): string {
  const given = Array.from(text);
  return given.slice(0, given.findLastIndex((character) => !isTrimmed(character, characters)) + 1).join('');
}

function isTrimmed(character: string, characters: string): boolean {
  return characters === '' ? WHITE_SPACE.test(character) : Array.from(characters).includes(character);
}

/** Go's `unicode.IsSpace`. */
const WHITE_SPACE = /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/;
