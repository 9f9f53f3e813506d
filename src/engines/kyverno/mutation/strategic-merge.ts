import { deepEqual } from '../../../base/deep-equal.ts';
import type { JsonValue } from '../../../base/json.ts';
import { mergeSchemaOf } from '../../../kubernetes/merge-keys.ts';
import type { KubernetesObject } from '../../../model/kubernetes-object.ts';
import { StrategicMergeError, strategicMerge } from '../../../patch/strategic-merge.ts';
import { asPatchedObject } from './as-patched-object.ts';
import type { PatchResult } from './patch-result.ts';
import { preprocessPatch } from './preprocess-patch.ts';

/** Applies `patchStrategicMerge` of a mutating rule, its variables already substituted. Never throws. */
export function applyStrategicMergePatch(patch: JsonValue, object: KubernetesObject): PatchResult {
  const preprocessed = preprocessPatch(patch, object);
  switch (preprocessed.outcome) {
    case 'error':
      return { outcome: 'error', message: `failed to apply patchStrategicMerge: ${preprocessed.message}` };
    case 'unmet':
      return { outcome: 'skip', reason: `no patches applied: ${preprocessed.reason}` };
    case 'patch':
      return merge(preprocessed.patch, object);
  }
}

function merge(patch: JsonValue, object: KubernetesObject): PatchResult {
  try {
    const merged = strategicMerge(patch, object, mergeSchemaOf(object.apiVersion, object.kind));
    if (deepEqual(merged, object)) return { outcome: 'skip', reason: 'no patches applied' };
    return asPatchedObject(merged);
  } catch (error) {
    if (!(error instanceof StrategicMergeError)) throw error;
    return { outcome: 'error', message: `failed to apply patchStrategicMerge: ${error.message}` };
  }
}
