import { isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import { NeedsCluster } from './needs-cluster.ts';
import type { ContextEntry, QueryContext } from './query-context.ts';
import { compileTemplate, substitute } from './template.ts';

/**
 * A context entry whose value only a cluster, a registry or a network has. A suite's values may supply it. Kyverno's CLI leaves it out
 * where they do not.
 */
export function compileExternal(name: string, entry: JsonObject): ContextEntry {
  const describe = describeNeed(entry);
  return {
    name,
    load(context) {
      if (context.has(name) || context.run.target.profile === 'kyverno-cli') return undefined;
      throw new NeedsCluster(describe(context));
    },
  };
}

function describeNeed({ apiCall, imageRegistry, globalReference }: JsonObject): (context: QueryContext) => string {
  if (isObject(imageRegistry)) return naming('the registry’s data of image', imageRegistry.reference);
  if (isObject(globalReference)) return naming('GlobalContextEntry', globalReference.name);
  const call = isObject(apiCall) ? apiCall : {};
  if (isObject(call.service)) return naming('the answer of the service', call.service.url);
  return naming(`the cluster’s answer to ${typeof call.method === 'string' ? call.method : 'GET'}`, call.urlPath);
}

function naming(what: string, value: JsonValue | undefined): (context: QueryContext) => string {
  const template = compileTemplate(value ?? '');
  return (context) => `${what} ${String(substitute(template, context))}`;
}
