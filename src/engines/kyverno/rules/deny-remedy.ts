import { isObject, type JsonValue } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
import { valueAt } from '../../../base/value-at.ts';
import { hasWildcard } from '../../../base/wildcard.ts';
import type { JsonPatch } from '../../../model/json-patch.ts';
import type { KubernetesObject } from '../../../model/kubernetes-object.ts';
import type { CompiledCondition } from './compile-conditions.ts';

/** A path and nothing else; a default behind it does not change what is read. */
const PLAIN_PATH = /^[\w."/-]+(?:\s*\|\|\s*(?:'[^']*'|`[^`]*`))?$/;

/**
 * The patch after which a condition no longer denies, where exactly one value would: a field that has to equal a literal, or a flag that
 * must not be what it is. `path` is what the condition reads.
 */
export function denyRemedy(condition: CompiledCondition, path: Path, object: KubernetesObject): JsonPatch | undefined {
  const expression = condition.key.kind === 'variable' ? condition.key.whole : undefined;
  if (expression === undefined || !PLAIN_PATH.test(expression)) return undefined;
  if (condition.value.kind !== 'constant') return undefined;
  const legal = legalValue(condition, condition.value.value);
  return legal === undefined ? undefined : setPatch(object, path, legal);
}

function legalValue({ operator }: CompiledCondition, value: JsonValue): JsonValue | undefined {
  switch (operator) {
    case 'NotEquals':
    case 'NotEqual':
      if (value === null || typeof value === 'object') return undefined;
      return typeof value === 'string' && (value === '' || hasWildcard(value)) ? undefined : value;
    case 'Equals':
    case 'Equal':
      return typeof value === 'boolean' ? !value : undefined;
    default:
      return undefined;
  }
}

/** The patch that puts a value at a path, with the parents that are missing. Undefined where something else is in the way. */
export function setPatch(object: KubernetesObject, path: Path, value: JsonValue): JsonPatch | undefined {
  if (valueAt(object, path) !== undefined) return [{ op: 'replace', path, value }];
  for (let length = path.length - 1; length >= 0; length--) {
    const parent = valueAt(object, path.slice(0, length));
    if (parent === undefined) continue;
    if (!isObject(parent)) return undefined;
    const rest = path.slice(length + 1);
    if (rest.some((step) => typeof step === 'number')) return undefined;
    return [{ op: 'add', path: path.slice(0, length + 1), value: rest.reduceRight<JsonValue>(wrap, value) }];
  }
  return undefined;
}

function wrap(value: JsonValue, step: string | number): JsonValue {
  return { [step]: value };
}
