import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
import type { KubernetesObject } from '../../../model/kubernetes-object.ts';
import type { Target } from '../../../model/target.ts';

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

/** The objects of a list, and where each stands; none where there is no list. */
export function partsOf(
  list: JsonValue | undefined,
  path: Path,
): readonly { readonly part: JsonObject; readonly path: Path }[] {
  if (!isArray(list)) return [];
  return list.flatMap((part, index) => (isObject(part) ? [{ part, path: [...path, index] }] : []));
}

/** Null is what an API server takes for left out, as it does what is empty where Go leaves that out. */
export function isSet(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null && value !== '';
}

export function isFilledList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return isArray(value) && value.length > 0;
}

/** The texts of a list. */
export function textsOf(list: JsonValue | undefined): readonly string[] {
  return isArray(list) ? list.filter((item) => typeof item === 'string') : [];
}
