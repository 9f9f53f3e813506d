import { compareText } from '../../base/compare-text.ts';
import { parseGoFloat } from '../../base/go-float.ts';
import { isArray, type JsonObject, type JsonValue } from '../../base/json.ts';
import { equalValues } from './equal-values.ts';
import { JmespathRuntimeError } from './errors.ts';
import {
  defineFunction,
  defineVariadic,
  type ExpressionReference,
  type JmespathFunction,
  typeOfArgument,
} from './functions.ts';
import { writeJson } from './write-json.ts';

/**
 * The functions of the JMESPath specification of 2015, by name. Keys and values come in the order of the data.
 * Source: https://jmespath.org/specification.html#built-in-functions
 */
export function standardFunctions(): ReadonlyMap<string, JmespathFunction<unknown>> {
  standard ??= new Map(
    Object.entries({ ...numberFunctions, ...textFunctions, ...listFunctions, ...objectFunctions, ...conversions }),
  );
  return standard;
}

let standard: ReadonlyMap<string, JmespathFunction<unknown>> | undefined;

const numberFunctions = {
  abs: defineFunction(['number'], ([value]) => Math.abs(value)),
  ceil: defineFunction(['number'], ([value]) => Math.ceil(value)),
  floor: defineFunction(['number'], ([value]) => Math.floor(value)),
  avg: defineFunction(['array[number]'], ([values]) => (values.length === 0 ? null : total(values) / values.length)),
  sum: defineFunction(['array[number]'], ([values]) => total(values)),
  max: defineFunction(['array[number]|array[string]'], ([values]) => extreme(values, 1)),
  min: defineFunction(['array[number]|array[string]'], ([values]) => extreme(values, -1)),
};

const textFunctions = {
  starts_with: defineFunction(['string', 'string'], ([text, start]) => text.startsWith(start)),
  ends_with: defineFunction(['string', 'string'], ([text, end]) => text.endsWith(end)),
  join: defineFunction(['string', 'array[string]'], ([separator, parts], run) => {
    // Reserved before the text is made, for it may be far longer than the parts' memory.
    run.spendCharacters(parts.reduce((length, part) => length + part.length + separator.length, 0));
    return parts.join(separator);
  }),
};

const listFunctions = {
  contains: defineFunction(['array|string', 'any'], ([subject, search], run) => {
    if (typeof subject === 'string') return typeof search === 'string' && subject.includes(search);
    run.spendSteps(subject.length);
    return subject.some((item) => equalValues(item, search, run));
  }),
  length: defineFunction(['string|array|object'], ([value]) => lengthOf(value)),
  map: defineFunction(['expression', 'array'], ([each, items]) => items.map((item) => each.evaluate(item))),
  max_by: defineFunction(['array', 'expression'], ([items, key]) => extremeBy(items, key, 1)),
  min_by: defineFunction(['array', 'expression'], ([items, key]) => extremeBy(items, key, -1)),
  not_null: defineVariadic('any', (values) => values.find((value) => value !== null) ?? null),
  reverse: defineFunction(['string|array'], ([value]) =>
    typeof value === 'string' ? Array.from(value).reverse().join('') : value.toReversed(),
  ),
  sort: defineFunction(['array[number]|array[string]'], ([values], run) => {
    run.spendSteps(values.length);
    return [...values].sort(compareKeys);
  }),
  sort_by: defineFunction(['array', 'expression'], ([items, key]) =>
    keyed(items, key)
      .sort((left, right) => compareKeys(left.key, right.key))
      .map(({ item }) => item),
  ),
};

const objectFunctions = {
  keys: defineFunction(['object'], ([value]) => Object.keys(value)),
  values: defineFunction(['object'], ([value]) => Object.values(value)),
  merge: defineVariadic('object', (objects, run) => {
    const merged: [string, JsonValue][] = objects.flatMap((object) => Object.entries(object));
    run.spendSteps(merged.length);
    return Object.fromEntries(merged);
  }),
};

const conversions = {
  to_array: defineFunction(['any'], ([value]) => (isArray(value) ? value : [value])),
  to_number: defineFunction(['any'], ([value]) => toNumber(value)),
  to_string: defineFunction(['any'], ([value], run) => (typeof value === 'string' ? value : writeJson(value, run))),
  type: defineFunction(['any'], ([value]) => typeOfArgument(value)),
};

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

type SortKey = string | number;

function compareKeys(left: SortKey, right: SortKey): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return compareText(String(left), String(right));
}

function extreme(values: readonly SortKey[], sign: 1 | -1): JsonValue {
  const [first, ...rest] = values;
  if (first === undefined) return null;
  return rest.reduce((best, value) => (compareKeys(value, best) * sign > 0 ? value : best), first);
}

function extremeBy(items: readonly JsonValue[], key: ExpressionReference, sign: 1 | -1): JsonValue {
  const [first, ...rest] = keyed(items, key);
  if (first === undefined) return null;
  return rest.reduce((best, entry) => (compareKeys(entry.key, best.key) * sign > 0 ? entry : best), first).item;
}

interface Keyed {
  readonly key: SortKey;
  readonly item: JsonValue;
}

/** Each item with its key; all keys must be numbers, or all text. Like go-jmespath, it asks no single item for its key. */
function keyed(items: readonly JsonValue[], key: ExpressionReference): Keyed[] {
  if (items.length === 1) return items.map((item) => ({ key: '', item }));
  const entries = items.map((item) => ({ key: requireKey(key.evaluate(item)), item }));
  const [first] = entries;
  if (entries.some((entry) => typeof entry.key !== typeof first?.key)) {
    throw new JmespathRuntimeError('invalid-type', 'the keys to sort by are partly numbers and partly text');
  }
  return entries;
}

function requireKey(key: JsonValue): SortKey {
  if (typeof key === 'number' || typeof key === 'string') return key;
  throw new JmespathRuntimeError(
    'invalid-type',
    `a key to sort by must be a number or text, not ${typeOfArgument(key)}`,
  );
}

function lengthOf(value: string | readonly JsonValue[] | JsonObject): number {
  // Text is as long as it has code points.
  if (typeof value === 'string') return Array.from(value).length;
  return isArray(value) ? value.length : Object.keys(value).length;
}

function toNumber(value: JsonValue): JsonValue {
  if (typeof value === 'number') return value;
  const number = typeof value === 'string' ? parseGoFloat(value) : undefined;
  // JSON has no infinity.
  return number !== undefined && Number.isFinite(number) ? number : null;
}
