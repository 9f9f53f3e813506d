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
import { expressionsOf, substitute, type Template } from '../variables/template.ts';
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
  const deepest = deepestOf(aboutObject.flatMap(({ paths }) => paths));
  const [first] = deepest;
  if (!object || !first) return [{ path: scope.elements.at(-1)?.place().path ?? NAME }];
  if (!first.includes(null)) {
    const path = withoutWildcards(first);
    const [only] = aboutObject;
    const remedy = aboutObject.length === 1 && only ? denyRemedy(only.condition, path, object) : undefined;
    return [remedy ? { path, remedy } : { path }];
  }
  const lists = readingsOfLists(deepest);
  const items = lists.flatMap((reading) =>
    offendingItems(deciding, reading, lists, scope).map((index) => ({
      path: [...reading.list, index, ...reading.rest],
    })),
  );
  if (items.length > 0) return items;
  const there = lists.find(({ list }) => valueAt(object, list) !== undefined) ?? lists[0];
  return [{ path: there?.list ?? NAME }];
}

/** The longest paths, where any is longer than none. */
function deepestOf(paths: readonly QueriedPath[]): readonly QueriedPath[] {
  const depth = Math.max(0, ...paths.map(({ length }) => length));
  return depth === 0 ? [] : paths.filter(({ length }) => length === depth);
}

/** A list that a condition reads, and what it reads of each item. */
interface ListReading {
  readonly list: Path;
  readonly rest: Path;
}

/** Of a list that is read in several ways the first counts. */
function readingsOfLists(paths: readonly QueriedPath[]): readonly ListReading[] {
  const readings = new Map<string, ListReading>();
  for (const path of paths) {
    const end = path.indexOf(null);
    if (end < 0) continue;
    const list = withoutWildcards(path.slice(0, end));
    const rest = withoutWildcards(path.slice(end + 1, endOf(path, end + 1)));
    const key = JSON.stringify(list);
    if (!readings.has(key)) readings.set(key, { list, rest });
  }
  return [...readings.values()];
}

function pathsOf({ key, value }: CompiledCondition, scope: Scope, expressions: Expressions): readonly QueriedPath[] {
  return [key, value].flatMap((template) =>
    queriesOf(template, scope.context).flatMap((text) => pathsReadBy(text, scope, expressions)),
  );
}

/** The expressions that a template asks for: one around other variables is known only when these have their values. */
function queriesOf(template: Template, context: QueryContext): readonly string[] {
  const asked = new Set(expressionsOf(template));
  const { run } = context;
  const listening: QueryContext = {
    run,
    query(text) {
      asked.add(text);
      return context.query(text);
    },
    evaluate: (text) => context.evaluate(text),
    evaluateOn: (text, data) => context.evaluateOn(text, data),
    spend: (work) => context.spend(work),
    has: (name) => context.has(name),
  };
  try {
    substitute(template, listening);
  } catch (thrown) {
    if (missingKnowledge(thrown) === undefined && failureMessage(thrown) === undefined) throw thrown;
  }
  return [...asked];
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

/** The items of a list that the conditions would deny if each were alone in it, and nothing in the other lists. */
function offendingItems(
  conditions: readonly CompiledCondition[],
  { list }: ListReading,
  all: readonly ListReading[],
  scope: Scope,
): readonly number[] {
  const { view } = scope;
  const isOld = view.request.object === null;
  const object = objectOf(scope);
  const items = valueAt(object ?? undefined, list);
  if (!object || !isArray(items) || items.length > MAX_ITEMS) return [];
  const others = all.filter((other) => other.list !== list && isArray(valueAt(object, other.list)));
  const empty = others.reduce<JsonValue>((left, other) => setAt(left, other.list, []), object);
  return [...items.keys()].filter((index) => {
    const alone = setAt(empty, list, [items[index] ?? null]) as KubernetesObject;
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
