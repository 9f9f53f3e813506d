import { compareText } from './compare-text.ts';
import { isArray, isObject, type JsonValue } from './json.ts';

/** JSON text with every object's keys sorted: two values are deeply equal exactly if their texts are the same. */
export function canonicalJson(value: JsonValue): string {
  if (isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.keys(value)
    .sort(compareText)
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`);
  return `{${members.join(',')}}`;
}
