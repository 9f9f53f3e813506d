import { isArray, isObject, type JsonObject, type JsonValue } from '../base/json.ts';
import type { Path } from '../base/path.ts';
import type { JsonPatch, JsonPatchOperation } from '../model/json-patch.ts';
import { JsonPatchError } from './json-patch-error.ts';

/**
 * Reads a JSON patch document (RFC 6902). The steps of its paths are text, also for list items: only the value that a
 * patch is applied to tells an index from a key, and `applyJsonPatch` takes both.
 * @throws JsonPatchError with the place in the patch document.
 */
export function parseJsonPatch(document: JsonValue): JsonPatch {
  if (!isArray(document)) throw new JsonPatchError('a JSON patch is a list of operations', []);
  return document.map(parseOperation);
}

/**
 * Reads a JSON pointer (RFC 6901): `/metadata/labels/app~1name` is `['metadata', 'labels', 'app/name']`.
 * @throws JsonPatchError for a pointer that does not begin with `/` and for a `~` without 0 or 1 after it.
 */
export function parsePointer(pointer: string): Path {
  if (pointer === '') return [];
  if (!pointer.startsWith('/'))
    throw new JsonPatchError(`the pointer ${JSON.stringify(pointer)} does not begin with "/"`, []);
  if (/~(?![01])/.test(pointer)) {
    throw new JsonPatchError(`the pointer ${JSON.stringify(pointer)} has a "~" that is neither "~0" nor "~1"`, []);
  }
  return pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function parseOperation(operation: JsonValue, index: number): JsonPatchOperation {
  if (!isObject(operation)) throw new JsonPatchError('an operation is an object', [index]);
  const op = own(operation, 'op');
  switch (op) {
    case 'add':
    case 'replace':
    case 'test': {
      const value = own(operation, 'value');
      if (value === undefined) throw new JsonPatchError(`"${op}" needs a value`, [index]);
      return { op, path: pointerOf(operation, 'path', index), value };
    }
    case 'remove':
      return { op, path: pointerOf(operation, 'path', index) };
    case 'move':
    case 'copy':
      return { op, from: pointerOf(operation, 'from', index), path: pointerOf(operation, 'path', index) };
    default:
      throw new JsonPatchError(
        `${op === undefined ? 'an operation needs an "op"' : `${JSON.stringify(op)} is no operation`}: add, remove, replace, move, copy or test`,
        [index, 'op'],
      );
  }
}

function pointerOf(operation: JsonObject, key: 'path' | 'from', index: number): Path {
  const pointer = own(operation, key);
  if (typeof pointer !== 'string') throw new JsonPatchError(`"${key}" has to be a JSON pointer`, [index, key]);
  return parsePointer(pointer);
}

function own(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
