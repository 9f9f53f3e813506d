import { compareText } from '../../base/compare-text.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../../base/json.ts';
import type { KubernetesObject } from '../../model/kubernetes-object.ts';
import { diffHunks } from '../../text/unified-diff.ts';
import { writeYaml } from '../../yaml/write-yaml.ts';

/**
 * How an object differs from the expected one, as the hunks of a unified diff of their YAML; empty where the two are the same to Kyverno's
 * CLI: what is null or empty does not count, labels that generation leaves behind do not count, and an object that no label says who
 * manages is managed by Kyverno (resource/compare.go, tidy.go and labels.go). Lists are ordered.
 */
export function differencesFrom(expected: KubernetesObject, actual: KubernetesObject): readonly string[] {
  const [before, after] = [expected, actual].map((object) => writeYaml(tidy(withoutTraces(object)) ?? {}));
  return diffHunks(before ?? '', after ?? '');
}

const MANAGED_BY = 'app.kubernetes.io/managed-by';

function withoutTraces(object: KubernetesObject): JsonObject {
  const labels = isObject(object.metadata.labels) ? Object.entries(object.metadata.labels) : [];
  const kept = labels.filter(
    ([key, value]) => !key.startsWith('generate.kyverno.io/') && !(key === MANAGED_BY && value === 'kyverno'),
  );
  return { ...object, metadata: { ...object.metadata, labels: Object.fromEntries(kept) } };
}

/** Without what is null or empty, at any depth, and with sorted keys; undefined where nothing is left. */
function tidy(value: JsonValue): JsonValue | undefined {
  if (value === null) return undefined;
  if (isArray(value)) {
    const items = value.map(tidy).filter((item) => item !== undefined);
    return items.length === 0 ? undefined : items;
  }
  if (!isObject(value)) return value;
  const result: { [key: string]: JsonValue } = {};
  for (const [key, each] of Object.entries(value).toSorted(([left], [right]) => compareText(left, right))) {
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
