import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import { compileApiCall } from './api-call-entry.ts';
import { compileConfigMap } from './config-map-entry.ts';
import { ContextEntries, NO_ENTRIES } from './context-entries.ts';
import { compileGlobalReference } from './global-reference-entry.ts';
import { compileImageRegistry } from './image-registry-entry.ts';
import type { ContextEntry } from './query-context.ts';
import { compileVariable } from './variable-entry.ts';

/** Compiles the entries of a rule's or a loop's `context`, behind those around it. */
export function compileContextEntries(entries: JsonValue | undefined, around = NO_ENTRIES): ContextEntries {
  if (!isArray(entries) || entries.length === 0) return around;
  const { list, policyNamespace } = around;
  const own = entries.filter(isObject).map((entry) => compileEntry(entry, policyNamespace));
  return new ContextEntries([...list, ...own], policyNamespace);
}

function compileEntry(entry: JsonObject, policyNamespace: string | undefined): ContextEntry {
  const name = typeof entry.name === 'string' ? entry.name : '';
  const { variable, configMap, imageRegistry, globalReference, apiCall } = entry;
  if (isObject(variable)) return compileVariable(name, variable);
  if (isObject(configMap)) return compileConfigMap(name, configMap, policyNamespace);
  if (isObject(imageRegistry)) return compileImageRegistry(name, imageRegistry);
  if (isObject(globalReference)) return compileGlobalReference(name, globalReference);
  return compileApiCall(name, isObject(apiCall) ? apiCall : {}, policyNamespace);
}
