import { isLiteralCredential, namesCredential } from '../base/credential-names.ts';
import { findAssignments } from '../base/find-assignments.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../base/json.ts';
import type { Path } from '../base/path.ts';
import type { KubernetesObject } from '../model/kubernetes-object.ts';

/** Something in an object that nobody may print: the whole value at a path, or a piece of the text there. */
export interface SecretValue {
  readonly path: Path;
  readonly extent: 'whole' | 'piece';
  readonly text: string;
}

const known = new WeakMap<KubernetesObject, readonly SecretValue[]>();

/**
 * What of an object nobody may print: the data of a Secret; and in an object of any kind what its name makes a credential: the `value` of
 * an environment variable, a key of a ConfigMap, the argument after `--password`, an assignment in a text. What is a credential by its
 * form is not here: that can be told wherever it turns up (`findTokens`).
 */
export function secretValues(object: KubernetesObject): readonly SecretValue[] {
  const earlier = known.get(object);
  if (earlier) return earlier;
  const search = new Search(object.kind === 'Secret');
  for (const [key, value] of Object.entries(object)) search.visitField(value, key);
  known.set(object, search.found);
  return search.found;
}

/** kubectl leaves a copy of the whole object here. */
const COPY = 'kubectl.kubernetes.io/last-applied-configuration';
/** A shorter text has no room for a name and a value. */
const SHORTEST_TEXT = 8;

class Search {
  readonly found: SecretValue[] = [];
  /** Where the search is: it is copied only for what is found. */
  readonly #path: (string | number)[] = [];
  readonly #isSecret: boolean;

  constructor(isSecret: boolean) {
    this.#isSecret = isSecret;
  }

  visitField(value: JsonValue, field: string): void {
    if (this.#isSecret && (field === 'data' || field === 'stringData')) this.#addMembers(value, field);
    else this.#visit(value, field, field);
  }

  /** Of the data of a Secret everything, whatever it is. */
  #addMembers(data: JsonValue, field: string): void {
    for (const [key, value] of isObject(data) ? Object.entries(data) : []) {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      this.found.push({ path: [field, key], extent: 'whole', text });
    }
  }

  /** `name` is what the value is called; the items of a list are called what the list is. */
  #visit(value: JsonValue, step: string | number, name: string): void {
    this.#path.push(step);
    if (isArray(value)) this.#visitItems(value, name);
    else if (isObject(value)) this.#visitMembers(value);
    else if (typeof value === 'string') this.#visitText(value, name);
    else if (typeof value === 'number') this.#visitNamed(String(value), name);
    this.#path.pop();
  }

  /** `[--password, hunter2]` is a name and its value, too. */
  #visitItems(items: readonly JsonValue[], name: string): void {
    items.forEach((item, index) => {
      const before = items[index - 1];
      const isArgument = isOption(before) && !isOption(item);
      this.#visit(item, index, isArgument ? before : name);
    });
  }

  /** `{name: DB_PASSWORD, value: hunter2}` is a name and its value. */
  #visitMembers(members: JsonObject): void {
    for (const [key, value] of Object.entries(members)) {
      const isNamed = key === 'value' && typeof members.name === 'string';
      this.#visit(value, key, isNamed ? String(members.name) : key);
    }
  }

  #visitText(text: string, name: string): void {
    if (this.#visitNamed(text, name) || text.length < SHORTEST_TEXT) return;
    for (const { start, end } of findAssignments(text)) this.#add('piece', text.slice(start, end));
  }

  #visitNamed(text: string, name: string): boolean {
    const isCopy = this.#isSecret && name === COPY;
    const isHidden = isCopy || (namesCredential(name) && isLiteralCredential(text));
    if (isHidden) this.#add('whole', text);
    return isHidden;
  }

  #add(extent: SecretValue['extent'], text: string): void {
    this.found.push({ path: [...this.#path], extent, text });
  }
}

function isOption(item: JsonValue | undefined): item is string {
  return typeof item === 'string' && /^--?[A-Za-z]/.test(item);
}
