import { deepEqual } from '../../../base/deep-equal.ts';
import { parseGoFloat } from '../../../base/go-float.ts';
import { isArray, isObject, type JsonValue } from '../../../base/json.ts';
import { matchesWildcard } from '../../../base/wildcard.ts';
import { compareQuantities, parseQuantity } from '../../../kubernetes/quantity.ts';
import { isGoInteger } from '../pattern/go-format.ts';
import { durationPair } from './duration-pair.ts';
import type { OperandNumbers } from './operand-numbers.ts';

/**
 * `Equals` and `NotEquals`. The two are no exact opposites: a null key fits neither, nor does a key that is a quantity with a value that
 * is other text.
 */
export function compareEquality(
  key: JsonValue,
  value: JsonValue,
  wanted: 'equal' | 'unequal',
  numbers: OperandNumbers,
): boolean {
  const equal = areEqual(key, value, numbers);
  return equal === 'incomparable' ? false : equal === (wanted === 'equal');
}

function areEqual(key: JsonValue, value: JsonValue, numbers: OperandNumbers): boolean | 'incomparable' {
  if (key === null) return 'incomparable';
  if (typeof key === 'string') return textEquals(key, value);
  if (typeof key === 'number') return typeof value === 'string' ? parseGoFloat(value) === key : value === key;
  if (typeof key === 'boolean') return value === key;
  // Go finds no integer equal to a float.
  return deepEqual(key, value) && (numbers.key === numbers.value || !holdsInteger(key));
}

function holdsInteger(value: JsonValue): boolean {
  if (typeof value === 'number') return isGoInteger(value, 'integer');
  if (isArray(value)) return value.some(holdsInteger);
  return isObject(value) && Object.values(value).some(holdsInteger);
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
