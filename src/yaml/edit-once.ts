import type { Source } from '../text/source.ts';
import type { TextEdit } from '../text/text-edit.ts';
import { addBlockEntry, addBlockItem, removeBlockEntry, removeBlockItem } from './edit-block.ts';
import type { EditContext } from './edit-context.ts';
import { addFlowEntry, addFlowItem, removeFlowPart } from './edit-flow.ts';
import { replaceValue } from './edit-value.ts';
import { findEntry, findPlace, type Place } from './find-place.ts';
import type { Addition, LeafOperation, Removal } from './leaf-operations.ts';
import { Refusal } from './refusal.ts';
import { isScalarValue } from './render-value.ts';
import type { YamlNode, YamlTree } from './tree.ts';
import { writingStyle } from './writing-style.ts';

/** Ways to make an edit, where the first one would let it run into what stands around it. */
export interface EditManner {
  /** Take the blank lines below a removed part along: they could become part of a block scalar above it. */
  readonly takeBlankLines: boolean;
  /** Write text of several lines as a block: not above lines of mere blanks, which would become part of it. */
  readonly blockText: boolean;
}

export interface OneEdit {
  readonly edits: readonly TextEdit[];
  /** Of the edits, those that take something out with all that is inside: its comments go with it. */
  readonly removed: readonly TextEdit[];
}

/**
 * The text edits of one leaf operation.
 * @param tree of the document that is edited
 * @throws Refusal for a place that cannot be edited alone.
 */
export function editOnce(source: Source, tree: YamlTree, operation: LeafOperation, manner: EditManner): OneEdit {
  const { text } = source;
  const context: EditContext = {
    source,
    text,
    tree,
    style: writingStyle(text, tree, manner),
    takeBlankLines: manner.takeBlankLines,
  };
  switch (operation.kind) {
    case 'set': {
      const place = findPlace(tree, source, operation.path);
      refuseLostAnchors(tree, place.node);
      const edits = replaceValue(context, place, operation.value);
      return { edits, removed: isScalarValue(operation.value) && place.node.kind === 'scalar' ? [] : edits };
    }
    case 'add-key':
    case 'add-item':
      return { edits: add(context, operation), removed: [] };
    case 'remove': {
      const edits = remove(context, operation);
      return { edits, removed: edits };
    }
  }
}

function add(context: EditContext, operation: Addition): readonly TextEdit[] {
  const { tree, source } = context;
  const { value } = operation;
  const last = operation.path.at(-1);
  const place = findPlace(tree, source, operation.path.slice(0, -1));
  const { node } = place;
  if (node.tag !== undefined && node.kind !== 'mapping' && node.kind !== 'sequence') {
    throw new Refusal(`the value has the tag ${node.tag}`);
  }
  if (node.kind === 'mapping' && typeof last === 'string') {
    findEntry(node, last, source, operation.path);
    if (!node.flow) return addBlockEntry(context, node, last, value);
    if (node.entries.length === 0 && becomesBlock(context, place))
      return replaceValue(context, place, { [last]: value });
    if (node.bare) throw new Refusal('it is a pair without braces, which takes no second; write it in braces first');
    return addFlowEntry(context, place, node, last, value);
  }
  if (node.kind === 'sequence' && typeof last === 'number') {
    if (!node.flow) return addBlockItem(context, place, node, last, value);
    // A list of words stays in its brackets; a list of maps becomes lines.
    const isEmpty = node.items.length === 0;
    if (isEmpty && !isScalarValue(value) && becomesBlock(context, place)) return replaceValue(context, place, [value]);
    return addFlowItem(context, place, node, last, value);
  }
  if (node.kind === 'alias') throw new Refusal(`the place is the alias *${node.name}; write it out to change it here`);
  throw new Refusal('there is neither a map nor a list to add to');
}

/** Empty brackets among blocks only say that there is nothing; what is added gets lines of its own. */
function becomesBlock({ style }: EditContext, place: Place): boolean {
  return !place.inFlow && !style.json && place.holder !== undefined;
}

function remove(context: EditContext, operation: Removal): readonly TextEdit[] {
  const { tree, source } = context;
  if (operation.path.length === 0) throw new Refusal('a document cannot be removed from its file');
  const parent = findPlace(tree, source, operation.path.slice(0, -1));
  const holderNode = parent.node;
  const last = operation.path.at(-1);
  if (holderNode.kind === 'mapping') {
    const entry = findEntry(holderNode, String(last), source, operation.path);
    if (entry === undefined) throw new Refusal('it is not written in this document');
    refuseLostAnchors(tree, entry.key);
    refuseLostAnchors(tree, entry.value);
    const index = holderNode.entries.indexOf(entry);
    if (holderNode.bare) throw new Refusal('it is the only pair of a map without braces');
    return holderNode.flow
      ? removeFlowPart(context, holderNode, index)
      : removeBlockEntry(context, parent, holderNode, index);
  }
  if (holderNode.kind === 'sequence') {
    const item = holderNode.items[Number(last)];
    if (item !== undefined) refuseLostAnchors(tree, item);
    return holderNode.flow
      ? removeFlowPart(context, holderNode, Number(last))
      : removeBlockItem(context, parent, holderNode, Number(last));
  }
  if (holderNode.kind === 'alias')
    throw new Refusal(`its parent is the alias *${holderNode.name}; write it out to change it here`);
  throw new Refusal('it is not written in this document');
}

/** What is taken out must not bear an anchor that is used outside of it. */
function refuseLostAnchors(tree: YamlTree, node: YamlNode): void {
  const inside = new Map<YamlNode, number>();
  countAliases(node, inside);
  for (const anchored of nodesIn(node)) {
    const uses = tree.aliases.get(anchored) ?? 0;
    if (uses > (inside.get(anchored) ?? 0)) {
      throw new Refusal(`it bears the anchor &${anchored.anchor}, which its alias repeats elsewhere`);
    }
  }
}

function countAliases(node: YamlNode, into: Map<YamlNode, number>): void {
  for (const child of nodesIn(node)) {
    if (child.kind === 'alias' && child.target !== undefined) into.set(child.target, (into.get(child.target) ?? 0) + 1);
  }
}

function* nodesIn(node: YamlNode): Generator<YamlNode> {
  yield node;
  if (node.kind === 'sequence') for (const item of node.items) yield* nodesIn(item);
  if (node.kind !== 'mapping') return;
  for (const { key, value } of node.entries) {
    yield* nodesIn(key);
    yield* nodesIn(value);
  }
}
