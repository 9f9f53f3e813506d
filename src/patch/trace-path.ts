import { type Path, startsWithPath } from '../base/path.ts';
import type { JsonPatch } from '../model/json-patch.ts';

export interface TracedPath {
  /** The same place before the patch; for something that the patch made, its nearest parent that was there. */
  readonly path: Path;
  readonly exact: boolean;
}

/**
 * Leads a path in a patched value back to the value before the patch, past the list items that the patch put in or took out.
 * Expects a patch as `diffValues` makes it: list items are numbers, and no `add` stands on a key that was there.
 */
export function tracePath(path: Path, patch: JsonPatch): TracedPath {
  let traced: TracedPath = { path, exact: true };
  for (const operation of patch.toReversed()) {
    switch (operation.op) {
      case 'test':
        break;
      case 'replace':
        // The place was there before, but what is now inside it may not have been.
        if (traced.path.length > operation.path.length && startsWithPath(traced.path, operation.path)) {
          traced = { path: operation.path, exact: false };
        }
        break;
      case 'add':
      case 'copy':
        traced = beforeAdd(traced, operation.path);
        break;
      case 'remove':
        traced = beforeRemove(traced, operation.path);
        break;
      case 'move':
        traced = startsWithPath(traced.path, operation.path)
          ? { path: [...operation.from, ...traced.path.slice(operation.path.length)], exact: traced.exact }
          : beforeRemove(beforeAdd(traced, operation.path), operation.from);
        break;
    }
  }
  return traced;
}

function beforeAdd(traced: TracedPath, added: Path): TracedPath {
  if (startsWithPath(traced.path, added)) return { path: added.slice(0, -1), exact: false };
  return shift(traced, added, -1);
}

function beforeRemove(traced: TracedPath, removed: Path): TracedPath {
  return shift(traced, removed, +1);
}

/** Moves the step that stands on the same list as `item`, if it stands at or behind it. */
function shift(traced: TracedPath, item: Path, by: 1 | -1): TracedPath {
  const depth = item.length - 1;
  const index = item[depth];
  const step = traced.path[depth];
  if (typeof index !== 'number' || typeof step !== 'number' || step < index) return traced;
  if (!startsWithPath(traced.path, item.slice(0, -1))) return traced;
  return { path: traced.path.with(depth, step + by), exact: traced.exact };
}
