import { isArray, isObject, type JsonObject, type JsonValue } from '../base/json.ts';
import type { MergedList, MergeSchema } from './merge-schema.ts';

/** A strategic merge patch that does not fit the value. */
export class StrategicMergeError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StrategicMergeError';
  }
}

/**
 * Applies a strategic merge patch as kustomize does: objects merge, null removes, lists are replaced unless the schema has keys for them;
 * in a merged list the items of the patch come first, those that were there behind them. `$patch: delete | replace | merge` are obeyed;
 * the other directives of kubectl (`$setElementOrder`, `$retainKeys`, `$deleteFromPrimitiveList`) mean nothing here and become fields.
 * What the patch does not mention is shared with the value. Undefined is "nothing is left".
 * Semantics: kubernetes-sigs/kustomize, kyaml/yaml/merge2 and walk, with the option to prepend.
 * @throws StrategicMergeError where patch and value are of different kinds, for an unknown directive, and for an item without its key.
 */
export function strategicMerge(
  patch: JsonValue,
  value: JsonValue | undefined,
  schema: MergeSchema | undefined,
): JsonValue | undefined {
  if (patch === null) return undefined;
  if (value === undefined || value === null) return add(patch, schema);
  if (isObject(value)) {
    if (!isObject(patch)) throw differentKinds(value, patch);
    return mergeObjects(patch, value, schema);
  }
  if (isArray(value)) {
    if (!isArray(patch)) throw differentKinds(value, patch);
    return schema?.list ? mergeLists(patch, value, schema.list) : patch;
  }
  if (isObject(patch) || isArray(patch)) throw differentKinds(value, patch);
  // kustomize leaves the quotes that were there: text stays text.
  return typeof value === 'string' ? String(patch) : patch;
}

const DIRECTIVE = '$patch';

function mergeObjects(patch: JsonObject, value: JsonObject, schema: MergeSchema | undefined): JsonValue | undefined {
  const directive = directiveOf(patch);
  switch (directive) {
    case 'delete':
      return undefined;
    case 'replace':
      return add(patch, schema);
    case 'merge':
    case undefined:
      break;
    default:
      throw new StrategicMergeError(`unknown patch strategy '${String(directive)}'`);
  }
  const merged = new Map(Object.entries(value));
  for (const [key, change] of Object.entries(patch)) {
    if (key === DIRECTIVE) continue;
    const result = strategicMerge(change, merged.get(key), fieldOf(schema, key));
    if (result === undefined) merged.delete(key);
    else merged.set(key, result);
  }
  return Object.fromEntries(merged);
}

/** What a patch comes to where nothing was: itself, without directives and without what it removes. */
function add(patch: JsonValue, schema: MergeSchema | undefined): JsonValue | undefined {
  if (patch === null) return undefined;
  if (isArray(patch)) return schema?.list ? mergeLists(patch, [], schema.list) : patch;
  if (!isObject(patch)) return patch;
  const directive = directiveOf(patch);
  if (directive === 'delete') return undefined;
  const isKnown = directive === 'replace' || directive === 'merge';
  return Object.fromEntries(
    Object.entries(patch).flatMap(([key, child]) => {
      if (isKnown && key === DIRECTIVE) return [];
      const added = add(child, fieldOf(schema, key));
      return added === undefined ? [] : [[key, added] as const];
    }),
  );
}

function mergeLists(patch: readonly JsonValue[], value: readonly JsonValue[], list: MergedList): JsonValue {
  return list.keys.length === 0 ? mergeScalars(patch, value) : mergeItems(patch, value, list);
}

function mergeScalars(patch: readonly JsonValue[], value: readonly JsonValue[]): readonly JsonValue[] {
  const known = new Map<string, JsonValue>();
  for (const item of [...patch, ...value]) {
    if (item !== null && !known.has(String(item))) known.set(String(item), item);
  }
  return [...known.values()];
}

function mergeItems(patch: readonly JsonValue[], value: readonly JsonValue[], list: MergedList): readonly JsonValue[] {
  const there = new ItemIndex(list.keys);
  for (const item of value) there.add(item);
  const merged = new ItemIndex(list.keys);
  for (const change of patch) {
    if (!isObject(change)) throw new StrategicMergeError('an item of a merged list has to be an object');
    if (keyText(change, list.keys[0] ?? '') === '') {
      throw new StrategicMergeError(`an item of the patch has no "${list.keys[0]}", by which the list is merged`);
    }
    // An item may stand twice in the patch: the second changes what the first came to.
    const again = merged.find(change);
    const at = again === undefined ? there.find(change) : undefined;
    const before = again === undefined ? (at === undefined ? undefined : there.items[at]) : merged.items[again];
    // kustomize puts the item that was there back over one that was to replace it.
    const result =
      before !== undefined && directiveOf(change) === 'replace' ? before : strategicMerge(change, before, list.items);
    const isEmpty = result === undefined || (isObject(result) && Object.keys(result).length === 0);
    if (at !== undefined) there.items[at] = undefined;
    if (again !== undefined) merged.items[again] = isEmpty ? undefined : result;
    else if (!isEmpty) merged.add(result);
  }
  return [...merged.items, ...there.items].filter((item) => item !== undefined);
}

/** Items that are found by their keys: by the first one at once, so that a long list costs no more than it is long. */
class ItemIndex {
  readonly items: (JsonValue | undefined)[] = [];
  readonly #keys: readonly string[];
  readonly #places = new Map<string, number[]>();

  constructor(keys: readonly string[]) {
    this.#keys = keys;
  }

  add(item: JsonValue): void {
    const place = this.items.push(item) - 1;
    const text = isObject(item) ? keyText(item, this.#keys[0] ?? '') : '';
    if (text === '') return;
    const places = this.#places.get(text);
    if (places) places.push(place);
    else this.#places.set(text, [place]);
  }

  /** The place of the first item that is the same and still there. */
  find(wanted: JsonObject): number | undefined {
    return this.#places.get(keyText(wanted, this.#keys[0] ?? ''))?.find((place) => {
      const item = this.items[place];
      return isObject(item) && isSameItem(item, wanted, this.#keys);
    });
  }
}

/** The first key has to be the same; a further one (the protocol of a port) may be left out on one side. */
function isSameItem(left: JsonObject, right: JsonObject, keys: readonly string[]): boolean {
  return keys.every((key, index) => {
    const one = keyText(left, key);
    const other = keyText(right, key);
    return one === other ? index > 0 || one !== '' : index > 0 && (one === '' || other === '');
  });
}

/** As YAML text, which is how kustomize compares keys: `8080` and `"8080"` are the same. */
function keyText(item: JsonObject, key: string): string {
  const value = Object.hasOwn(item, key) ? item[key] : undefined;
  return value === undefined || value === null || typeof value === 'object' ? '' : String(value);
}

function directiveOf(patch: JsonObject): JsonValue | undefined {
  return Object.hasOwn(patch, DIRECTIVE) ? patch[DIRECTIVE] : undefined;
}

function fieldOf(schema: MergeSchema | undefined, key: string): MergeSchema | undefined {
  return schema?.fields && Object.hasOwn(schema.fields, key) ? schema.fields[key] : undefined;
}

function differentKinds(value: JsonValue, patch: JsonValue): StrategicMergeError {
  return new StrategicMergeError(`the patch has ${nounOf(patch)} where the object has ${nounOf(value)}`);
}

function nounOf(value: JsonValue): string {
  return isArray(value) ? 'a list' : isObject(value) ? 'an object' : 'a scalar';
}
