import { deepEqual } from '../base/deep-equal.ts';
import { isObject, type JsonObject, type JsonValue } from '../base/json.ts';
import type { Path } from '../base/path.ts';
import { valueAt } from '../base/value-at.ts';
import type { JsonPatch, JsonPatchOperation } from '../model/json-patch.ts';
import { applyJsonPatch } from '../patch/apply-json-patch.ts';
import { diffValues } from '../patch/diff.ts';

/**
 * One patch that does what several do, all of them written for the same value: two that add the same missing parent share it.
 * Undefined where they contradict each other.
 */
export function combinePatches(value: JsonValue, patches: readonly JsonPatch[]): JsonPatch | undefined {
  if (patches.length === 1) return patches[0];
  let result = value;
  // From the last list item to the first, so that what one patch removes does not shift what the next one means.
  for (const patch of patches.toSorted((left, right) => comparePaths(right[0]?.path ?? [], left[0]?.path ?? []))) {
    for (const operation of patch) {
      const next = applyBeside(result, operation, value);
      if (next === undefined) return undefined;
      result = next;
    }
  }
  return diffValues(value, result);
}

/** Applies an operation; where another patch was at the same place first, both are kept if they agree. */
function applyBeside(value: JsonValue, operation: JsonPatchOperation, original: JsonValue): JsonValue | undefined {
  if (operation.op === 'add' || operation.op === 'replace') {
    const there = valueAt(value, operation.path);
    const before = valueAt(original, operation.path);
    const byAnother = typeof operation.path.at(-1) === 'string' && there !== undefined && !deepEqual(there, before);
    if (byAnother) {
      const merged = mergeValues(there, operation.value);
      return merged === undefined
        ? undefined
        : applyJsonPatch(value, [{ op: 'replace', path: operation.path, value: merged }]);
    }
  }
  try {
    return applyJsonPatch(value, [operation]);
  } catch {
    // The place is gone: another patch removed it, or its parent. They contradict each other.
    return undefined;
  }
}

function mergeValues(left: JsonValue, right: JsonValue): JsonValue | undefined {
  if (deepEqual(left, right)) return left;
  if (!isObject(left) || !isObject(right)) return undefined;
  const merged: { [key: string]: JsonValue } = { ...left };
  for (const [key, value] of Object.entries(right)) {
    const both = Object.hasOwn(left, key) ? mergeValues(left[key] ?? null, value) : value;
    if (both === undefined) return undefined;
    Object.defineProperty(merged, key, { value: both, enumerable: true, configurable: true, writable: true });
  }
  return merged satisfies JsonObject;
}

function comparePaths(left: Path, right: Path): number {
  for (let depth = 0; depth < Math.min(left.length, right.length); depth++) {
    const [a, b] = [left[depth], right[depth]];
    if (a === b) continue;
    if (typeof a === 'number' && typeof b === 'number') return a - b;
    return String(a) < String(b) ? -1 : 1;
  }
  return left.length - right.length;
}
