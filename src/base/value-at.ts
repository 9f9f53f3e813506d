import { isArray, isObject, type JsonValue } from './json.ts';
import type { Path } from './path.ts';

/** The value at a path, or undefined where there is none. Only own keys count, so `__proto__` of hostile input is a key like any other. */
export function valueAt(root: JsonValue | undefined, path: Path): JsonValue | undefined {
  let value: JsonValue | undefined = root;
  for (const step of path) {
    if (typeof step === 'number') value = isArray(value) ? value[step] : undefined;
    else value = isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
    if (value === undefined) return undefined;
  }
  return value;
}
