import { deepEqual } from '../../../base/deep-equal.ts';
import { isArray, isObject, type JsonValue } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
import { valueAt } from '../../../base/value-at.ts';
import type { JsonPatchOperation } from '../../../model/json-patch.ts';
import { applyJsonPatch } from '../../../patch/apply-json-patch.ts';
import { JsonPatchError } from '../../../patch/json-patch-error.ts';

/** An operation with pointers as they are written. */
export type LenientOperation =
  | { readonly op: 'add' | 'replace' | 'test'; readonly path: string; readonly value: JsonValue }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'move' | 'copy'; readonly from: string; readonly path: string };

export class LenientPatchError extends Error {}

/**
 * Applies a JSON patch with the liberties that Kyverno takes: a negative index counts from the end, to remove what is not there is no
 * error, and an `add` makes the parents that are missing (a list, where the next step is a number or `-`).
 * Semantics: evanphx/json-patch v5 with SupportNegativeIndices, AllowMissingPathOnRemove and EnsurePathExistsOnAdd.
 * @throws LenientPatchError
 */
export function applyLenientPatch(value: JsonValue, operations: readonly LenientOperation[]): JsonValue {
  let result = value;
  for (const operation of operations) result = apply(result, operation);
  return result;
}

function apply(root: JsonValue, operation: LenientOperation): JsonValue {
  switch (operation.op) {
    case 'add':
      return addWithParents(root, stepsOf(operation.path), operation.value);
    case 'remove': {
      const steps = stepsOf(operation.path);
      requireIndex(root, steps, 'remove');
      const path = find(root, steps);
      return path ? applyOne(root, { op: 'remove', path }) : root;
    }
    case 'replace': {
      const path = find(root, stepsOf(operation.path));
      if (!path) throw missing('replace', operation.path);
      return applyOne(root, { op: 'replace', path, value: operation.value });
    }
    case 'test': {
      const steps = stepsOf(operation.path);
      const parent = requireIndex(root, steps, 'test');
      const path = find(root, steps);
      if (!isObject(parent) && (!isArray(parent) || !path)) throw missing('test', operation.path);
      const given = path && valueAt(root, path);
      if (deepEqual(given ?? null, operation.value)) return root;
      throw new LenientPatchError(`testing value ${operation.path} failed: test failed`);
    }
    case 'copy':
      return addAt(root, stepsOf(operation.path), read(root, operation.from, 'copy'));
    case 'move': {
      const moved = read(root, operation.from, 'move');
      const from = find(root, stepsOf(operation.from)) ?? [];
      return addAt(applyOne(root, { op: 'remove', path: from }), stepsOf(operation.path), moved);
    }
  }
}

/** What stands before the first `/` is dropped; a `~` that is neither `~0` nor `~1` stays as it is. */
function stepsOf(pointer: string): readonly string[] {
  if (pointer === '') return [];
  const [, ...steps] = pointer.split('/');
  if (steps.length === 0) throw new LenientPatchError(`the path "${pointer}" does not begin with "/"`);
  return steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The parent of the last step, if it is there; where it is a list, the step has to be an index. */
function requireIndex(root: JsonValue, steps: readonly string[], op: string): JsonValue | undefined {
  const path = find(root, steps.slice(0, -1));
  const parent = path && valueAt(root, path);
  const last = steps.at(-1) ?? '';
  if (steps.length > 0 && parent !== undefined && isArray(parent) && indexOf(last) === undefined) {
    throw new LenientPatchError(`error in ${op} for path: '/${steps.join('/')}': "${last}" is no index of a list`);
  }
  return parent;
}

/** The path of what is there, or undefined. */
function find(root: JsonValue, steps: readonly string[]): Path | undefined {
  const path: (string | number)[] = [];
  let value = root;
  for (const step of steps) {
    const key = keyIn(value, step);
    const child = key === undefined ? undefined : valueAt(value, [key]);
    if (key === undefined || child === undefined) return undefined;
    path.push(key);
    value = child;
  }
  return path;
}

/** The key or index that a step means on a value; undefined where it can mean none. */
function keyIn(value: JsonValue, step: string): string | number | undefined {
  if (isObject(value)) return step;
  if (!isArray(value)) return undefined;
  const index = indexOf(step);
  return index === undefined ? undefined : index < 0 ? index + value.length : index;
}

/** `strconv.Atoi`: a sign and leading zeros are welcome. */
function indexOf(step: string): number | undefined {
  return /^[+-]?\d+$/.test(step) ? Number(step) : undefined;
}

function read(root: JsonValue, pointer: string, op: string): JsonValue {
  const path = find(root, stepsOf(pointer));
  const value = path && valueAt(root, path);
  if (value === undefined) throw missing(op, pointer);
  return value;
}

function missing(op: string, pointer: string): LenientPatchError {
  return new LenientPatchError(`${op} operation does not apply: doc is missing key: ${pointer}`);
}

/** Adds where the parent is there. */
function addAt(root: JsonValue, steps: readonly string[], value: JsonValue): JsonValue {
  const parentSteps = steps.slice(0, -1);
  const parentPath = find(root, parentSteps);
  const parent = parentPath && valueAt(root, parentPath);
  const last = steps.at(-1);
  if (!parentPath || parent === undefined) throw missing('add', `/${parentSteps.join('/')}`);
  if (last === undefined) return value;
  if (isObject(parent)) return applyOne(root, { op: 'add', path: [...parentPath, last], value });
  if (!isArray(parent)) throw missing('add', `/${steps.join('/')}`);
  return applyOne(root, { op: 'add', path: [...parentPath, positionIn(parent, last)], value });
}

/** -1 is behind the last item. */
function positionIn(list: readonly JsonValue[], step: string): number {
  if (step === '-') return list.length;
  const index = indexOf(step);
  const position = index !== undefined && index < 0 ? index + list.length + 1 : index;
  if (position === undefined || position < 0 || position > list.length) {
    throw new LenientPatchError(`Unable to access invalid index: ${step}: invalid index referenced`);
  }
  return position;
}

function addWithParents(root: JsonValue, steps: readonly string[], value: JsonValue): JsonValue {
  // It makes an item for a `-` on the way, and then does not find it.
  if (steps.slice(0, -1).includes('-')) throw missing('add', `/${steps.join('/')}`);
  // The first parent that is missing; null counts as missing.
  const depth = steps.slice(0, -1).findIndex((_, index) => {
    const path = find(root, steps.slice(0, index + 1));
    return (path ? (valueAt(root, path) ?? null) : null) === null;
  });
  if (depth < 0) return addAt(root, steps, value);
  const made = makeParents(steps.slice(depth + 1), value);
  const parentPath = find(root, steps.slice(0, depth)) ?? [];
  const parent = valueAt(root, parentPath) ?? null;
  const index = indexOf(steps[depth] ?? '');
  if (!isArray(parent) || index === undefined || index <= parent.length) {
    return addAt(root, steps.slice(0, depth + 1), made);
  }
  // A list is filled up with null to the index that is asked for.
  return applyOne(root, { op: 'replace', path: parentPath, value: [...parent, ...nulls(index - parent.length), made] });
}

function makeParents(steps: readonly string[], value: JsonValue): JsonValue {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  const index = step === '-' ? 0 : indexOf(step);
  if (index === undefined) return { [step]: makeParents(rest, value) };
  if (index < -1) throw new LenientPatchError(`Unable to ensure path for negative index other than -1: ${step}`);
  return [...nulls(Math.max(index, 0)), makeParents(rest, value)];
}

/** More than this is no index that anybody means. */
const MAX_PADDING = 10_000;

function nulls(count: number): readonly null[] {
  if (count > MAX_PADDING) throw new LenientPatchError(`Unable to access invalid index: ${count}`);
  return Array.from({ length: count }, () => null);
}

function applyOne(root: JsonValue, operation: JsonPatchOperation): JsonValue {
  try {
    return applyJsonPatch(root, [operation]);
  } catch (error) {
    if (error instanceof JsonPatchError) throw new LenientPatchError(error.message);
    throw error;
  }
}
