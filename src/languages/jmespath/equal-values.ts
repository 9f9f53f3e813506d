import { isArray, isObject, type JsonValue } from '../../base/json.ts';
import type { Run } from './run.ts';

/**
 * Whether two values are deeply equal. Counts its steps: two values that an expression has built by doubling are small in memory and
 * endless to compare.
 */
export function equalValues<Environment>(left: JsonValue, right: JsonValue, run: Run<Environment>): boolean {
  if (left === right) return true;
  if (isArray(left)) {
    if (!isArray(right) || left.length !== right.length) return false;
    run.spendSteps(left.length);
    return left.every((item, index) => equalValues(item, right[index] ?? null, run));
  }
  if (!isObject(left) || !isObject(right)) return false;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  run.spendSteps(keys.length);
  return keys.every((key) => Object.hasOwn(right, key) && equalValues(left[key] ?? null, right[key] ?? null, run));
}
