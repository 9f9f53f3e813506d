import { canonicalJson } from '../base/canonical-json.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../base/json.ts';
import type { Path } from '../base/path.ts';
import type { JsonPatch, JsonPatchOperation } from '../model/json-patch.ts';
import { type AlignmentStep, alignLists } from './align-lists.ts';

export interface DiffOptions {
  /** What a list item is known by, given the list's path (in the value after) and the item; undefined where it has no key. */
  readonly keyOf?: (path: Path, item: JsonValue) => string | undefined;
}

/**
 * The patch that leads from one value to another, made of `add`, `remove` and `replace` only, as small as it can cheaply be:
 * objects key by key, lists by their items' keys where every item has one of its own, else by the items that both have.
 * Applied to `before` it gives `after`; for equal values it is empty.
 */
export function diffValues(before: JsonValue, after: JsonValue, options: DiffOptions = {}): JsonPatch {
  const operations: JsonPatchOperation[] = [];
  collect(before, after, [], options, operations);
  return operations;
}

function collect(
  before: JsonValue,
  after: JsonValue,
  path: Path,
  options: DiffOptions,
  into: JsonPatchOperation[],
): void {
  if (before === after) return;
  if (isObject(before) && isObject(after)) collectObject(before, after, path, options, into);
  else if (isArray(before) && isArray(after)) collectList(before, after, path, options, into);
  else into.push({ op: 'replace', path, value: after });
}

function collectObject(
  before: JsonObject,
  after: JsonObject,
  path: Path,
  options: DiffOptions,
  into: JsonPatchOperation[],
): void {
  for (const key of Object.keys(before)) {
    if (!Object.hasOwn(after, key)) into.push({ op: 'remove', path: [...path, key] });
  }
  for (const key of Object.keys(after)) {
    const value = after[key] ?? null;
    if (Object.hasOwn(before, key)) collect(before[key] ?? null, value, [...path, key], options, into);
    else into.push({ op: 'add', path: [...path, key], value });
  }
}

function collectList(
  before: readonly JsonValue[],
  after: readonly JsonValue[],
  path: Path,
  options: DiffOptions,
  into: JsonPatchOperation[],
): void {
  const keysBefore = keysOf(before, path, options);
  const keysAfter = keysBefore && keysOf(after, path, options);
  const steps =
    keysBefore && keysAfter
      ? alignLists(keysBefore, keysAfter)
      : pairUp(alignLists(before.map(canonicalJson), after.map(canonicalJson)));
  // Operations are applied one after the other, so an index counts in the list as it is by then.
  let index = 0;
  for (const step of steps) {
    switch (step.kind) {
      case 'keep':
        collect(before[step.before] ?? null, after[step.after] ?? null, [...path, index++], options, into);
        break;
      case 'drop':
        into.push({ op: 'remove', path: [...path, index] });
        break;
      case 'take':
        into.push({ op: 'add', path: [...path, index++], value: after[step.after] ?? null });
        break;
    }
  }
}

/** The items' keys, if every item has one and no two have the same. */
function keysOf(items: readonly JsonValue[], path: Path, { keyOf }: DiffOptions): readonly string[] | undefined {
  if (!keyOf) return undefined;
  const keys: string[] = [];
  for (const item of items) {
    const key = keyOf(path, item);
    if (key === undefined) return undefined;
    keys.push(key);
  }
  return new Set(keys).size === keys.length ? keys : undefined;
}

/** Where items were dropped and others taken in the same gap, the n-th taken is the n-th dropped, changed. */
function pairUp(steps: readonly AlignmentStep[]): readonly AlignmentStep[] {
  const paired: AlignmentStep[] = [];
  let dropped: { readonly before: number }[] = [];
  let taken: { readonly after: number }[] = [];
  const closeGap = () => {
    for (let index = 0; index < Math.max(dropped.length, taken.length); index++) {
      const drop = dropped[index];
      const take = taken[index];
      if (drop && take) paired.push({ kind: 'keep', before: drop.before, after: take.after });
      else if (drop) paired.push({ kind: 'drop', before: drop.before });
      else if (take) paired.push({ kind: 'take', after: take.after });
    }
    dropped = [];
    taken = [];
  };
  for (const step of steps) {
    if (step.kind === 'drop') dropped.push(step);
    else if (step.kind === 'take') taken.push(step);
    else {
      closeGap();
      paired.push(step);
    }
  }
  closeGap();
  return paired;
}
