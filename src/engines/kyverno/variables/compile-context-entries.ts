import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import { compileConfigMap } from './config-map-entry.ts';
import { ContextEntries, NO_ENTRIES } from './context-entries.ts';
import { compileExternal } from './external-entry.ts';
import type { ContextEntry } from './query-context.ts';
import { compileVariable } from './variable-entry.ts';

/** Compiles the entries of a rule's or a loop's `context`, behind those around it. */
export function compileContextEntries(entries: JsonValue | undefined, around = NO_ENTRIES): ContextEntries {
  if (!isArray(entries) || entries.length === 0) return around;
  return new ContextEntries([...around.list, ...entries.filter(isObject).map((entry) => compileEntry(entry))]);
}

function compileEntry(entry: JsonObject): ContextEntry {
  const name = typeof entry.name === 'string' ? entry.name : '';
  if (isObject(entry.variable)) return compileVariable(name, entry.variable);
  if (isObject(entry.configMap)) return compileConfigMap(name, entry.configMap);
  return compileExternal(name, entry);
}
