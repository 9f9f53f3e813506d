import { deepEqual } from '../../../base/deep-equal.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import type { KubernetesObject } from '../../../model/kubernetes-object.ts';
import { parseYaml } from '../../../yaml/parse-yaml.ts';
import { asPatchedObject } from './as-patched-object.ts';
import { applyLenientPatch, type LenientOperation, LenientPatchError } from './lenient-json-patch.ts';
import type { PatchResult } from './patch-result.ts';

/**
 * Applies `patchesJson6902` of a mutating rule: YAML or JSON text, its variables already substituted. Never throws.
 * Semantics: kyverno/kyverno, pkg/engine/mutate/patch/patchJSON6902.go.
 */
export function applyJson6902(patchText: string, object: KubernetesObject): PatchResult {
  try {
    const patched = applyLenientPatch(object, readOperations(patchText));
    if (deepEqual(patched, object)) return { outcome: 'skip', reason: 'no patches applied' };
    return asPatchedObject(patched);
  } catch (error) {
    if (!(error instanceof LenientPatchError)) throw error;
    return { outcome: 'error', message: `failed to apply JSON Patch: ${error.message}` };
  }
}

function readOperations(text: string): readonly LenientOperation[] {
  const { documents, problems } = parseYaml({ file: 'patchesJson6902', revision: 'base', text });
  const [problem] = problems;
  if (problem) throw new LenientPatchError(`failed to decode patches: ${problem.message}`);
  const value = documents.find((document) => document.value !== undefined)?.value ?? null;
  if (value === null) return [];
  if (!isArray(value)) throw new LenientPatchError('failed to decode patches: the patch is no list of operations');
  return value.map(readOperation);
}

function readOperation(operation: JsonValue): LenientOperation {
  if (!isObject(operation)) throw new LenientPatchError('failed to decode patches: an operation is no object');
  const op = textOf(operation, 'op');
  const path = textOf(operation, 'path');
  if (path === undefined) throw new LenientPatchError(`the operation "${op}" has no path`);
  switch (op) {
    case 'add':
    case 'replace':
    case 'test': {
      const value = Object.hasOwn(operation, 'value') ? operation.value : undefined;
      if (value === undefined && op !== 'test') throw new LenientPatchError(`the operation "${op}" has no value`);
      return { op, path, value: value ?? null };
    }
    case 'remove':
      return { op, path };
    case 'move':
    case 'copy': {
      const from = textOf(operation, 'from');
      if (from === undefined) throw new LenientPatchError(`the operation "${op}" has no from`);
      return { op, from, path };
    }
    default:
      throw new LenientPatchError(`Unexpected kind: ${op}`);
  }
}

function textOf(operation: JsonObject, key: string): string | undefined {
  const value = Object.hasOwn(operation, key) ? operation[key] : undefined;
  return typeof value === 'string' ? value : undefined;
}
