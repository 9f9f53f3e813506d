import { isArray, type JsonValue } from '../../base/json.ts';

/** JMESPath's truth: false, null and what is empty are not true; zero is. */
export function isTrue(value: JsonValue): boolean {
  if (value === null || value === false || value === '') return false;
  if (typeof value !== 'object') return true;
  if (isArray(value)) return value.length > 0;
  for (const key in value) if (Object.hasOwn(value, key)) return true;
  return false;
}
