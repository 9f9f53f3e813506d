import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';

/** The objects of a list, and where each stands; none where there is no list. */
export function partsOf(
  list: JsonValue | undefined,
  path: Path,
): readonly { readonly part: JsonObject; readonly path: Path }[] {
  if (!isArray(list)) return [];
  return list.flatMap((part, index) => (isObject(part) ? [{ part, path: [...path, index] }] : []));
}

/** Null is what an API server takes for left out, as it does what is empty where Go leaves that out. */
export function isSet(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null && value !== '';
}

export function isFilledList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return isArray(value) && value.length > 0;
}
