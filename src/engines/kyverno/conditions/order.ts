import type { JsonValue } from '../../../base/json.ts';
import { parseDuration } from '../../../kubernetes/duration.ts';
import { compareQuantities, parseQuantity } from '../../../kubernetes/quantity.ts';
import { parseGoFloat } from '../pattern/leaf.ts';
import { durationPair, wholeSeconds } from './duration-pair.ts';
import { compareSemanticVersions, parseSemanticVersion } from './semantic-version.ts';

export type Order = 'GreaterThan' | 'GreaterThanOrEquals' | 'LessThan' | 'LessThanOrEquals';

/** `GreaterThan` and its like: as durations, as quantities, as numbers, as semantic versions, in this order. */
export function compareOrder(order: Order, key: JsonValue, value: JsonValue): boolean {
  if (typeof key === 'number') return compareNumber(order, key, value);
  if (typeof key !== 'string') return false;
  const durations = durationPair(key, value);
  if (durations) return holds(order, difference(durations.key, durations.value));
  if (typeof value === 'string') {
    const left = parseQuantity(key);
    const right = left && parseQuantity(value);
    if (left && right) return holds(order, compareQuantities(left, right));
  }
  const number = parseGoFloat(key);
  if (number !== undefined) return compareNumber(order, number, value);
  const version = parseSemanticVersion(key);
  const other = version && typeof value === 'string' ? parseSemanticVersion(value) : undefined;
  return version !== undefined && other !== undefined && holds(order, compareSemanticVersions(version, other));
}

/** The deprecated `Duration…` operators: text is a duration, a number is seconds. */
export function compareDurations(order: Order, key: JsonValue, value: JsonValue): boolean {
  const left = asDuration(key);
  const right = asDuration(value);
  return left !== undefined && right !== undefined && holds(order, difference(left, right));
}

function asDuration(value: JsonValue): bigint | undefined {
  return typeof value === 'string' ? parseDuration(value) : wholeSeconds(value);
}

function compareNumber(order: Order, key: number, value: JsonValue): boolean {
  if (typeof value === 'number') return holds(order, key - value);
  if (typeof value !== 'string') return false;
  const durations = durationPair(key, value);
  if (durations) return holds(order, difference(durations.key, durations.value));
  const number = parseGoFloat(value);
  return number !== undefined && holds(order, key - number);
}

function difference(left: bigint, right: bigint): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function holds(order: Order, sign: number): boolean {
  switch (order) {
    case 'GreaterThan':
      return sign > 0;
    case 'GreaterThanOrEquals':
      return sign >= 0;
    case 'LessThan':
      return sign < 0;
    case 'LessThanOrEquals':
      return sign <= 0;
  }
}
