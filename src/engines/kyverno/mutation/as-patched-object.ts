import { isObject, type JsonValue } from '../../../base/json.ts';
import type { KubernetesObject } from '../../../model/kubernetes-object.ts';
import type { PatchResult } from './patch-result.ts';

/** What a patch left, as an object; an error where the patch took away what makes it one. */
export function asPatchedObject(value: JsonValue | undefined): PatchResult {
  if (value !== undefined && isKubernetesObject(value)) return { outcome: 'patched', object: value };
  return { outcome: 'error', message: 'the patch leaves no object with apiVersion, kind and metadata' };
}

function isKubernetesObject(value: JsonValue): value is KubernetesObject {
  return (
    isObject(value) &&
    typeof value.apiVersion === 'string' &&
    typeof value.kind === 'string' &&
    isObject(value.metadata)
  );
}
