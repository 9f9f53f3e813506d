import { isArray, isObject, type JsonValue } from '../../../base/json.ts';
import { type AnchorKind, parseAnchor } from '../pattern/anchor.ts';
import { compilePattern } from '../pattern/compile-pattern.ts';
import {
  copyOf,
  fieldOf,
  keysOf,
  type PatchList,
  type PatchMap,
  type PatchNode,
  removeField,
  setField,
  toJson,
  toPatchTree,
} from './patch-tree.ts';

export type PreprocessedPatch =
  | { readonly outcome: 'patch'; readonly patch: JsonValue }
  /** A condition does not hold: nothing is to be patched. */
  | { readonly outcome: 'unmet'; readonly reason: string }
  | { readonly outcome: 'error'; readonly message: string };

/**
 * Takes the anchors out of a strategic merge patch, for one object: `(key)` and `<(key)` decide whether a node applies, `+(key)` stays
 * only where the object has no such key, and an item of a list with conditions becomes one item for every item of the object that meets
 * them, known by its `name`. What Kyverno does by accident on the way (one copy of an item serves all items of the object; indices that
 * have moved) is done here too.
 * Semantics: kyverno/kyverno, pkg/engine/mutate/patch/strategicPreprocessing.go.
 */
export function preprocessPatch(patch: JsonValue, object: JsonValue): PreprocessedPatch {
  const tree = toPatchTree(patch);
  try {
    walk(tree, object);
    if (tree.kind === 'map') deleteConditionsAtRoot(tree);
    return { outcome: 'patch', patch: toJson(tree) };
  } catch (problem) {
    if (problem instanceof UnmetCondition) return { outcome: 'unmet', reason: problem.message };
    if (problem instanceof PreprocessingProblem) return { outcome: 'error', message: problem.message };
    throw problem;
  }
}

/** Thrown, but no Error: unmet conditions are the common case, and a stack trace is what an Error costs. */
class UnmetCondition {
  readonly scope: 'condition' | 'global';
  readonly message: string;

  constructor(scope: 'condition' | 'global', message: string) {
    this.scope = scope;
    this.message = message;
  }
}

class PreprocessingProblem extends Error {}

/** Undefined is a key that the object does not have. */
type ObjectValue = JsonValue | undefined;

function walk(pattern: PatchNode, object: ObjectValue): void {
  if (pattern.kind === 'map') walkMap(pattern, object);
  else if (pattern.kind === 'list' && pattern.items[0]?.kind === 'map') walkListOfMaps(pattern, object);
}

function walkMap(pattern: PatchMap, object: ObjectValue): void {
  decideAdditions(pattern, object);
  checkConditions(pattern, object, 'global');
  checkConditions(pattern, object, 'condition');
  for (const key of keysOf(pattern)) {
    if (isPatchAnchor(key)) continue;
    const field = fieldOf(pattern, key);
    if (field) walk(field.value, member(object, key));
  }
}

/** `+(key)` disappears where the object has the key, and becomes a plain key where it has not. Gives how many there were. */
function decideAdditions(pattern: PatchNode, object: ObjectValue): number {
  if (pattern.kind !== 'map') return 0;
  const additions = keysOf(pattern).filter((key) => kindOf(key) === 'addition');
  for (const text of additions) {
    const key = parseAnchor(text)?.key ?? text;
    const field = fieldOf(pattern, text);
    if (member(object, key) !== undefined) removeField(pattern, text);
    else if (field) field.key = key;
  }
  return additions.length;
}

function checkConditions(pattern: PatchMap, object: ObjectValue, scope: 'condition' | 'global'): void {
  for (const text of keysOf(pattern)) {
    const anchor = parseAnchor(text);
    if (anchor?.kind !== scope) continue;
    const wanted = fieldOf(pattern, text)?.value;
    const given = member(object, anchor.key);
    if (given === undefined || !wanted) {
      throw unmet(scope, `could not found "${anchor.key}" key in the resource`);
    }
    // What is to be added is not what is asked for.
    if (decideAdditions(wanted, given) > 0) continue;
    const result = compilePattern(conditionValue(toJson(wanted)), { numbers: 'float' }).evaluate(conditionValue(given));
    if (result.outcome !== 'pass') throw unmet(scope, result.message);
  }
}

/** Kyverno compares scalars in conditions by their YAML text. */
function conditionValue(value: JsonValue): JsonValue {
  return isArray(value) || isObject(value) ? value : String(value);
}

function unmet(scope: 'condition' | 'global', message: string): UnmetCondition {
  return new UnmetCondition(scope, `${scope === 'global' ? 'global condition' : 'condition'} failed: ${message}`);
}

function walkListOfMaps(pattern: PatchList, object: ObjectValue): void {
  if (object !== undefined && object !== null && !isArray(object)) {
    throw new PreprocessingProblem('the patch has a list where the object has none');
  }
  for (const item of [...pattern.items]) {
    if (holdsAnchor(item, isPatchAnchor)) walkItem(pattern, item, object ?? undefined, object === undefined);
  }
}

function walkItem(pattern: PatchList, item: PatchNode, objects: readonly JsonValue[] = [], isMissing: boolean): void {
  const isGlobal = holdsAnchor(item, (key) => kindOf(key) === 'global');
  const copy = copyOf(item);
  let anyPassed = false;
  let lastGlobal: UnmetCondition | undefined;
  for (const object of objects) {
    const problem = attempt(() => walk(copy, object));
    if (problem?.scope === 'global') lastGlobal = problem;
    else if (!problem && isGlobal) anyPassed = true;
    else if (!problem) addItemFor(pattern, copy, object);
  }
  if (isMissing) {
    const problem = attempt(() => walk(copy, undefined));
    if (problem?.scope === 'global') throw problem;
    if (problem) return;
    if (isGlobal) anyPassed = true;
  }
  if (!anyPassed && lastGlobal) throw lastGlobal;
}

function attempt(action: () => void): UnmetCondition | undefined {
  try {
    action();
    return undefined;
  } catch (problem) {
    if (problem instanceof UnmetCondition) return problem;
    throw problem;
  }
}

/** An item of the object without a name is passed over: the merge would not find it. */
function addItemFor(pattern: PatchList, item: PatchNode, object: JsonValue): void {
  const name = member(object, 'name');
  if (name === undefined || name === null) return;
  const copy = copyOf(item);
  if (deleteConditions(copy, true) || copy.kind !== 'map') return;
  setField(copy, 'name', toPatchTree(name));
  pattern.items.push(copy);
}

function deleteConditionsAtRoot(pattern: PatchMap): void {
  for (const key of keysOf(pattern)) {
    const field = fieldOf(pattern, key);
    if (field && deleteConditions(field.value, isCondition(key))) removeField(pattern, key);
  }
}

/** Takes the conditions out of a node; says whether nothing but conditions was in it, so that it goes too. */
function deleteConditions(node: PatchNode, isScalarDeleted: boolean): boolean {
  if (node.kind === 'scalar') return isScalarDeleted;
  return node.kind === 'map' ? deleteConditionsInMap(node) : deleteConditionsInList(node);
}

function deleteConditionsInMap(map: PatchMap): boolean {
  let areSomeLeft = false;
  for (const key of keysOf(map).filter(isCondition)) {
    const field = fieldOf(map, key);
    if (!field) continue;
    if (deleteConditions(field.value, true)) removeField(map, key);
    else areSomeLeft = true;
  }
  if (areSomeLeft) {
    for (const field of map.fields) {
      if (isCondition(field.key)) field.key = parseAnchor(field.key)?.key ?? field.key;
    }
  }
  let isEmpty = true;
  for (const key of keysOf(map)) {
    const field = fieldOf(map, key);
    if (field && deleteConditions(field.value, false)) removeField(map, key);
    else isEmpty = false;
  }
  return isEmpty;
}

function deleteConditionsInList(list: PatchList): boolean {
  const wasEmpty = list.items.length === 0;
  // The indices are those of the list as it was, although it shrinks: this is what Kyverno does.
  for (const [index, item] of [...list.items].entries()) {
    if (!holdsAnchor(item, isPatchAnchor) && !deleteConditions(item, false)) continue;
    if (index >= list.items.length) {
      throw new PreprocessingProblem('no item of the object meets the conditions of two items of a list of the patch');
    }
    list.items.splice(index, 1);
  }
  return list.items.length === 0 && !wasEmpty;
}

function holdsAnchor(node: PatchNode, isWanted: (key: string) => boolean): boolean {
  if (node.kind === 'scalar') return isCondition(String(node.value));
  if (node.kind === 'list') return node.items.some((item) => holdsAnchor(item, isWanted));
  return node.fields.some(({ key, value }) => isWanted(key) || (!isEmptyNode(value) && holdsAnchor(value, isWanted)));
}

function isEmptyNode(node: PatchNode): boolean {
  if (node.kind === 'scalar') return node.value === null;
  return node.kind === 'list' ? node.items.length === 0 : node.fields.length === 0;
}

function isPatchAnchor(key: string): boolean {
  return isCondition(key) || kindOf(key) === 'addition';
}

function isCondition(key: string): boolean {
  const kind = kindOf(key);
  return kind === 'condition' || kind === 'global';
}

function kindOf(key: string): AnchorKind | undefined {
  return parseAnchor(key)?.kind;
}

function member(object: ObjectValue, key: string): ObjectValue {
  return isObject(object) && Object.hasOwn(object, key) ? object[key] : undefined;
}
