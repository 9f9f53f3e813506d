import { isArray, isObject, type JsonValue } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
import { valueAt } from '../../../base/value-at.ts';
import { hasWildcard } from '../../../base/wildcard.ts';
import type { QueriedPath } from '../../../languages/jmespath/queried-paths.ts';
import type { JsonPatch } from '../../../model/json-patch.ts';
import type { KubernetesObject } from '../../../model/kubernetes-object.ts';
import { operatorOf } from '../pattern/leaf-operator.ts';
import { otherValue } from '../pattern/other-value.ts';
import type { Template } from '../variables/template.ts';
import type { CompiledCondition } from './compile-conditions.ts';

/** A field that a condition compares with a literal, or a list in which it looks for one. */
interface Comparison {
  readonly expression: string;
  readonly literal: JsonValue;
  readonly literalIs: 'key' | 'value';
}

/**
 * The patch after which a condition no longer denies, where exactly one value would: a field that has to equal a literal, a flag that must
 * not be what it is, a list that has to hold a literal.
 *
 * @param paths what the condition reads in the object
 */
export function denyRemedy(
  condition: CompiledCondition,
  paths: readonly QueriedPath[],
  object: KubernetesObject,
): JsonPatch | undefined {
  const comparison = comparisonOf(condition);
  const [path, ...others] = paths;
  if (!comparison || !path || others.length > 0) return undefined;
  const { expression, literal } = comparison;
  const list = listOf(path);
  if (looksForLiteral(condition) && list && (ITEMS.test(expression) || PLAIN_PATH.test(expression))) {
    return typeof literal === 'string' ? appendPatch(object, list, literal) : undefined;
  }
  if (path.includes(null) || !PLAIN_PATH.test(expression)) return undefined;
  const field = path.filter((step) => step !== null);
  const current = valueAt(object, field);
  if (typeof current === 'object' && current !== null) return undefined;
  const legal = legalValue(condition, comparison, current, field);
  return legal === undefined ? undefined : setPatch(object, field, legal);
}

/** Whether a condition denies where a list lacks a literal. */
export function looksForLiteral(condition: CompiledCondition): boolean {
  return isMissingFrom(condition) && comparisonOf(condition)?.literalIs === 'key';
}

/** Whether a condition denies for each item of a list that is among some literals, or is not. */
export function forbidsItems(condition: CompiledCondition): boolean {
  const { operator } = condition;
  const comparison = comparisonOf(condition);
  if (!comparison || !ITEMS.test(comparison.expression)) return false;
  if (comparison.literalIs === 'key') return operator === 'AnyIn' || operator === 'AllIn' || operator === 'In';
  return operator === 'AnyIn' || operator === 'AnyNotIn';
}

/** The patch that takes items out of a list, unless nothing would be left: of most lists Kubernetes wants at least one item. */
export function removeItems(object: KubernetesObject, list: Path, indices: readonly number[]): JsonPatch | undefined {
  const items = valueAt(object, list);
  if (!isArray(items) || indices.length === 0) return undefined;
  if (indices.length === items.length && !MAY_BE_EMPTY.has(list.at(-1) ?? '')) return undefined;
  return indices.toReversed().map((index) => ({ op: 'remove', path: [...list, index] }));
}

/** Capabilities that a container adds. */
const MAY_BE_EMPTY: ReadonlySet<string | number> = new Set(['add']);

/** In the object itself: what a name of the rule's context stands for may have been made of it. */
const PATH = String.raw`^(?:request\.(?:object|oldObject)\.|element\d*\b)[\w."/-]*`;
/** It does not change what is read. */
const DEFAULT = String.raw`(?:\s*\|\|\s*(?:'[^']*'|\x60[^\x60]*\x60))?$`;

/** A path and nothing else. */
const PLAIN_PATH = new RegExp(PATH + DEFAULT);

/** The items of a list as they are, or with their letters changed. */
const ITEMS = new RegExp(String.raw`${PATH}\[[*]?\](?:\.to_(?:upper|lower)\(@\))?${DEFAULT}`);

function comparisonOf({ key, value }: CompiledCondition): Comparison | undefined {
  const field = wholeOf(key);
  if (field !== undefined && value.kind === 'constant') {
    return { expression: field, literal: value.value, literalIs: 'value' };
  }
  const other = wholeOf(value);
  if (other === undefined || key.kind !== 'constant') return undefined;
  return { expression: other, literal: key.value, literalIs: 'key' };
}

function wholeOf(template: Template): string | undefined {
  return template.kind === 'variable' ? template.whole?.trim() : undefined;
}

/** The list that a path leads to, or of whose items it is. */
function listOf(path: QueriedPath): Path | undefined {
  const list = path.at(-1) === null ? path.slice(0, -1) : path;
  return list.every((step) => step !== null) ? list : undefined;
}

function isMissingFrom({ operator }: CompiledCondition): boolean {
  return operator === 'AnyNotIn' || operator === 'AllNotIn' || operator === 'NotIn';
}

function legalValue(
  { operator }: CompiledCondition,
  { literal, literalIs }: Comparison,
  current: JsonValue | undefined,
  path: Path,
): JsonValue | undefined {
  switch (operator) {
    case 'NotEquals':
    case 'NotEqual':
      return isOneValue(literal) ? literal : undefined;
    case 'Equals':
    case 'Equal':
      return otherThan(literal, current, path);
    case 'AnyNotIn':
    case 'AllNotIn':
    case 'NotIn': {
      const only = onlyItem(literal);
      return literalIs === 'value' && only !== undefined && isOneValue(only) ? only : undefined;
    }
    case 'AnyIn':
    case 'AllIn':
    case 'In':
      return literalIs === 'value' ? otherThan(onlyItem(literal) ?? null, current, path) : undefined;
    default:
      // A bound leaves more than one value.
      return undefined;
  }
}

/** Of a list of one, its item; a text that is no range is a list of itself. */
function onlyItem(literal: JsonValue): JsonValue | undefined {
  if (isArray(literal)) return literal.length === 1 ? literal[0] : undefined;
  return typeof literal === 'string' && operatorOf(literal).kind === '=' && !literal.startsWith('[')
    ? literal
    : undefined;
}

function isOneValue(literal: JsonValue): boolean {
  if (literal === null || typeof literal === 'object') return false;
  return typeof literal !== 'string' || (literal !== '' && !hasWildcard(literal));
}

/** Where nothing is there, the literal says whether a flag is text. */
function otherThan(literal: JsonValue, current: JsonValue | undefined, path: Path): JsonValue | undefined {
  const other = otherValue(literal, current, path);
  return current === undefined && typeof literal === 'string' && other !== undefined ? String(other) : other;
}

/** The patch that adds an item to a list, with the list and the parents that are missing. What is there and is no list has to stay. */
function appendPatch(object: KubernetesObject, list: Path, item: string): JsonPatch | undefined {
  const there = valueAt(object, list);
  if (isArray(there)) {
    return there.every((each) => typeof each === 'string')
      ? [{ op: 'add', path: [...list, there.length], value: item }]
      : undefined;
  }
  return there === undefined || there === null ? setPatch(object, list, [item]) : undefined;
}
/** The patch that puts a value at a path, with the parents that are missing. Undefined where something else is in the way. */
function setPatch(object: KubernetesObject, path: Path, value: JsonValue): JsonPatch | undefined {
  if (valueAt(object, path) !== undefined) return [{ op: 'replace', path, value }];
  for (let length = path.length - 1; length >= 0; length--) {
    const parent = valueAt(object, path.slice(0, length));
    if (parent === undefined) continue;
    if (!isObject(parent)) return undefined;
    const rest = path.slice(length + 1);
    if (rest.some((step) => typeof step === 'number')) return undefined;
    return [{ op: 'add', path: path.slice(0, length + 1), value: rest.reduceRight<JsonValue>(wrap, value) }];
  }
  return undefined;
}

function wrap(value: JsonValue, step: string | number): JsonValue {
  return { [step]: value };
}
