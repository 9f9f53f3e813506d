import { isObject, type JsonValue } from '../base/json.ts';

/** Applies a JSON merge patch (RFC 7386): objects merge, null removes a key, everything else replaces. */
export function applyMergePatch(value: JsonValue, patch: JsonValue): JsonValue {
  if (!isObject(patch)) return patch;
  const merged = new Map<string, JsonValue>(isObject(value) ? Object.entries(value) : []);
  for (const [key, change] of Object.entries(patch)) {
    if (change === null) merged.delete(key);
    else merged.set(key, applyMergePatch(merged.get(key) ?? null, change));
  }
  return Object.fromEntries(merged);
}
