import { splitDottedName } from '../../../base/dotted-name.ts';
import { isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import type { ContextData } from './json-context.ts';
import { withMembers } from './with-members.ts';

/**
 * Data with the variables of a suite put in. Their names are paths with dots; a part with dots of its own stands in quotes. Mappings are
 * merged, everything else is replaced.
 * Semantics: kyverno/kyverno pkg/engine/context/context.go, `AddVariable`.
 */
export function withSuppliedValues(data: ContextData, values: { readonly [name: string]: JsonValue }): ContextData {
  let result: JsonObject = data;
  for (const [name, value] of Object.entries(values)) result = setAt(result, splitDottedName(name) ?? [name], value);
  return result;
}

function setAt(object: JsonObject, [key, ...rest]: readonly string[], value: JsonValue): JsonObject {
  if (key === undefined) return object;
  const old = Object.hasOwn(object, key) ? object[key] : undefined;
  const next = rest.length === 0 ? merge(old, value) : setAt(isObject(old) ? old : {}, rest, value);
  return withMembers(object, { [key]: next });
}

function merge(old: JsonValue | undefined, value: JsonValue): JsonValue {
  if (!isObject(old) || !isObject(value)) return value;
  let merged: JsonObject = old;
  for (const [key, child] of Object.entries(value)) merged = setAt(merged, [key], child);
  return merged;
}
