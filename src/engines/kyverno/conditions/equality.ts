import { deepEqual } from '../../../base/deep-equal.ts';
import { isArray, isObject, type JsonValue } from '../../../base/json.ts';
import { matchesWildcard } from '../../../base/wildcard.ts';
import { compareQuantities, parseQuantity } from '../../../kubernetes/quantity.ts';
import { parseGoFloat } from '../pattern/leaf.ts';
import { durationPair } from './duration-pair.ts';

/**
 * `Equals` and `NotEquals`. The two are no exact opposites: a null key fits neither, nor does a key that is a quantity with a value that
 * is other text.
 */
export function compareEquality(key: JsonValue, value: JsonValue, wanted: 'equal' | 'unequal'): boolean {
  const equal = areEqual(key, value);
  return equal === 'incomparable' ? false : equal === (wanted === 'equal');
}

function areEqual(key: JsonValue, value: JsonValue): boolean | 'incomparable' {
  if (key === null) return 'incomparable';
  if (typeof key === 'string') return textEquals(key, value);
  if (typeof key === 'number') return typeof value === 'string' ? parseGoFloat(value) === key : value === key;
  if (typeof key === 'boolean') return value === key;
  if (isArray(key)) return isArray(value) && deepEqual(key, value);
  return isObject(value) && deepEqual(key, value);
}

function textEquals(key: string, value: JsonValue): boolean | 'incomparable' {
  const durations = durationPair(key, value);
  // Go compares their seconds as floats; durations of a policy are far below where the two differ.
  if (durations) return durations.key === durations.value;
  if (typeof value !== 'string') return false;
  const quantity = parseQuantity(key);
  // Anything is unlike an empty text.
  if (quantity !== undefined && value !== '') {
    const other = parseQuantity(value);
    return other === undefined ? 'incomparable' : compareQuantities(quantity, other) === 0;
  }
  // The wildcards are the value's: the key is what a variable came to.
  return matchesWildcard(value, key);
}
