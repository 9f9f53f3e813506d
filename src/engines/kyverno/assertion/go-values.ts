import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import { asInteger, isInteger } from '../../../languages/jmespath/integers.ts';
import type { NamespaceLabels } from '../match/namespace-labels.ts';
import { NeedsCluster } from '../variables/needs-cluster.ts';

/** What Kyverno hands to a tree as a struct of Go: expressions read its fields, the tree itself cannot go into it. */
export class GoStruct {
  /** @param fields may be computed when they are read */
  constructor(fields: JsonObject) {
    Object.defineProperties(this, Object.getOwnPropertyDescriptors(fields));
  }
}

/** A text of a type of its own, which equals no other text. */
export class GoText {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** The labels of a namespace: the tree goes into them, to expressions they have no fields. */
export class GoLabels {
  readonly #labels: NamespaceLabels;

  constructor(labels: NamespaceLabels) {
    this.#labels = labels;
  }

  /** Throws NeedsCluster where nobody knows. */
  get(name: string): string | undefined {
    const { labels, needs } = this.#labels;
    if (Object.hasOwn(labels, name)) return labels[name];
    if (needs !== undefined) throw new NeedsCluster(needs);
    return undefined;
  }

  /** Throws NeedsCluster where not all are known. */
  all(): JsonObject {
    const { labels, needs } = this.#labels;
    if (needs !== undefined) throw new NeedsCluster(needs);
    return { ...labels };
  }
}

/** A value of Go among those of JSON. To an expression it is an object, and one of text or labels has no members. */
export function asGoValue(value: GoStruct | GoText | GoLabels): JsonValue {
  return value as unknown as JsonValue;
}

/** An object with its whole numbers as integers, as the admission controller reads it. */
export function withIntegers(value: JsonValue): JsonValue {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? asInteger(value) : value;
  if (isArray(value)) return value.map(withIntegers);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withIntegers(member)]));
}

export type GoKind = 'invalid' | 'bool' | 'string' | 'float64' | 'int64' | 'slice' | 'map' | 'struct';

/** The name that Go's reflection has for a kind of value. */
export function goKind(value: JsonValue): GoKind {
  if (value === null) return 'invalid';
  if (isInteger(value)) return 'int64';
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'number':
      return 'float64';
    case 'string':
      return 'string';
    case 'object':
      return kindOfObject(value);
  }
}

function kindOfObject(value: object): GoKind {
  if (isArray(value)) return 'slice';
  if (value instanceof GoStruct) return 'struct';
  return value instanceof GoText ? 'string' : 'map';
}
