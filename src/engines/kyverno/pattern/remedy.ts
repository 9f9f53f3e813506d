import { parseGoFloat } from '../../../base/go-float.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
import { valueAt } from '../../../base/value-at.ts';
import { hasWildcard } from '../../../base/wildcard.ts';
import type { JsonPatch } from '../../../model/json-patch.ts';
import { parseAnchor } from './anchor.ts';
import { operatorOf } from './leaf-operator.ts';
import { otherValue } from './other-value.ts';

/** The patch that mends a leaf, where the pattern leaves exactly one legal value; else undefined. */
export function remedyFor(pattern: JsonValue, root: JsonValue, path: Path): JsonPatch | undefined {
  if (path.length === 0 || path.some(isMisspeltAnchor)) return undefined;
  const current = valueAt(root, path);
  const value =
    current === undefined || current === null
      ? missingValue(pattern, path)
      : isObject(current) || isArray(current)
        ? undefined
        : replacement(pattern, current, path);
  if (value === undefined) return undefined;
  return [{ op: current === undefined ? 'add' : 'replace', path, value }];
}

/** The same for an item of a list of scalars; undefined where the list has the one legal value already, or other items lack it too. */
export function itemRemedyFor(
  pattern: JsonValue,
  root: JsonValue,
  list: Path,
  failing: readonly number[],
): JsonPatch | undefined {
  const [index, ...others] = failing;
  if (index === undefined || others.length > 0) return undefined;
  const remedy = remedyFor(pattern, root, [...list, index]);
  const items = valueAt(root, list);
  const value = remedy?.[0]?.op === 'replace' ? remedy[0].value : undefined;
  return value === undefined || (isArray(items) && items.includes(value)) ? undefined : remedy;
}

/** Kyverno takes `=(name` for a field of that name; nobody wants it in a manifest. */
function isMisspeltAnchor(step: string | number): boolean {
  return typeof step === 'string' && /[()]/.test(step);
}

/**
 * The patch that takes a forbidden key away; undefined where it would leave something that Kubernetes does not take: an empty object
 * (`valueFrom: {}`), or an item of a list with nothing but its name (a volume without a source).
 */
export function removalOf(root: JsonValue, path: Path): JsonPatch | undefined {
  const parentPath = path.slice(0, -1);
  const parent = valueAt(root, parentPath);
  if (!isObject(parent)) return undefined;
  const left = Object.keys(parent).filter((key) => key !== path.at(-1));
  const isItem = typeof parentPath.at(-1) === 'number';
  const isHollow = left.length === 0 || (isItem && left.every((key) => key === 'name'));
  return isHollow && !mayBeEmpty(parentPath.at(-1)) ? undefined : [{ op: 'remove', path }];
}

/** What a scalar has to become, in the type that it has: a pattern may say `"false"` of a boolean. */
function replacement(pattern: JsonValue, current: string | number | boolean, path: Path): JsonValue | undefined {
  if (typeof pattern === 'boolean') return typeof current === 'boolean' ? pattern : undefined;
  if (typeof pattern === 'number') return typeof current === 'string' ? String(pattern) : pattern;
  if (typeof pattern !== 'string') return undefined;
  const condition = operatorOf(pattern);
  if (condition.kind === '!') return otherValue(condition.operand, current, path);
  if (!isLiteral(pattern)) return undefined;
  if (typeof current === 'boolean') return booleanOf(pattern);
  if (typeof current === 'number') return numberOf(pattern);
  return pattern;
}

function numberOf(text: string): number | undefined {
  const number = parseGoFloat(text);
  return number !== undefined && Number.isFinite(number) ? number : undefined;
}

/** What has to be there where nothing is: a literal, or an object made of literals only. */
function missingValue(pattern: JsonValue, path: Path): JsonValue | undefined {
  if (typeof pattern === 'boolean' || typeof pattern === 'number') {
    return isTextOnly(path) ? String(pattern) : pattern;
  }
  if (typeof pattern === 'string') {
    const condition = operatorOf(pattern);
    if (condition.kind === '!') {
      const other = otherValue(condition.operand, undefined, path);
      return other !== undefined && isTextOnly(path) ? String(other) : other;
    }
    if (!isLiteral(pattern)) return undefined;
    if (isTextOnly(path)) return pattern;
    // Whether `"8080"` is to be a number or text, the pattern does not say.
    return booleanOf(pattern) ?? (numberOf(pattern) === undefined ? pattern : undefined);
  }
  if (isArray(pattern)) return missingList(pattern, path);
  return isObject(pattern) ? missingObject(pattern, path) : undefined;
}

/** One item, as every item has to be; of objects only what names itself, for hardly anything else would be whole. */
function missingList([first, ...others]: readonly JsonValue[], path: Path): readonly JsonValue[] | undefined {
  if (first === undefined || others.length > 0 || (isObject(first) && first.name === undefined)) return undefined;
  const item = missingValue(first, [...path, 0]);
  return item === undefined ? undefined : [item];
}

function missingObject(pattern: JsonObject, path: Path): JsonObject | undefined {
  const members: [string, JsonValue][] = [];
  for (const [key, child] of Object.entries(pattern)) {
    const anchor = parseAnchor(key);
    // What may be absent is left out.
    if (anchor?.kind === 'equality' || anchor?.kind === 'negation') continue;
    if (anchor || hasWildcard(key) || isMisspeltAnchor(key)) return undefined;
    const value = missingValue(child, [...path, key]);
    if (value === undefined) return undefined;
    members.push([key, value]);
  }
  return Object.fromEntries(members);
}

/** Text without operator, alternatives, wildcards or range: only itself matches, or another spelling of the same amount. */
function isLiteral(pattern: string): boolean {
  return (
    pattern !== '' &&
    pattern.trim() === pattern &&
    !/[|&]/.test(pattern) &&
    !hasWildcard(pattern) &&
    operatorOf(pattern).kind === '='
  );
}

function booleanOf(text: string): boolean | undefined {
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

/** Maps whose values Kubernetes takes only as text. */
const TEXT_MAPS = new Set(['labels', 'annotations', 'matchLabels', 'nodeSelector', 'data', 'stringData', 'selector']);

function isTextOnly(path: Path): boolean {
  return path.at(-1) === 'value' || isTextMap(path.at(-2));
}

function mayBeEmpty(step: string | number | undefined): boolean {
  return isTextMap(step) || step === 'limits' || step === 'requests';
}

export function isTextMap(step: string | number | undefined): boolean {
  return typeof step === 'string' && TEXT_MAPS.has(step);
}
