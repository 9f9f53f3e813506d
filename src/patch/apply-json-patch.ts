import { deepEqual } from '../base/deep-equal.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../base/json.ts';
import { type Path, startsWithPath } from '../base/path.ts';
import type { JsonPatch, JsonPatchOperation } from '../model/json-patch.ts';
import { JsonPatchError } from './json-patch-error.ts';

/**
 * Applies a JSON patch (RFC 6902) to a value and gives the new one; the old one stays as it is, and what no operation
 * touched is shared between the two. A step that is text counts as an index where it stands on a list (`"0"`, `"-"`), a
 * number as a key where it stands on an object, because a pointer does not say which of the two it means.
 * @throws JsonPatchError for a path that does not exist, an index out of range, or a `test` that fails.
 */
export function applyJsonPatch(value: JsonValue, patch: JsonPatch): JsonValue {
  let result = value;
  for (const operation of patch) result = applyOperation(result, operation);
  return result;
}

function applyOperation(root: JsonValue, operation: JsonPatchOperation): JsonValue {
  switch (operation.op) {
    case 'add':
      return addAt(root, operation.path, operation.value);
    case 'replace':
      return changeAt(root, operation.path, () => operation.value);
    case 'remove':
      return removeAt(root, operation.path);
    case 'test':
      if (deepEqual(read(root, operation.path), operation.value)) return root;
      throw new JsonPatchError('the value is not the one that the patch tests for', operation.path);
    case 'copy':
      return addAt(root, operation.path, read(root, operation.from));
    case 'move': {
      if (operation.path.length > operation.from.length && startsWithPath(operation.path, operation.from)) {
        throw new JsonPatchError('a value cannot be moved into itself', operation.path);
      }
      const moved = read(root, operation.from);
      return addAt(removeAt(root, operation.from), operation.path, moved);
    }
  }
}

function read(root: JsonValue, path: Path): JsonValue {
  let value = root;
  for (let depth = 0; depth < path.length; depth++) value = child(value, path, depth);
  return value;
}

function addAt(root: JsonValue, path: Path, value: JsonValue): JsonValue {
  return changeParent(root, path, value, (parent, depth) => {
    if (isArray(parent)) {
      const index = path[depth] === '-' ? parent.length : indexIn(parent.length + 1, path, depth);
      return [...parent.slice(0, index), value, ...parent.slice(index)];
    }
    return withKey(objectAt(parent, path, depth), String(path[depth]), value);
  });
}

function removeAt(root: JsonValue, path: Path): JsonValue {
  if (path.length === 0) throw new JsonPatchError('the root cannot be removed', path);
  return changeParent(root, path, null, (parent, depth) => {
    child(parent, path, depth);
    if (isArray(parent)) {
      const index = indexIn(parent.length, path, depth);
      return [...parent.slice(0, index), ...parent.slice(index + 1)];
    }
    const { [String(path[depth])]: _, ...rest } = objectAt(parent, path, depth);
    return rest;
  });
}

/** Gives what `change` makes of the parent that the path's last step stands on; the empty path is the whole value. */
function changeParent(
  root: JsonValue,
  path: Path,
  whole: JsonValue,
  change: (parent: JsonValue, depth: number) => JsonValue,
): JsonValue {
  if (path.length === 0) return whole;
  const last = path.length - 1;
  return changeAt(root, path.slice(0, last), (parent) => change(parent, last), path);
}

/** Copies along the path and nothing else. */
function changeAt(root: JsonValue, path: Path, change: (value: JsonValue) => JsonValue, asked: Path = path): JsonValue {
  const parents: JsonValue[] = [];
  let value = root;
  for (let depth = 0; depth < path.length; depth++) {
    parents.push(value);
    value = child(value, asked, depth);
  }
  value = change(value);
  for (let depth = path.length - 1; depth >= 0; depth--) {
    const parent = parents[depth] ?? null;
    value = isArray(parent)
      ? parent.with(indexIn(parent.length, asked, depth), value)
      : withKey(objectAt(parent, asked, depth), String(asked[depth]), value);
  }
  return value;
}

function child(parent: JsonValue, path: Path, depth: number): JsonValue {
  if (isArray(parent)) return parent[indexIn(parent.length, path, depth)] ?? null;
  const object = objectAt(parent, path, depth);
  const key = String(path[depth]);
  if (!Object.hasOwn(object, key))
    throw new JsonPatchError(`there is no key ${JSON.stringify(key)}`, path.slice(0, depth + 1));
  return object[key] ?? null;
}

function objectAt(parent: JsonValue, path: Path, depth: number): JsonObject {
  if (isObject(parent)) return parent;
  throw new JsonPatchError('its parent is neither an object nor a list', path.slice(0, depth + 1));
}

/** RFC 6901 allows no sign and no leading zero. */
const INDEX = /^(?:0|[1-9]\d*)$/;

function indexIn(length: number, path: Path, depth: number): number {
  const step = path[depth];
  const index = typeof step === 'number' ? step : INDEX.test(step ?? '') ? Number(step) : undefined;
  if (index === undefined || !Number.isInteger(index) || index < 0 || index >= length) {
    throw new JsonPatchError(`the list has no item ${step}`, path.slice(0, depth + 1));
  }
  return index;
}

/** A computed key of a literal is always an own key: `__proto__` from hostile input is a key like any other. */
function withKey(object: JsonObject, key: string, value: JsonValue): JsonObject {
  return { ...object, [key]: value };
}
