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
import { denyRemedy } from './deny-remedy.ts';
import { objectOf, type Scope, type ScopeElement } from './scope.ts';

/** Where a denial points, and what would mend it where only one value would. */
export interface DenialPlace {
  readonly path: Path;
  readonly remedy?: JsonPatch;
}

const NAME: Path = ['metadata', 'name'];

/**
 * Where in the object a denial has its reason: the deepest path that one of the deciding conditions reads. Of a list, the items that would be
 * denied on their own, where there are such. A denial that looks at nothing in the object is about the element that it is asked about, else
 * about the object as a whole: its name.
 */
export function denyFailures(
  deciding: readonly CompiledCondition[],
  scope: Scope,
  expressions: Expressions,
): readonly DenialPlace[] {
  const object = objectOf(scope);
  const readings = deciding.map((condition) => ({ condition, paths: pathsOf(condition, scope, expressions) }));
  const aboutObject = readings.filter(({ paths }) => paths.length > 0);
  const deepest = aboutObject
    .flatMap(({ paths }) => paths)
    .reduce<QueriedPath>((best, path) => (path.length > best.length ? path : best), []);
  if (!object || deepest.length === 0) return [{ path: scope.elements.at(-1)?.place().path ?? NAME }];
  const listEnd = deepest.indexOf(null);
  if (listEnd < 0) {
    const path = withoutWildcards(deepest);
    const [only] = aboutObject;
    const remedy = aboutObject.length === 1 && only ? denyRemedy(only.condition, path, object) : undefined;
    return [remedy ? { path, remedy } : { path }];
  }
  const list = withoutWildcards(deepest.slice(0, listEnd));
  const rest = withoutWildcards(deepest.slice(listEnd + 1, endOf(deepest, listEnd + 1)));
  const items = offendingItems(deciding, list, scope);
  return items.length > 0 ? items.map((index) => ({ path: [...list, index, ...rest] })) : [{ path: list }];
}

function pathsOf({ key, value }: CompiledCondition, scope: Scope, expressions: Expressions): readonly QueriedPath[] {
  return [key, value].flatMap((template) =>
    expressionsOf(template).flatMap((text) => pathsReadBy(text, scope, expressions)),
  );
}

/** The paths in the object that an expression reads, also through the variables of the contexts around it, and through elements. */
export function pathsReadBy(text: string, scope: Scope, expressions: Expressions): readonly QueriedPath[] {
  const found: QueriedPath[] = [];
  const seen = new Set<string>();
  const visit = (expression: string) => {
    if (seen.has(expression)) return;
    seen.add(expression);
    for (const path of queriedPathsOf(expression, expressions)) {
      const [root, member, ...rest] = path;
      if (root === 'request' && (member === 'object' || member === 'oldObject')) found.push(rest);
      else if (root === 'images') found.push(['spec']);
      else if (typeof root === 'string') {
        const place = elementNamed(root, scope)?.place();
        if (place) found.push(place.isExact ? [...place.path, ...path.slice(1)] : place.path);
        else for (const inner of scope.entryExpressions.get(root) ?? []) visit(inner);
      }
    }
  };
  visit(text);
  return found;
}

/** `element` is the innermost one, `element0` that of the outermost loop. */
function elementNamed(name: string, { elements }: Scope): ScopeElement | undefined {
  if (name === 'element') return elements.at(-1);
  const nesting = /^element(\d+)$/.exec(name)?.[1];
  return nesting === undefined ? undefined : elements[Number(nesting)];
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
function offendingItems(conditions: readonly CompiledCondition[], list: Path, scope: Scope): readonly number[] {
  const { view } = scope;
  const isOld = view.request.object === null;
  const object = objectOf(scope);
  const items = valueAt(object ?? undefined, list);
  if (!object || !isArray(items) || items.length > MAX_ITEMS) return [];
  return [...items.keys()].filter((index) => {
    const alone = setAt(object, list, [items[index] ?? null]) as KubernetesObject;
    const request = isOld ? { ...view.request, oldObject: alone } : { ...view.request, object: alone };
    return holdAll(conditions, scope.reopen(view.withRequest(request)));
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
