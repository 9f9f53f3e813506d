import { isArray, isObject, type JsonValue } from '../base/json.ts';
import { formatPath, type Path } from '../base/path.ts';
import { valueAt } from '../base/value-at.ts';
import type { JsonPatch, JsonPatchOperation } from '../model/json-patch.ts';
import { applyJsonPatch } from '../patch/apply-json-patch.ts';
import { diffValues } from '../patch/diff.ts';
import { Refusal } from './refusal.ts';

/** The smallest things that an edit does. Each is made in the text that the one before left. */
export type LeafOperation = Setting | Addition | Removal;

export interface Setting {
  readonly kind: 'set';
  readonly path: Path;
  readonly value: JsonValue;
}

export interface Addition {
  readonly kind: 'add-key' | 'add-item';
  readonly path: Path;
  readonly value: JsonValue;
}

export interface Removal {
  readonly kind: 'remove';
  readonly path: Path;
}

export interface LeafStep {
  readonly operation: LeafOperation;
  /** What the document's value is after it. */
  readonly expected: JsonValue;
}

/**
 * Takes a patch apart into steps that each touch one key, item or scalar. A value that takes the place of another of its kind
 * is compared with it first, so that what is equal in both stays as it is written.
 * @throws JsonPatchError for a patch that does not fit the value.
 */
export function* leafSteps(value: JsonValue, patch: JsonPatch): Generator<LeafStep> {
  let current = value;
  for (const operation of patch) {
    for (const simple of simpleOperations(current, operation)) {
      current = applyJsonPatch(current, [simple.patch]);
      yield { operation: simple.leaf, expected: current };
    }
  }
}

interface Simple {
  readonly patch: JsonPatchOperation;
  readonly leaf: LeafOperation;
}

function* simpleOperations(current: JsonValue, operation: JsonPatchOperation): Generator<Simple> {
  switch (operation.op) {
    case 'test':
      applyJsonPatch(current, [operation]);
      return;
    case 'replace':
    case 'add':
      yield* additions(current, operation.path, operation.value, operation.op);
      return;
    case 'remove':
      yield { patch: operation, leaf: { kind: 'remove', path: resolvePath(current, operation.path) } };
      return;
    case 'copy': {
      const value = read(current, operation.from);
      yield* additions(current, operation.path, value, 'add');
      return;
    }
    case 'move': {
      const value = read(current, operation.from);
      // Applied once as a whole: it refuses to move a value into itself.
      applyJsonPatch(current, [operation]);
      const removal: JsonPatchOperation = { op: 'remove', path: operation.from };
      yield { patch: removal, leaf: { kind: 'remove', path: resolvePath(current, operation.from) } };
      yield* additions(applyJsonPatch(current, [removal]), operation.path, value, 'add');
      return;
    }
  }
}

function read(current: JsonValue, path: Path): JsonValue {
  applyJsonPatch(current, [{ op: 'copy', from: path, path: [] }]);
  return valueAt(current, resolvePath(current, path)) ?? null;
}

function* additions(current: JsonValue, path: Path, value: JsonValue, op: 'add' | 'replace'): Generator<Simple> {
  const place = resolvePath(current, path);
  const parent = place.length === 0 ? undefined : valueAt(current, place.slice(0, -1));
  if (op === 'add' && isArray(parent)) {
    yield { patch: { op: 'add', path, value }, leaf: { kind: 'add-item', path: place, value } };
    return;
  }
  const before = valueAt(current, place);
  if (before === undefined) {
    yield { patch: { op, path, value }, leaf: { kind: 'add-key', path: place, value } };
    return;
  }
  const patches = isSameKind(before, value) ? diffValues(before, value) : [{ op: 'replace', path: [], value } as const];
  for (const patch of patches) {
    const full = [...place, ...patch.path];
    if (patch.op === 'remove') yield { patch: { op: 'remove', path: full }, leaf: { kind: 'remove', path: full } };
    else if (patch.op === 'replace') {
      yield {
        patch: { op: 'replace', path: full, value: patch.value },
        leaf: { kind: 'set', path: full, value: patch.value },
      };
    } else if (patch.op === 'add') {
      const kind = typeof full.at(-1) === 'number' ? 'add-item' : 'add-key';
      yield { patch: { op: 'add', path: full, value: patch.value }, leaf: { kind, path: full, value: patch.value } };
    }
  }
}

function isSameKind(left: JsonValue, right: JsonValue): boolean {
  if (isArray(left)) return isArray(right) && left.length > 0 && right.length > 0;
  if (!isObject(left)) return !isArray(right) && !isObject(right);
  return isObject(right) && Object.keys(left).length > 0 && Object.keys(right).length > 0;
}

/** Steps as the value has them: a number on a list (`-` is its end), a key on an object. */
function resolvePath(root: JsonValue, path: Path): Path {
  const resolved: (string | number)[] = [];
  let value: JsonValue | undefined = root;
  for (const step of path) {
    const next: string | number = isArray(value) ? (step === '-' ? value.length : Number(step)) : String(step);
    if (typeof next === 'number' && !Number.isInteger(next))
      throw new Refusal(`${formatPath(path)} is no item of a list`);
    resolved.push(next);
    value = value === undefined ? undefined : valueAt(value, [next]);
  }
  return resolved;
}
