import { isArray, isObject, type JsonObject, type JsonValue } from '../../base/json.ts';
import type { JsonPatch } from '../../model/json-patch.ts';
import type { KubernetesObject } from '../../model/kubernetes-object.ts';
import { diffValues } from '../../patch/diff.ts';

/**
 * How an object differs from the expected one, as changes to the latter; empty where the two are the same to Kyverno's CLI: what is
 * null or empty does not count, labels that generation leaves behind do not count, and who manages the object is always Kyverno
 * (resource/compare.go and tidy.go). Lists are ordered.
 */
export function differencesFrom(expected: KubernetesObject, actual: KubernetesObject): JsonPatch {
  return diffValues(tidy(withCommonLabels(expected)) ?? null, tidy(withCommonLabels(actual)) ?? null);
}

function withCommonLabels(object: KubernetesObject): JsonObject {
  const labels = isObject(object.metadata.labels) ? Object.entries(object.metadata.labels) : [];
  const kept = labels.filter(([key]) => !key.startsWith('generate.kyverno.io/'));
  return {
    ...object,
    metadata: {
      ...object.metadata,
      labels: { ...Object.fromEntries(kept), 'app.kubernetes.io/managed-by': 'kyverno' },
    },
  };
}

/** Without what is null or empty, at any depth; undefined where nothing is left. */
function tidy(value: JsonValue): JsonValue | undefined {
  if (value === null) return undefined;
  if (isArray(value)) {
    const items = value.map(tidy).filter((item) => item !== undefined);
    return items.length === 0 ? undefined : items;
  }
  if (!isObject(value)) return value;
  const result: { [key: string]: JsonValue } = {};
  for (const [key, each] of Object.entries(value)) {
    const tidied = tidy(each);
    if (tidied !== undefined) result[key] = tidied;
  }
  return Object.keys(result).length === 0 ? undefined : result;
}

/** Whether two objects claim to be the same one: apiVersion, kind, namespace and name. */
export function sameIdentity(left: KubernetesObject, right: KubernetesObject): boolean {
  return (
    left.apiVersion === right.apiVersion &&
    left.kind === right.kind &&
    left.metadata.name === right.metadata.name &&
    (left.metadata.namespace ?? '') === (right.metadata.namespace ?? '')
  );
}
