import { parseGoFloat } from '../../../base/go-float.ts';
import type { JsonValue } from '../../../base/json.ts';
import { parseDuration } from '../../../kubernetes/duration.ts';
import { compareQuantities, parseQuantity } from '../../../kubernetes/quantity.ts';
import { durationPair, wholeSeconds } from './duration-pair.ts';
import { compareSemanticVersions, parseSemanticVersion } from './semantic-version.ts';

export type Order = 'GreaterThan' | 'GreaterThanOrEquals' | 'LessThan' | 'LessThanOrEquals';

/** `GreaterThan` and its like: as durations, as quantities, as numbers, as semantic versions, in this order. */
export function compareOrder(order: Order, key: JsonValue, value: JsonValue): boolean {
  if (typeof key === 'number') return compareNumber(order, key, value);
  if (typeof key !== 'string') return false;
  const durations = durationPair(key, value);
  if (durations) return holds(order, durations.key, durations.value);
  if (typeof value === 'string') {
    const left = parseQuantity(key);
    const right = left && parseQuantity(value);
    if (left && right) return holds(order, compareQuantities(left, right), 0);
  }
  const number = parseGoFloat(key);
  if (number !== undefined) return compareNumber(order, number, value);
  const version = parseSemanticVersion(key);
  const other = version && typeof value === 'string' ? parseSemanticVersion(value) : undefined;
  return version !== undefined && other !== undefined && holds(order, compareSemanticVersions(version, other), 0);
}

/** The deprecated `Duration…` operators: text is a duration, a number is seconds. */
export function compareDurations(order: Order, key: JsonValue, value: JsonValue): boolean {
  const left = asDuration(key);
  const right = asDuration(value);
  return left !== undefined && right !== undefined && holds(order, left, right);
}

function asDuration(value: JsonValue): bigint | undefined {
  return typeof value === 'string' ? parseDuration(value) : wholeSeconds(value);
}

function compareNumber(order: Order, key: number, value: JsonValue): boolean {
  if (typeof value === 'number') return holds(order, key, value);
  if (typeof value !== 'string') return false;
  const durations = durationPair(key, value);
  if (durations) return holds(order, durations.key, durations.value);
  const number = parseGoFloat(value);
  return number !== undefined && holds(order, key, number);
}

function holds<Amount extends number | bigint>(order: Order, left: Amount, right: Amount): boolean {
  switch (order) {
    case 'GreaterThan':
      return left > right;
    case 'GreaterThanOrEquals':
      return left >= right;
    case 'LessThan':
      return left < right;
    case 'LessThanOrEquals':
      return left <= right;
  }
}
