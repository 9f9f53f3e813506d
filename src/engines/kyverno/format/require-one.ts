import type { JsonObject } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
import { isSet } from './parts-of.ts';
import type { Remarks } from './remarks.ts';

/** Refuses an object that has none of some fields, or several of them. */
export function requireOne(
  object: JsonObject,
  fields: readonly string[],
  { what, path, remarks }: { readonly what: string; readonly path: Path; readonly remarks: Remarks },
): void {
  const present = fields.filter((field) => isSet(object[field]));
  if (present.length === 0) {
    const message = `${what} has none of ${fields.join(', ')}`;
    remarks.refuse({ code: 'policy/missing-field', message, remedy: 'Add one of them.', path });
  }
  refuseSeveral(object, fields, { what, path, remarks });
}

/** Refuses an object that has several of some fields. */
export function refuseSeveral(
  object: JsonObject,
  fields: readonly string[],
  { what, path, remarks }: { readonly what: string; readonly path: Path; readonly remarks: Remarks },
): void {
  const present = fields.filter((field) => isSet(object[field]));
  const [, second] = present;
  if (second === undefined) return;
  remarks.refuse({
    code: 'policy/invalid-value',
    message: `${what} has ${present.join(' and ')}; only one is allowed`,
    remedy: 'Leave one, or make two rules of it.',
    path: [...path, second],
    at: 'key',
  });
}
