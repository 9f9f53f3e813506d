import { deepEqual } from '../base/deep-equal.ts';
import { isArray, isObject, type JsonValue } from '../base/json.ts';
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
  const draft = new Draft(value);
  for (const operation of patch) apply(draft, operation);
  return draft.root;
}

function apply(draft: Draft, operation: JsonPatchOperation): void {
  switch (operation.op) {
    case 'add':
      draft.add(operation.path, operation.value);
      break;
    case 'replace':
      draft.replace(operation.path, operation.value);
      break;
    case 'remove':
      draft.remove(operation.path);
      break;
    case 'test':
      if (!deepEqual(draft.read(operation.path), operation.value)) {
        throw new JsonPatchError('the value is not the one that the patch tests for', operation.path);
      }
      break;
    case 'copy': {
      const copied = draft.read(operation.from);
      draft.disown();
      draft.add(operation.path, copied);
      break;
    }
    case 'move': {
      if (operation.path.length > operation.from.length && startsWithPath(operation.path, operation.from)) {
        throw new JsonPatchError('a value cannot be moved into itself', operation.path);
      }
      const moved = draft.read(operation.from);
      draft.remove(operation.from);
      draft.add(operation.path, moved);
      break;
    }
  }
}

type OwnList = JsonValue[];
type OwnObject = { [key: string]: JsonValue };

/** A value under change. A container is copied when it is first written to, and only then: a long patch of a long list stays cheap. */
class Draft {
  root: JsonValue;
  /** Every copy of ours, by itself: what is in here may be written to. */
  #owned = new Map<JsonValue, OwnList | OwnObject>();

  constructor(root: JsonValue) {
    this.root = root;
  }

  read(path: Path): JsonValue {
    let value = this.root;
    for (let depth = 0; depth < path.length; depth++) value = child(value, path, depth);
    return value;
  }

  add(path: Path, value: JsonValue): void {
    const depth = path.length - 1;
    if (depth < 0) {
      this.root = value;
      return;
    }
    const parent = this.#parentOf(path);
    if (Array.isArray(parent)) {
      parent.splice(path[depth] === '-' ? parent.length : indexIn(parent.length + 1, path, depth), 0, value);
    } else {
      setKey(parent, String(path[depth]), value);
    }
  }

  replace(path: Path, value: JsonValue): void {
    const depth = path.length - 1;
    if (depth < 0) {
      this.root = value;
      return;
    }
    const parent = this.#parentOf(path);
    child(parent, path, depth);
    if (Array.isArray(parent)) parent[indexIn(parent.length, path, depth)] = value;
    else setKey(parent, String(path[depth]), value);
  }

  remove(path: Path): void {
    const depth = path.length - 1;
    if (depth < 0) throw new JsonPatchError('the root cannot be removed', path);
    const parent = this.#parentOf(path);
    child(parent, path, depth);
    if (Array.isArray(parent)) parent.splice(indexIn(parent.length, path, depth), 1);
    else delete parent[String(path[depth])];
  }

  /** After this, what was copied so far may stand in two places, and has to be copied again before it is written to. */
  disown(): void {
    this.#owned = new Map();
  }

  /** The container that the path's last step stands on, as our own copy, and all containers above it. */
  #parentOf(path: Path): OwnList | OwnObject {
    let parent = this.#own(this.root, path, 0);
    this.root = parent;
    for (let depth = 0; depth < path.length - 1; depth++) {
      const next = this.#own(child(parent, path, depth), path, depth + 1);
      if (Array.isArray(parent)) parent[indexIn(parent.length, path, depth)] = next;
      else setKey(parent, String(path[depth]), next);
      parent = next;
    }
    return parent;
  }

  #own(value: JsonValue, path: Path, depth: number): OwnList | OwnObject {
    if (!isArray(value) && !isObject(value)) throw noContainer(path, depth);
    const owned = this.#owned.get(value);
    if (owned) return owned;
    const copy = isArray(value) ? [...value] : { ...value };
    this.#owned.set(copy, copy);
    return copy;
  }
}

function child(parent: JsonValue, path: Path, depth: number): JsonValue {
  if (isArray(parent)) return parent[indexIn(parent.length, path, depth)] ?? null;
  if (!isObject(parent)) throw noContainer(path, depth);
  const key = String(path[depth]);
  if (!Object.hasOwn(parent, key)) {
    throw new JsonPatchError(`there is no key ${JSON.stringify(key)}`, path.slice(0, depth + 1));
  }
  return parent[key] ?? null;
}

function noContainer(path: Path, depth: number): JsonPatchError {
  return new JsonPatchError('its parent is neither an object nor a list', path.slice(0, depth + 1));
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

/** `__proto__` from hostile input is a key like any other, which a plain assignment does not make it. */
function setKey(object: OwnObject, key: string, value: JsonValue): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    object[key] = value;
  }
}
