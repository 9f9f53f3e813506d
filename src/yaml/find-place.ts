import { formatPath, type Path } from '../base/path.ts';
import { positionAt } from '../text/position.ts';
import type { Source } from '../text/source.ts';
import { Refusal } from './refusal.ts';
import type { MappingEntry, MappingNode, SequenceNode, YamlNode, YamlTree } from './tree.ts';

/** A node and what holds it. */
export interface Place {
  readonly node: YamlNode;
  readonly holder: Holder | undefined;
  /** Inside brackets: there are no blocks any more. */
  readonly inFlow: boolean;
}

/** What holds a node: an entry of a map, or an item of a list. */
export type Holder =
  | { readonly kind: 'entry'; readonly mapping: MappingNode; readonly index: number; readonly entry: MappingEntry }
  | {
      readonly kind: 'item';
      readonly sequence: SequenceNode;
      readonly index: number;
      readonly dash: number | undefined;
    };

/**
 * The node at a path, for editing what is inside it or itself.
 * @throws Refusal where the path leads through an alias or a merge key, or into something that is repeated elsewhere.
 */
export function findPlace(tree: YamlTree, source: Source, path: Path): Place {
  const { root } = tree;
  if (root === undefined) throw new Refusal('the document is empty');
  let place: Place = { node: root, holder: undefined, inFlow: false };
  refuseRepeated(tree, source, root);
  for (const [depth, step] of path.entries()) {
    const { node } = place;
    if (node.kind === 'alias') throw aliasRefusal(source, node.start, node.name, path.slice(0, depth));
    place = childPlace(place, step, source, path.slice(0, depth + 1));
    refuseRepeated(tree, source, place.node);
  }
  return place;
}

function childPlace({ node, inFlow }: Place, step: string | number, source: Source, path: Path): Place {
  if (node.kind === 'mapping') {
    const entry = findEntry(node, String(step), source, path);
    if (entry === undefined) throw new Refusal(`${formatPath(path)} is not written in this document`);
    const holder: Holder = { kind: 'entry', mapping: node, index: node.entries.indexOf(entry), entry };
    return { node: entry.value, holder, inFlow: inFlow || node.flow };
  }
  if (node.kind === 'sequence') {
    const index = Number(step);
    const item = node.items[index];
    if (item === undefined) throw new Refusal(`${formatPath(path)} is not written in this document`);
    const holder: Holder = { kind: 'item', sequence: node, index, dash: node.dashes[index] };
    return { node: item, holder, inFlow: inFlow || node.flow };
  }
  throw new Refusal(`${formatPath(path)} is not written in this document`);
}

/**
 * The entry of a key that is written in a map itself.
 * @throws Refusal where the key comes from a merge key.
 */
export function findEntry(mapping: MappingNode, key: string, source: Source, path: Path): MappingEntry | undefined {
  const index = mapping.entries.findLastIndex(({ name }) => name === key);
  const merged = mapping.entries.findLastIndex(({ isMerge, value }) => isMerge && mergeHolds(value, key));
  if (merged > index) {
    const merge = mapping.entries[merged];
    const line = positionAt(source, merge?.key.start ?? 0).line;
    throw new Refusal(
      `${formatPath(path)} comes from the merge key << in line ${line} and cannot be changed here alone; change what is merged, or write the key out below it`,
    );
  }
  return mapping.entries[index];
}

function mergeHolds(value: YamlNode, key: string): boolean {
  if (value.kind === 'sequence') return value.items.some((item) => mergeHolds(item, key));
  const source = value.kind === 'alias' ? value.target : value;
  if (source?.kind !== 'mapping') return false;
  return source.entries.some(({ name, isMerge, value: inner }) => name === key || (isMerge && mergeHolds(inner, key)));
}

function refuseRepeated(tree: YamlTree, source: Source, node: YamlNode): void {
  const uses = tree.aliases.get(node) ?? 0;
  if (uses === 0) return;
  const line = positionAt(source, node.outerStart).line;
  throw new Refusal(
    `the anchor &${node.anchor} in line ${line} is repeated ${uses === 1 ? 'once' : `${uses} times`} by its alias, so an edit here would change other places too`,
  );
}

function aliasRefusal(source: Source, start: number, name: string, path: Path): Refusal {
  const line = positionAt(source, start).line;
  return new Refusal(
    `${formatPath(path)} is the alias *${name} in line ${line}; what is inside cannot be changed here alone: change its anchor, or write the value out`,
  );
}
