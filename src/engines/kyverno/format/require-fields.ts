import { isArray, type JsonObject } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
import { isSet } from './parts-of.ts';
import type { Remarks } from './remarks.ts';

/** Refuses an object that lacks a field, or has nothing in it. */
export function requireFields(object: JsonObject, fields: readonly string[], path: Path, remarks: Remarks): void {
  for (const field of fields) {
    const value = object[field];
    if (isSet(value) && !(isArray(value) && value.length === 0)) continue;
    remarks.refuse({
      code: 'policy/missing-field',
      message: `${nameOf(path)} has no ${field}`,
      remedy: `Add \`${field}\`.`,
      path: isArray(value) || value === '' ? [...path, field] : path,
    });
  }
}

/** `paramRef`; of an item, what it is an item of. */
function nameOf(path: Path): string {
  const field = path.findLast((step) => typeof step === 'string');
  return typeof path.at(-1) === 'number' ? `an item of ${field}` : String(field);
}
