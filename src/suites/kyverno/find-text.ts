import { isArray, isObject, type JsonValue } from '../../base/json.ts';
import type { Path } from '../../base/path.ts';

/** Where in a value a text first stands, in the order of writing; undefined where it does not. */
export function findText(value: JsonValue, text: string): Path | undefined {
  if (value === text) return [];
  const members = isArray(value) ? value.entries() : isObject(value) ? Object.entries(value) : [];
  for (const [step, member] of members) {
    const path = findText(member, text);
    if (path !== undefined) return [step, ...path];
  }
  return undefined;
}
