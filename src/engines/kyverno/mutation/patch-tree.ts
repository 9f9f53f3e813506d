import { isArray, isObject, type JsonValue } from '../../../base/json.ts';

/**
 * A patch as a tree that may be changed: Kyverno works on one, renames keys and drops nodes while it walks, and what comes out depends
 * on the order in which it does.
 */
export type PatchNode = PatchMap | PatchList | PatchScalar;

export interface PatchMap {
  readonly kind: 'map';
  /** In the order of the text. A key may come twice after a renaming; the first one is found. */
  fields: PatchField[];
}

export interface PatchField {
  key: string;
  value: PatchNode;
}

export interface PatchList {
  readonly kind: 'list';
  items: PatchNode[];
}

export interface PatchScalar {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
}

export function toPatchTree(value: JsonValue): PatchNode {
  if (isArray(value)) return { kind: 'list', items: value.map(toPatchTree) };
  if (!isObject(value)) return { kind: 'scalar', value };
  return { kind: 'map', fields: Object.entries(value).map(([key, child]) => ({ key, value: toPatchTree(child) })) };
}

export function toJson(node: PatchNode): JsonValue {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(toJson);
    case 'map':
      return fromFields(node);
  }
}

function fromFields({ fields }: PatchMap): JsonValue {
  const members = new Map<string, JsonValue>();
  for (const { key, value } of fields) if (!members.has(key)) members.set(key, toJson(value));
  return Object.fromEntries(members);
}

export function copyOf(node: PatchNode): PatchNode {
  switch (node.kind) {
    case 'scalar':
      return node;
    case 'list':
      return { kind: 'list', items: node.items.map(copyOf) };
    case 'map':
      return { kind: 'map', fields: node.fields.map(({ key, value }) => ({ key, value: copyOf(value) })) };
  }
}

export function fieldOf(map: PatchMap, key: string): PatchField | undefined {
  return map.fields.find((field) => field.key === key);
}

export function removeField(map: PatchMap, key: string): void {
  const index = map.fields.findIndex((field) => field.key === key);
  if (index >= 0) map.fields.splice(index, 1);
}

export function setField(map: PatchMap, key: string, value: PatchNode): void {
  const field = fieldOf(map, key);
  if (field) field.value = value;
  else map.fields.push({ key, value });
}

export function keysOf(map: PatchMap): readonly string[] {
  return map.fields.map(({ key }) => key);
}
