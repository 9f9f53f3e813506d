import type { JsonObject } from '../../../base/json.ts';
import { NeedsCluster } from './needs-cluster.ts';
import type { ContextEntry } from './query-context.ts';
import { SubstitutionError } from './substitution-error.ts';
import { compileTemplate, substitute } from './template.ts';

/**
 * A context entry with the data and metadata of a ConfigMap, which for a Policy is in the policy's own namespace. Kyverno's CLI has no cluster:
 * it leaves the entry out, and a suite's values stand in for it.
 * Semantics: kyverno/kyverno pkg/engine/context/loaders/configmap.go.
 */
export function compileConfigMap(
  entry: string,
  reference: JsonObject,
  policyNamespace: string | undefined,
): ContextEntry {
  const name = compileTemplate(reference.name ?? '');
  const namespace = compileTemplate(reference.namespace ?? '');
  return {
    name: entry,
    load(context) {
      const { cluster, target, values } = context.run;
      if (values.looksUp === false) return undefined;
      const wanted = {
        group: '',
        kind: 'ConfigMap',
        namespace: String(substitute(namespace, context)) || policyNamespace || 'default',
        name: String(substitute(name, context)),
      };
      if (policyNamespace !== undefined && wanted.namespace !== policyNamespace) {
        throw new SubstitutionError(
          `context entry ${entry}: configMap namespace "${wanted.namespace}" is different from policy namespace "${policyNamespace}"`,
        );
      }
      const found = cluster.get(wanted);
      if (found.outcome === 'found') {
        const { data, metadata } = found.object;
        return { data: data ?? {}, metadata };
      }
      if (context.has(entry) || target.profile === 'kyverno-cli') return undefined;
      const reason = found.outcome === 'ambiguous' ? ` (${found.reason})` : '';
      throw new NeedsCluster(`ConfigMap ${wanted.namespace}/${wanted.name}${reason}`);
    },
  };
}
