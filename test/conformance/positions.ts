import { type Document, isMap, isNode, isScalar, parseDocument } from 'yaml';
import { isArray, isObject, type JsonObject, type JsonValue } from '../../src/base/json.ts';
import type { Path } from '../../src/base/path.ts';
import type { FailingRow } from './failing-rows.ts';
import { type ReadPath, type Roots, readPaths, valuePaths } from './positions-reader.ts';

/**
 * What is wrong with the position of a failing row's first finding; undefined: nothing. It lies on the node that Kyverno's own message names
 * (for a pattern) or on the deepest that the deciding condition reads (for a denial), else on the nearest parent that there is. Nothing here
 * is the engine's: messages and expressions are read by small readers, positions by another parser of YAML.
 *
 * What it cannot check, for it evaluates nothing: which of several items of a list offends, as long as it is one of them (or the list as a
 * whole); which condition of `any` decided, or which of several loops; which of several paths of the same depth is meant.
 */
export function misplacement(row: FailingRow): string | undefined {
  const [finding] = row.findings;
  if (!finding) return 'nothing was found';
  const expected = expectedPaths(row);
  const agrees = expected.some((path) => isAt(path, finding.path));
  if (!agrees) return `is at ${show(finding.path)}, and not at ${expected.map(show).join(' or ')}`;
  const written = rangeOf(row.text, [...finding.origin.prefix, ...finding.path]);
  const { start, end } = finding.location.span;
  return start === written.start && end === written.end
    ? undefined
    : `${show(finding.path)} is written from ${written.start} to ${written.end}, and not from ${start} to ${end}`;
}

function expectedPaths(row: FailingRow): readonly ReadPath[] {
  const rule = asAutogenWouldWrite(row);
  if (!isObject(rule.validate)) return [];
  return inBody(rule.validate, {
    row,
    roots: rootsOf(rule.context, rootsOfRequest(row)),
    element: undefined,
    elements: [],
  });
}

/** Where a body of a rule or a loop is asked. */
interface Surroundings {
  readonly row: FailingRow;
  readonly roots: Roots;
  /** Where the element of the innermost loop may lie. */
  readonly element: readonly ReadPath[] | undefined;
  readonly elements: readonly (readonly ReadPath[])[];
}

function inBody(body: JsonObject, around: Surroundings): readonly ReadPath[] {
  if (body.deny !== undefined) return inDenial(isObject(body.deny) ? body.deny.conditions : undefined, around);
  if (body.pattern !== undefined || body.anyPattern !== undefined) return inMessage(body, around);
  const loops = isArray(body.foreach) ? body.foreach.filter(isObject) : [];
  return loops.flatMap((loop) => inLoop(loop, around));
}

function inLoop(loop: JsonObject, around: Surroundings): readonly ReadPath[] {
  // A path with a wildcard is that of the items already.
  const element = inObject(valuePaths(String(loop.list), around.roots)).map((path) =>
    path.includes(null) ? path : [...path, null],
  );
  const elements = [...around.elements, element];
  const roots: Roots = (name) => {
    if (name === 'element') return { paths: element };
    const nesting = /^element(\d)$/.exec(name)?.[1];
    return nesting === undefined ? around.roots(name) : { paths: elements[Number(nesting)] ?? [] };
  };
  return inBody(loop, { ...around, element, elements, roots: rootsOf(loop.context, roots) });
}

/** `images` are those of the Pod, wherever that is. */
function rootsOfRequest({ ruleName, rule }: FailingRow): Roots {
  const place = rule.name === ruleName ? [] : placeOfPod(ruleName);
  return (name) => (name === 'images' ? { paths: [[...place, 'spec']], isSource: true } : REQUEST(name));
}

const NAME: ReadPath = ['metadata', 'name'];

/** The deepest path that all of `all` and one of `any` read: that one decided. */
function inDenial(conditions: JsonValue | undefined, { roots, element }: Surroundings): readonly ReadPath[] {
  const block = isArray(conditions) ? { all: conditions } : isObject(conditions) ? conditions : {};
  const all = isArray(block.all) ? block.all : [];
  const deciding = isArray(block.any) ? block.any.map((condition) => [condition, ...all]) : [all];
  return deciding.flatMap((some) => {
    const read = some.flatMap((condition) =>
      isObject(condition) ? [condition.key, condition.value].flatMap((part) => readInTexts(part ?? null, roots)) : [],
    );
    const depth = Math.max(0, ...read.map(({ length }) => length));
    return depth === 0 ? (element ?? [NAME]) : read.filter(({ length }) => length === depth);
  });
}

/** The places that a message names, in the element where one is judged. */
function inMessage(body: JsonObject, { row, element }: Surroundings): readonly ReadPath[] {
  const roots = element === undefined || body.elementScope === false ? [[]] : element;
  const places = [...row.verdict.message.matchAll(/failed at path (\/.*?\/?)(?= rule |$)/gs)];
  return places.flatMap(([, place = '']) => roots.map((root) => [...root, ...stepsOf(place)]));
}

/** Kyverno escapes nothing: a key with slashes in it is in several pieces, which `isAt` puts together. */
function stepsOf(place: string): ReadPath {
  return place.split('/').filter((step) => step !== '');
}

/** Whether a place is the expected one or within it; or the list of which the expected one is any item. */
function isAt(expected: ReadPath, found: Path): boolean {
  const [wanted, ...others] = expected;
  const [step, ...rest] = found;
  if (wanted === undefined) return true;
  if (step === undefined) return wanted === null;
  if (wanted === null) return isAt(others, rest);
  if (String(step) === String(wanted)) return isAt(others, rest);
  const pieces = typeof step === 'string' ? step.split('/').filter((piece) => piece !== '') : [];
  return (
    pieces.length > 1 &&
    pieces.every((piece, index) => expected[index] === piece) &&
    isAt(expected.slice(pieces.length), rest)
  );
}

/** The rule as Kyverno rewrites it for the kind of the object: every mention of the Pod's fields is led to its template. */
function asAutogenWouldWrite({ rule, ruleName }: FailingRow): JsonObject {
  if (rule.name === ruleName) return rule;
  const place = placeOfPod(ruleName).join('.');
  return JSON.parse(
    JSON.stringify(rule).replaceAll(/request\.(object|oldObject)\.(spec|metadata)/g, `request.$1.${place}.$2`),
  );
}

function placeOfPod(ruleName: string): readonly string[] {
  return ruleName.startsWith('autogen-cronjob-') ? ['spec', 'jobTemplate', 'spec', 'template'] : ['spec', 'template'];
}

/** `request.object` is the object itself: places begin behind it. */
const REQUEST: Roots = (name) => (name === 'request' ? { paths: [['request']] } : undefined);

/** Those of what an expression reads that are in the object: `request.namespace` and the like are not. */
function inObject(paths: readonly ReadPath[]): readonly ReadPath[] {
  return paths.flatMap((path) => {
    if (path[0] !== 'request') return [path];
    return path[1] === 'object' || path[1] === 'oldObject' ? [path.slice(2)] : [];
  });
}

/** What the variables in texts read, inner ones first: what these come to is a name in the outer one. */
function readInTexts(value: JsonValue, roots: Roots): readonly ReadPath[] {
  if (isArray(value)) return value.flatMap((item) => readInTexts(item, roots));
  if (isObject(value)) return Object.values(value).flatMap((child) => readInTexts(child, roots));
  if (typeof value !== 'string') return [];
  const found: ReadPath[] = [];
  let text = value;
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replace(/\{\{-?((?:(?!\{\{|\}\}).)*)\}\}/s, (_, expression: string) => {
      found.push(...inObject(readPaths(expression, roots)));
      return 'inner';
    });
  }
  return found;
}

/** The names of a context stand for what they were made of: an object's fields, or the name of an image that was looked up. */
function rootsOf(context: JsonValue | undefined, around: Roots): Roots {
  return (isArray(context) ? context.filter(isObject) : []).reduce<Roots>(
    (roots, { name, variable, imageRegistry }) => {
      const places = isObject(variable)
        ? readVariable(variable, roots)
        : readInTexts(isObject(imageRegistry) ? (imageRegistry.reference ?? null) : null, roots);
      return (asked) => (asked === name ? { paths: places, isSource: true } : roots(asked));
    },
    around,
  );
}

function readVariable({ value, jmesPath }: JsonObject, roots: Roots): readonly ReadPath[] {
  if (value !== undefined) return readInTexts(value, roots);
  return readInTexts(`{{ ${String(jmesPath)} }}`, roots);
}

/** Where the value at a path is written; of what is not there, its nearest parent, with its key where it has one. */
function rangeOf(text: string, path: Path): { readonly start: number; readonly end: number } {
  const document = parseDocument(text);
  const rangeAt = (place: Path) => {
    const node = document.getIn(place, true);
    return isNode(node) && node.range ? { start: node.range[0], end: endOf(text, node.range[1]) } : undefined;
  };
  const exact = rangeAt(path);
  if (exact) return exact;
  for (let length = path.length - 1; length >= 0; length--) {
    const place = path.slice(0, length);
    const value = rangeAt(place);
    if (value) return { start: keyStartOf(document, place) ?? value.start, end: value.end };
  }
  return { start: 0, end: 0 };
}

function keyStartOf(document: Document, path: Path): number | undefined {
  const parent = path.length === 0 ? undefined : document.getIn(path.slice(0, -1), true);
  if (!isMap(parent)) return undefined;
  const pair = parent.items.find(({ key }) => isScalar(key) && key.value === path.at(-1));
  return pair && isScalar(pair.key) ? pair.key.range?.[0] : undefined;
}

/** The parser counts the line breaks and comments behind a block to it. */
function endOf(text: string, end: number): number {
  return text.slice(0, end).replace(/(\s|\n\s*#.*)+$/, '').length;
}

function show(path: ReadPath): string {
  return path.map((step) => step ?? '*').join('.');
}
