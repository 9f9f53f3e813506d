import { isObject, type JsonObject } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
import type { KubernetesObject } from '../../../model/kubernetes-object.ts';
import type { Target } from '../../../model/target.ts';
import { partsOf } from './parts-of.ts';

/** A policy whose fields are of their types, as the checks of its meaning see it. */
export interface CheckedPolicy {
  readonly object: KubernetesObject;
  readonly spec: JsonObject;
  readonly target: Target;
  /** The namespace of a Policy; undefined for a ClusterPolicy. */
  readonly namespace: string | undefined;
  /** Whether Kyverno also scans with it what is in the cluster already. */
  readonly background: boolean;
  readonly rules: readonly CheckedRule[];
}

export interface CheckedRule {
  readonly name: string;
  readonly rule: JsonObject;
  readonly path: Path;
}

export function checkedPolicy(object: KubernetesObject, target: Target): CheckedPolicy {
  const spec = isObject(object.spec) ? object.spec : {};
  const { namespace } = object.metadata;
  return {
    object,
    spec,
    target,
    namespace: object.kind === 'Policy' ? String(namespace ?? 'default') : undefined,
    background: spec.background !== false,
    rules: partsOf(spec.rules, ['spec', 'rules']).map(({ part, path }) => ({
      name: String(part.name),
      rule: part,
      path,
    })),
  };
}
