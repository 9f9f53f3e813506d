import type { Path } from '../base/path.ts';
import type { Location } from '../model/manifest.ts';
import type { Source } from '../text/source.ts';
import type { MappingEntry, MappingNode, YamlNode, YamlTree } from './tree.ts';

/** Where the value at a path is written, or its nearest parent that is. See YamlDocument.locate for aliases and merge keys. */
export function locateIn(tree: YamlTree, source: Source, path: Path): Location {
  const { root } = tree;
  if (root === undefined) return { span: { source, start: tree.start, end: tree.end }, path: [], exact: false };
  let node: YamlNode = root;
  let keySpan: Location['keySpan'];
  for (let depth = 0; depth <= path.length; depth++) {
    const span = { source, start: node.start, end: node.end };
    const here = keySpan === undefined ? { span } : { span, keySpan };
    const step = path[depth];
    if (step === undefined) return { ...here, path, exact: true };
    const child: Child | undefined = childOf(node, step);
    if (child === undefined) return { ...here, path: path.slice(0, depth), exact: false };
    keySpan = child.key && { source, start: child.key.start, end: child.key.end };
    if (child.isBorrowed) {
      const borrowed = { source, start: child.node.start, end: child.node.end };
      return { span: borrowed, ...(keySpan && { keySpan }), path: path.slice(0, depth), exact: false };
    }
    node = child.node;
  }
  throw new TypeError('unreachable: the loop returns at the end of the path');
}

interface Child {
  readonly node: YamlNode;
  readonly key: YamlNode | undefined;
  /** The value comes through an alias of a merge key: `node` is that alias. */
  readonly isBorrowed: boolean;
}

/** What a step leads to. Through an alias it leads nowhere: what is written behind it is written for another place too. */
function childOf(node: YamlNode, step: string | number): Child | undefined {
  if (node.kind === 'sequence') {
    const item = node.items[Number(step)];
    return item && { node: item, key: undefined, isBorrowed: false };
  }
  return node.kind === 'mapping' ? new KeySearch(String(step)).in(node) : undefined;
}

/** No document that Kubernetes reads merges deeper than it may be nested. */
const MAX_MERGES = 100;

/** Looks for a key in a map and in what it merges; each map once, for hostile merges repeat each other. */
class KeySearch {
  readonly #name: string;
  readonly #searched = new Set<MappingNode>();
  #merges = 0;

  constructor(name: string) {
    this.#name = name;
  }

  in(mapping: MappingNode): Child | undefined {
    this.#searched.add(mapping);
    // From the end: what stands below goes over what stands above, merged keys included.
    for (let index = mapping.entries.length - 1; index >= 0; index--) {
      const entry = mapping.entries[index];
      if (entry === undefined) continue;
      if (entry.isMerge) {
        const merged = this.#inMerge(entry);
        if (merged !== undefined) return merged;
      } else if (entry.name === this.#name) return { node: entry.value, key: entry.key, isBorrowed: false };
    }
    return undefined;
  }

  #inMerge(entry: MappingEntry): Child | undefined {
    const sources = entry.value.kind === 'sequence' ? entry.value.items : [entry.value];
    for (const source of sources) {
      const target = source.kind === 'alias' ? source.target : source;
      if (target?.kind !== 'mapping' || this.#searched.has(target) || this.#merges >= MAX_MERGES) continue;
      this.#merges++;
      const child = this.in(target);
      this.#merges--;
      if (child !== undefined) {
        return source.kind === 'alias' ? { node: source, key: entry.key, isBorrowed: true } : child;
      }
    }
    return undefined;
  }
}
