import type { JsonObject } from '../../../base/json.ts';

/** An object with other members, or more of them; those that are computed when they are read stay so. */
export function withMembers(object: JsonObject, members: JsonObject): JsonObject {
  const copy: JsonObject = Object.defineProperties({}, Object.getOwnPropertyDescriptors(object));
  for (const [name, value] of Object.entries(members)) {
    Object.defineProperty(copy, name, { value, enumerable: true, configurable: true, writable: true });
  }
  return copy;
}
