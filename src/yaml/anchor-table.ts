import type { JsonValue } from '../base/json.ts';
import { YamlStop } from './yaml-problem.ts';

/** What an anchor names. `nodes` counts with aliases expanded; `value` is undefined while the node is still being read. */
export interface Anchored {
  value: JsonValue | undefined;
  key: string | undefined;
  nodes: number;
  height: number;
}

/** The anchors of a document, and how much their aliases would come to if they were written out. */
export class AnchorTable {
  #anchors: Map<string, Anchored> | undefined;
  /** Nodes that aliases have stood for so far. */
  expandedNodes = 0;

  set(name: string, anchored: Anchored): void {
    this.#anchors ??= new Map();
    this.#anchors.set(name, anchored);
  }

  /**
   * What an alias stands for.
   * @param nodesRead how many nodes were read before it.
   * @throws YamlStop where it stands for nothing, for something without end, or for too much.
   */
  expand(name: string, place: { readonly start: number; readonly end: number }, nodesRead: number): Anchored {
    const anchored = this.#anchors?.get(name);
    if (anchored === undefined) {
      const message = `no anchor &${name} stands above this alias *${name}; an alias can only repeat what its document has already named`;
      throw new YamlStop({ code: 'yaml/unknown-alias', message, ...place });
    }
    if (anchored.value === undefined) {
      const message = `the alias *${name} stands inside what it repeats, so it would never end`;
      throw new YamlStop({ code: 'yaml/alias-bomb', message, ...place });
    }
    this.expandedNodes += anchored.nodes;
    if (isExcessive(this.expandedNodes, this.expandedNodes + nodesRead)) {
      const message =
        'the aliases of this document repeat so much that Kubernetes refuses to expand them; write out less, or use fewer aliases';
      throw new YamlStop({ code: 'yaml/alias-bomb', message, ...place });
    }
    return anchored;
  }
}

/** go-yaml's bound: of what is read, 99 % may come from aliases in small documents and 10 % in large ones, evenly between. */
function isExcessive(fromAliases: number, all: number): boolean {
  if (fromAliases <= 100 || all <= 1000) return false;
  const share = Math.min(1, Math.max(0, (all - 400_000) / 3_600_000));
  return fromAliases / all > 0.99 - 0.89 * share;
}
