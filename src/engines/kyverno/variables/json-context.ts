import { isObject, type JsonValue } from '../../../base/json.ts';
import { NotFoundError } from '../../../languages/jmespath/errors.ts';
import type { Context } from '../../../model/engine.ts';
import type { KubernetesObject } from '../../../model/kubernetes-object.ts';
import type { ContextEntries } from './context-entries.ts';
import type { Expressions } from './expressions.ts';
import { failureMessage, isLimit } from './failure-message.ts';
import type { QueryContext } from './query-context.ts';
import { SubstitutionError } from './substitution-error.ts';
import { withMembers } from './with-members.ts';

/** The data of a JSON context: its members may be computed when they are read. */
export interface ContextData {
  readonly [name: string]: JsonValue;
}

/** An object whose texts are variables that yield the object again would grow without end: no rule of good will comes near this. */
const MAX_WORK = 10_000_000;

/**
 * What the expressions of one rule are evaluated on. The rule's context entries are loaded in their order, each when an expression names
 * it first; an entry that cannot be loaded is an unknown key to whoever asks for it.
 * Semantics: kyverno/kyverno pkg/engine/context: `deferred.go`, `loaders/`.
 */
export class JsonContext implements QueryContext {
  readonly run: Context;
  readonly #expressions: Expressions;
  readonly #entries: ContextEntries;
  readonly #isDelete: boolean;
  readonly #attempted: boolean[] = [];
  readonly #failures = new Map<string, string>();
  readonly #missing = new Map<number, { readonly thrown: unknown }>();
  readonly #open: () => ContextData;
  #opened: ContextData | undefined;
  #ownsData = false;
  #budget = { spent: 0 };
  #limit: number;
  /** The context around it, where it is about an element of a list. */
  #outer: JsonContext | undefined;
  /** Entries of this context that were loaded within one about an element. */
  readonly #loadedWithin = new Set<number>();

  /** @param open gives the data that there is from the start; called when the first expression is evaluated */
  constructor(
    open: () => ContextData,
    entries: ContextEntries,
    expressions: Expressions,
    run: Context,
    isDelete: boolean,
  ) {
    this.#open = open;
    this.#entries = entries;
    this.#expressions = expressions;
    this.run = run;
    this.#isDelete = isDelete;
    this.#limit = entries.list.length;
  }

  /**
   * The value of an expression. On DELETE, whatever is asked of the object is asked of the old one.
   * Throws NotFoundError, JmespathRuntimeError, JmespathSyntaxError, NeedsCluster.
   */
  query(text: string): JsonValue {
    const asked = this.#isDelete ? text.replaceAll('request.object', 'request.oldObject') : text;
    return this.evaluate(asked);
  }

  /** The value of an expression as it is written. */
  evaluate(text: string): JsonValue {
    if (text === '') throw new SubstitutionError('invalid query (nil)');
    const expression = this.#expressions.compile(text);
    if (this.#entries.list.length > 0) this.#load(text);
    try {
      return expression.evaluate(this.#data, this.run);
    } catch (thrown) {
      const reason = thrown instanceof NotFoundError ? this.#failures.get(thrown.key) : undefined;
      if (reason === undefined) throw thrown;
      throw new SubstitutionError(`${failureMessage(thrown)}: ${reason}`);
    }
  }

  /** The value of an expression on data of its own. */
  evaluateOn(text: string, data: JsonValue): JsonValue {
    return this.#expressions.compile(text).evaluate(data, this.run);
  }

  /**
   * A context about an element of a list: this one's data as `change` leaves it, with entries of its own behind those that this one has.
   * What is loaded within is forgotten with it. But an entry of this one that was loaded within is loaded again before the next element, here
   * outside, where there is no element: Kyverno's `deferredLoaders.Reset`, which leaves an entry that depends on the element without a value.
   *
   * @param entries this context's entries, then those of the loop
   */
  within(entries: ContextEntries, change: (data: ContextData) => ContextData): JsonContext {
    for (const index of this.#loadedWithin) {
      this.#attempted[index] = true;
      this.#loadEntry(index);
    }
    this.#loadedWithin.clear();
    const inner = new JsonContext(() => change(this.#data), entries, this.#expressions, this.run, this.#isDelete);
    inner.#outer = this;
    inner.#budget = this.#budget;
    inner.#attempted.push(...this.#attempted);
    for (const [name, message] of this.#failures) inner.#failures.set(name, message);
    for (const [index, missing] of this.#missing) inner.#missing.set(index, missing);
    return inner;
  }

  /** From now on the object of the request is another one. */
  setObject(object: KubernetesObject): void {
    const { request } = this.#data;
    this.#set('request', withMembers(isObject(request) ? request : {}, { object }));
  }

  get #data(): ContextData {
    this.#opened ??= this.#open();
    return this.#opened;
  }

  spend(work: number): void {
    this.#budget.spent += work;
    if (this.#budget.spent > MAX_WORK) {
      throw new SubstitutionError('the variables of the rule yield too much', { isLimit: true });
    }
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#data, name);
  }

  #load(text: string): void {
    for (const index of this.#entries.namedBy(text)) {
      if (index >= this.#limit) continue;
      // What only a cluster knows, or a limit kept from being known, is asked for in vain each time.
      const missing = this.#missing.get(index);
      if (missing) throw missing.thrown;
      if (this.#attempted[index]) continue;
      this.#attempted[index] = true;
      // What was loaded may have been named for the first time here: an entry sees only those before it.
      if (!this.#loadEntry(index)) return;
    }
  }

  /** Whether it could be loaded; Kyverno loads no other after one that could not. */
  #loadEntry(index: number): boolean {
    const entry = this.#entries.list[index];
    if (!entry) return true;
    const limit = this.#limit;
    this.#limit = index;
    try {
      const value = entry.load(this);
      if (value !== undefined) this.#set(entry.name, value);
      if (this.#outer && index < this.#outer.#entries.list.length) this.#outer.#loadedWithin.add(index);
      return true;
    } catch (thrown) {
      const message = failureMessage(thrown);
      if (message === undefined || isLimit(thrown)) {
        this.#missing.set(index, { thrown });
        throw thrown;
      }
      this.#failures.set(entry.name, message);
      return false;
    } finally {
      this.#limit = limit;
    }
  }

  #set(name: string, value: JsonValue): void {
    if (!this.#ownsData) {
      this.#opened = withMembers(this.#data, {});
      this.#ownsData = true;
    }
    Object.defineProperty(this.#data, name, { value, enumerable: true, configurable: true, writable: true });
  }
}
