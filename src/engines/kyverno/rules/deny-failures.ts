import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import { equalPaths, type Path } from '../../../base/path.ts';
import { valueAt } from '../../../base/value-at.ts';
import type { QueriedPath } from '../../../languages/jmespath/queried-paths.ts';
import type { KubernetesObject } from '../../../model/kubernetes-object.ts';
import type { Failure } from '../../../model/verdict.ts';
import type { Expressions } from '../variables/expressions.ts';
import { failureMessage } from '../variables/failure-message.ts';
import { missingKnowledge } from '../variables/missing-knowledge.ts';
import type { QueryContext } from '../variables/query-context.ts';
import { expressionsOf, substitute, type Template } from '../variables/template.ts';
import type { CompiledCondition } from './compile-conditions.ts';
import { denyRemedy, forbidsItems, looksForLiteral, removeItems } from './deny-remedy.ts';
import { objectOf, type Scope, type ScopeElement } from './scope.ts';

/** Where a denial points, and what would mend it where only one value would. */
export type DenialPlace = Pick<Failure, 'path' | 'remedy' | 'isOneOfSeveral'>;

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
  // What was computed cannot be written back.
  const mendable = scope.elements.every((element) => element.place().isExact) ? aboutObject : [];
  const remedy = remedyOf(mendable, object);
  if (!first.includes(null)) return [{ path: withoutWildcards(first), ...remedy }];
  const lists = readingsOfLists(deepest);
  const there = lists.find(({ list }) => valueAt(object, list) !== undefined) ?? lists[0];
  // What a list lacks is the fault of none of its items.
  if (aboutObject.every(({ condition }) => looksForLiteral(condition)))
    return [{ path: there?.list ?? NAME, ...remedy }];
  const items = lists.flatMap((reading) => {
    const indices = offendingItems(deciding, reading, lists, scope);
    const removal = removalOf(mendable, reading, indices, object);
    return indices.map((index) => ({ path: [...reading.list, index, ...reading.rest], ...removal }));
  });
  return items.length > 0 ? items : [{ path: there?.list ?? NAME, ...remedy }];
}

/** A condition, and what it reads in the object. */
interface Reading {
  readonly condition: CompiledCondition;
  readonly paths: readonly QueriedPath[];
}

/** One condition that no longer holds is enough; where several have a remedy, none is the obvious one. */
function remedyOf(readings: readonly Reading[], object: KubernetesObject): Omit<DenialPlace, 'path'> | undefined {
  const remedies = readings.flatMap(({ condition, paths }) => {
    const remedy = denyRemedy(condition, paths, object);
    return remedy ? [remedy] : [];
  });
  const [remedy, ...others] = remedies;
  if (!remedy || others.length > 0) return undefined;
  return readings.length > 1 ? { remedy, isOneOfSeveral: true } : { remedy };
}

/** The items that a condition says must not be there, all of them at once: with one alone gone, the others still are. */
function removalOf(
  readings: readonly Reading[],
  { list, rest }: ListReading,
  indices: readonly number[],
  object: KubernetesObject,
): Omit<DenialPlace, 'path'> | undefined {
  const [judging, ...others] = readings.filter(({ condition }) => forbidsItems(condition));
  if (!judging || others.length > 0 || rest.length > 0) return undefined;
  const isOfList =
    judging.paths.length === 1 && judging.paths.every((path) => equalPaths(withoutWildcards(path), list));
  const remedy = isOfList ? removeItems(object, list, indices) : undefined;
  return remedy && { remedy, isOneOfSeveral: true };
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
