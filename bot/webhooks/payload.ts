import { isArray, isObject, type JsonObject } from '../../src/base/json.ts';
import { valueAt } from '../../src/base/value-at.ts';

/** A text that a delivery has at a path of keys. It is GitHub's, and yet nothing of its shape is taken for granted. */
export function textAt(payload: JsonObject, ...path: readonly string[]): string | undefined {
  const value = valueAt(payload, path);
  return typeof value === 'string' ? value : undefined;
}

/** A whole number above zero: every id and number of GitHub's is one. */
export function numberAt(payload: JsonObject, ...path: readonly string[]): number | undefined {
  const value = valueAt(payload, path);
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

export function objectsAt(payload: JsonObject, ...path: readonly string[]): readonly JsonObject[] {
  const value = valueAt(payload, path);
  return isArray(value) ? value.filter(isObject) : [];
}
