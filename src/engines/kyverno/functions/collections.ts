import { compareText } from '../../../base/compare-text.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import { defineFunction } from '../../../languages/jmespath/functions.ts';
import type { KyvernoFunctions } from './environment.ts';
import { failure } from './failure.ts';
import { scalarText } from './scalar-text.ts';

/** Lists and objects. */
export const collectionFunctions: KyvernoFunctions = {
  /** In place of the standard one, which compares lists and objects. */
  contains: defineFunction(['array|string', 'any'], ([subject, search], run) => {
    if (typeof subject === 'string') return typeof search === 'string' && subject.includes(search);
    run.spendSteps(subject.length);
    return subject.some((item) => isSameScalar('contains', item, search));
  }),
  label_match: defineFunction(['object', 'object'], ([labels, subject]) =>
    Object.entries(labels).every(
      ([key, value]) => Object.hasOwn(subject, key) && isSameScalar('label_match', subject[key] ?? null, value),
    ),
  ),
  lookup: defineFunction(['object|array', 'string|number'], ([collection, key]) => lookUp(collection, key)),
  items: defineFunction(['object|array', 'string', 'string'], ([collection, keyName, valueName]) => {
    if (isArray(collection)) return collection.map((value, index) => ({ [keyName]: index, [valueName]: value }));
    return Object.keys(collection)
      .sort(compareText)
      .map((key) => ({ [keyName]: key, [valueName]: collection[key] ?? null }));
  }),
  object_from_lists: defineFunction(['array', 'array'], ([keys, values]) =>
    Object.fromEntries(keys.map((key, index) => [keyText(key), values[index] ?? null])),
  ),
};

/** Go's `==` of two values: it panics on two lists and on two objects, and Kyverno has no verdict then. */
function isSameScalar(name: string, left: JsonValue, right: JsonValue): boolean {
  if ((isArray(left) && isArray(right)) || (isObject(left) && isObject(right))) {
    throw failure(name, `Kyverno cannot compare ${isArray(left) ? 'two lists' : 'two objects'}`);
  }
  return left === right;
}

function lookUp(collection: JsonObject | readonly JsonValue[], key: string | number): JsonValue {
  if (isObject(collection)) {
    if (typeof key !== 'string') throw failure('lookup', 'argument #2 is not of type String');
    return Object.hasOwn(collection, key) ? (collection[key] ?? null) : null;
  }
  if (typeof key !== 'number') throw failure('lookup', 'argument #2 is not of type Number');
  if (!Number.isInteger(key)) throw failure('lookup', `argument #2: expected an integer number but got: ${key}`);
  if (Math.abs(key) > 2 ** 63) {
    throw failure('lookup', `argument #2: number is outside the range of integer numbers: ${key}`);
  }
  return collection[key] ?? null;
}

function keyText(key: JsonValue): string {
  if (typeof key === 'boolean') return String(key);
  if (typeof key === 'string' || typeof key === 'number') return scalarText(key);
  throw failure('object_from_lists', 'argument #1 is not of type StringArray');
}
