import { deepEqual } from '../../../base/deep-equal.ts';
import { isArray, isObject, type JsonValue } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
import { valueAt } from '../../../base/value-at.ts';
import type { QueriedPath } from '../../../languages/jmespath/queried-paths.ts';
import type { Place } from './scope.ts';

/** An element of a list that an expression yielded. */
export interface ListedElement {
  readonly value: JsonValue;
  readonly index: number;
  readonly list: readonly JsonValue[];
}

/**
 * Where in an object an element of a computed list stands: an object or list is known by its identity, since expressions select and do not
 * copy; anything else by its order among the places that the expression reads. An element that was computed is where the expression read.
 *
 * @param paths in the object, that the expression of the list reads
 */
export function findElement(element: ListedElement, object: JsonValue, paths: readonly QueriedPath[]): Place {
  const { value } = element;
  const identical = typeof value === 'object' && value !== null ? findIdentical(object, value) : undefined;
  if (identical) return { path: identical, isExact: true };
  for (const path of paths) {
    const listed = findListed(element, object, path);
    if (listed) return { path: listed, isExact: true };
  }
  const longest = paths.map(beforeWildcard).reduce<Path>((best, path) => (path.length > best.length ? path : best), []);
  return { path: longest, isExact: false };
}

/** Large enough for any object that the API server takes. */
const MAX_VISITED = 200_000;

function findIdentical(root: JsonValue, wanted: object): Path | undefined {
  let visited = 0;
  const path: (string | number)[] = [];
  const visit = (value: JsonValue): boolean => {
    if (value === wanted) return true;
    if (typeof value !== 'object' || value === null || ++visited > MAX_VISITED) return false;
    const children: Iterable<[string | number, JsonValue]> = isArray(value) ? value.entries() : Object.entries(value);
    for (const [step, child] of children) {
      path.push(step);
      if (visit(child)) return true;
      path.pop();
    }
    return false;
  };
  return visit(root) ? path : undefined;
}

/** The place of an element among equal ones that a path with wildcards leads to: the first of the list is the first of the object. */
function findListed({ value, index, list }: ListedElement, object: JsonValue, path: QueriedPath): Path | undefined {
  const before = list.slice(0, index).filter((each) => deepEqual(each, value)).length;
  return expand(object, path).filter((place) => deepEqual(valueAt(object, place) ?? null, value))[before];
}

function expand(root: JsonValue, [step, ...rest]: QueriedPath): readonly Path[] {
  if (step === undefined) return isArray(root) ? root.map((_, index) => [index]) : [[]];
  if (step === null) {
    const children: readonly [string | number, JsonValue][] = isArray(root)
      ? [...root.entries()]
      : isObject(root)
        ? Object.entries(root)
        : [];
    return children.flatMap(([key, child]) => expandBelow(child, rest).map((path) => [key, ...path]));
  }
  const child = valueAt(root, [step]);
  return child === undefined ? [] : expand(child, rest).map((path) => [step, ...path]);
}

/** Behind a wildcard the items are the elements themselves, unless the path goes on. */
function expandBelow(value: JsonValue, rest: QueriedPath): readonly Path[] {
  return rest.length === 0 ? [[]] : expand(value, rest);
}

function beforeWildcard(path: QueriedPath): Path {
  const end = path.indexOf(null);
  return (end < 0 ? path : path.slice(0, end)).filter((step) => step !== null);
}
