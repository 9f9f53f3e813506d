import { isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import { transform } from './api-call-entry.ts';
import { NeedsCluster } from './needs-cluster.ts';
import type { ContextEntry, QueryContext } from './query-context.ts';
import { SubstitutionError } from './substitution-error.ts';
import { compileTemplate, substitute } from './template.ts';

/**
 * A context entry with the data of a GlobalContextEntry, which a cluster keeps up to date: only a record of it can be known here. Behind a dot in
 * its name stands one of its projections.
 * Semantics: kyverno/kyverno pkg/engine/context/loaders/globalcontext.go.
 */
export function compileGlobalReference(entry: string, { name, jmesPath }: JsonObject): ContextEntry {
  const nameTemplate = compileTemplate(name ?? '');
  const path = compileTemplate(typeof jmesPath === 'string' ? jmesPath : '');
  return {
    name: entry,
    load(context) {
      const [wanted = '', projection] = String(substitute(nameTemplate, context)).split('.');
      const data = context.run.values.globalContext?.(wanted);
      if (data === undefined) return withoutRecord(entry, wanted, context);
      return transform(entry, project(data, projection, wanted), substitute(path, context), context);
    },
  };
}

function withoutRecord(entry: string, name: string, context: QueryContext): undefined {
  if (context.has(entry) || context.run.target.profile === 'kyverno-cli') return undefined;
  throw new NeedsCluster(`GlobalContextEntry ${name}`);
}

function project(data: JsonValue, projection: string | undefined, name: string): JsonValue {
  if (projection === undefined) return data;
  const value = isObject(data) && Object.hasOwn(data, projection) ? data[projection] : undefined;
  if (value !== undefined) return value;
  throw new SubstitutionError(`projection ${projection} not found in GlobalContextEntry ${name}`);
}
