import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
import { valueAt } from '../../../base/value-at.ts';
import type { QueriedPath } from '../../../languages/jmespath/queried-paths.ts';
import type { JsonPatch } from '../../../model/json-patch.ts';
import type { KubernetesObject } from '../../../model/kubernetes-object.ts';
import type { Expressions } from '../variables/expressions.ts';
import { failureMessage } from '../variables/failure-message.ts';
import { missingKnowledge } from '../variables/missing-knowledge.ts';
import type { QueryContext } from '../variables/query-context.ts';
import { expressionsOf } from '../variables/template.ts';
import type { CompiledCondition } from './compile-conditions.ts';
import type { CompiledRule } from './compiled-rule.ts';
import { denyRemedy } from './deny-remedy.ts';
import type { RequestView } from './request-view.ts';

/** Where a denial points, and what would mend it where only one value would. */
export interface DenialPlace {
  readonly path: Path;
  readonly remedy?: JsonPatch;
}

const NAME: Path = ['metadata', 'name'];

/**
 * Where in the object a denial has its reason: the deepest path that one of the deciding conditions reads. Of a list, the items that would be
 * denied on their own, where there are such. A denial that looks at nothing in the object is about the object as a whole: its name.
 */
export function denyFailures(
  rule: CompiledRule,
  deciding: readonly CompiledCondition[],
  view: RequestView,
  expressions: Expressions,
  open: (view: RequestView) => QueryContext,
): readonly DenialPlace[] {
  const object = view.request.object ?? view.request.oldObject;
  const readings = deciding.map((condition) => ({ condition, paths: pathsRead(rule, condition, expressions) }));
  const aboutObject = readings.filter(({ paths }) => paths.length > 0);
  const deepest = aboutObject
    .flatMap(({ paths }) => paths)
    .reduce<QueriedPath>((best, path) => (path.length > best.length ? path : best), []);
  if (!object || deepest.length === 0) return [{ path: NAME }];
  const listEnd = deepest.indexOf(null);
  if (listEnd < 0) {
    const path = withoutWildcards(deepest);
    const [only] = aboutObject;
    const remedy = aboutObject.length === 1 && only ? denyRemedy(only.condition, path, object) : undefined;
    return [remedy ? { path, remedy } : { path }];
  }
  const list = withoutWildcards(deepest.slice(0, listEnd));
  const rest = withoutWildcards(deepest.slice(listEnd + 1, endOf(deepest, listEnd + 1)));
  const items = offendingItems(deciding, list, view, open);
  return items.length > 0 ? items.map((index) => ({ path: [...list, index, ...rest] })) : [{ path: list }];
}

/** The paths in the object that a condition reads, also through the variables of the rule's context. */
function pathsRead(rule: CompiledRule, condition: CompiledCondition, expressions: Expressions): readonly QueriedPath[] {
  const found: QueriedPath[] = [];
  const seen = new Set<string>();
  const visit = (text: string) => {
    if (seen.has(text)) return;
    seen.add(text);
    for (const path of queriedPathsOf(text, expressions)) {
      const [root, member, ...rest] = path;
      if (root === 'request' && (member === 'object' || member === 'oldObject')) found.push(rest);
      else if (root === 'images') found.push(['spec']);
      else if (typeof root === 'string') for (const inner of rule.entryExpressions.get(root) ?? []) visit(inner);
    }
  };
  for (const template of [condition.key, condition.value]) for (const text of expressionsOf(template)) visit(text);
  return found;
}

function queriedPathsOf(text: string, expressions: Expressions): readonly QueriedPath[] {
  try {
    return expressions.compile(text).queriedPaths;
  } catch (thrown) {
    if (failureMessage(thrown) === undefined) throw thrown;
    return [];
  }
}

/** The items that the conditions would deny if each were alone in its list. */
function offendingItems(
  conditions: readonly CompiledCondition[],
  list: Path,
  view: RequestView,
  open: (view: RequestView) => QueryContext,
): readonly number[] {
  const isOld = view.request.object === null;
  const object = isOld ? view.request.oldObject : view.request.object;
  const items = valueAt(object ?? undefined, list);
  if (!object || !isArray(items) || items.length > MAX_ITEMS) return [];
  return [...items.keys()].filter((index) => {
    const alone = setAt(object, list, [items[index] ?? null]) as KubernetesObject;
    const request = isOld ? { ...view.request, oldObject: alone } : { ...view.request, object: alone };
    const context = open(view.withRequest(request));
    return holdAll(conditions, context);
  });
}

/** More items than anybody reads findings about. */
const MAX_ITEMS = 200;

function holdAll(conditions: readonly CompiledCondition[], context: QueryContext): boolean {
  try {
    return conditions.every((condition) => condition.holds(context));
  } catch (thrown) {
    if (missingKnowledge(thrown) !== undefined || failureMessage(thrown) !== undefined) return false;
    throw thrown;
  }
}

function setAt(value: JsonValue, [step, ...rest]: Path, leaf: JsonValue): JsonValue {
  if (step === undefined) return leaf;
  if (isArray(value)) return value.map((item, index) => (index === step ? setAt(item, rest, leaf) : item));
  const object: JsonObject = isObject(value) ? value : {};
  return { ...object, [step]: setAt(object[step] ?? null, rest, leaf) };
}

/** Up to the next wildcard. */
function endOf(path: QueriedPath, from: number): number {
  const next = path.indexOf(null, from);
  return next < 0 ? path.length : next;
}

function withoutWildcards(path: QueriedPath): Path {
  return path.filter((step) => step !== null);
}
