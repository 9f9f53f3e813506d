import type { ContextEntry } from './query-context.ts';

/** A rule's context entries, and which of them an expression names. */
export class ContextEntries {
  readonly list: readonly ContextEntry[];
  /** Of a Policy, which may look nothing up in other namespaces; undefined for a ClusterPolicy. */
  readonly policyNamespace: string | undefined;
  readonly #named = new Map<string, readonly number[]>();

  constructor(list: readonly ContextEntry[], policyNamespace?: string) {
    this.list = list;
    this.policyNamespace = policyNamespace;
  }

  /** The indices of the entries that a text names, in their order. */
  namedBy(text: string): readonly number[] {
    let named = this.#named.get(text);
    if (!named) {
      if (this.#named.size >= MAX_KNOWN) this.#named.clear();
      named = this.list.flatMap(({ name }, index) => (names(text, name) ? [index] : []));
      this.#named.set(text, named);
    }
    return named;
  }
}

const MAX_KNOWN = 1000;

export const NO_ENTRIES = new ContextEntries([]);

/**
 * Whether a text names an entry: as a word that does not follow a `.` or a letter or digit, so that `x` is named by `x.y`, not by `y.x`.
 * Semantics: kyverno/kyverno pkg/engine/context/deferred.go, `NewDeferredLoader`.
 */
function names(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0 && name !== ''; at = text.indexOf(name, at + 1)) {
    const before = text[at - 1];
    const after = text[at + name.length];
    if ((before === undefined || /[^.0-9A-Za-z]/.test(before)) && (after === undefined || /\W/.test(after)))
      return true;
  }
  return false;
}
