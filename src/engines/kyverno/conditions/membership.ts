import { isArray, type JsonValue } from '../../../base/json.ts';
import { matchesWildcard } from '../../../base/wildcard.ts';
import { goSprint } from '../pattern/go-format.ts';
import { compileLeaf } from '../pattern/leaf.ts';
import { operatorOf } from '../pattern/leaf-operator.ts';
import { SubstitutionError } from '../variables/substitution-error.ts';
import type { OperandNumbers } from './operand-numbers.ts';

export type Membership = 'AnyIn' | 'AllIn' | 'AnyNotIn' | 'AllNotIn' | 'In' | 'NotIn';

/** The `In` operators. What is not text is compared as Go prints it, where a number alone is always a float. */
export function compareMembership(
  operator: Membership,
  key: JsonValue,
  value: JsonValue,
  numbers: OperandNumbers,
): boolean {
  const items = isArray(value) ? value.map((item) => goSprint(item, numbers.value)) : value;
  if (typeof key === 'string') return compareOne(operator, key, items);
  if (typeof key === 'number' || typeof key === 'boolean') return compareOne(operator, print(key), items);
  if (!isArray(key)) return false;
  if (operator === 'In' || operator === 'NotIn') return compareSetExactly(operator, requireTexts(operator, key), value);
  const keys = key.map((item) => goSprint(item, numbers.key));
  return compareSet(operator, keys, items);
}

function requireTexts(operator: 'In' | 'NotIn', key: readonly JsonValue[]): readonly string[] {
  if (key.every(isText)) return key;
  throw new SubstitutionError(
    `the key of ${operator} has items that are no text, on which Kyverno crashes; Any${operator} takes them`,
  );
}

/** One key. `AnyNotIn`, `AllNotIn` and `NotIn` are then the opposite of being there, unless the value is of no use. */
function compareOne(operator: Membership, key: string, value: JsonValue): boolean {
  const found = isAmong(key, value, operator);
  if (found === undefined) return false;
  return operator === 'AnyIn' || operator === 'AllIn' || operator === 'In' ? found : !found;
}

function isAmong(key: string, value: JsonValue, operator: Membership): boolean | undefined {
  if (isArray(value)) return value.some((item) => matchEitherWay(key, print(item)));
  if (typeof value !== 'string') return undefined;
  if (matchesWildcard(value, key)) return true;
  const deprecated = operator === 'In' || operator === 'NotIn';
  if (!deprecated && operatorOf(value).kind === 'in-range') return isInRange(key, value);
  const items = deprecated ? textsOfJson(value) : textsOf(value);
  return items?.includes(key);
}

function compareSet(
  operator: 'AnyIn' | 'AllIn' | 'AnyNotIn' | 'AllNotIn',
  keys: readonly string[],
  value: JsonValue,
): boolean {
  if (isArray(value)) return relate(operator, keys, value.map(print));
  if (typeof value === 'number' || typeof value === 'boolean') {
    return (operator === 'AnyIn' || operator === 'AnyNotIn') && relate(operator, keys, [print(value)]);
  }
  if (typeof value !== 'string') return false;
  if (keys.length === 1 && keys[0] === value) return operator === 'AnyIn' || operator === 'AllIn';
  if (operatorOf(value).kind === 'in-range') return relateToRange(operator, keys, value);
  const items = textsOf(value);
  return items !== undefined && relate(operator, keys, items);
}

function relate(
  operator: 'AnyIn' | 'AllIn' | 'AnyNotIn' | 'AllNotIn',
  keys: readonly string[],
  items: readonly string[],
): boolean {
  const isIn = (key: string) => items.some((item) => matchEitherWay(key, item));
  switch (operator) {
    case 'AnyIn':
      return keys.some(isIn);
    case 'AllIn':
      return keys.every(isIn);
    case 'AnyNotIn':
      return !keys.every(isIn);
    case 'AllNotIn':
      return !keys.some(isIn);
  }
}

function relateToRange(
  operator: 'AnyIn' | 'AllIn' | 'AnyNotIn' | 'AllNotIn',
  keys: readonly string[],
  range: string,
): boolean {
  switch (operator) {
    case 'AnyIn':
      return keys.some((key) => isInRange(key, range));
    case 'AllIn':
      return keys.every((key) => isInRange(key, range));
    case 'AnyNotIn': {
      // As Kyverno does it: the range, turned around.
      const outside = compileLeaf(range.replace('-', '!-'), 'float');
      return keys.some(outside);
    }
    case 'AllNotIn':
      return !keys.some((key) => isInRange(key, range));
  }
}

/** The deprecated operators compare lists without wildcards. */
function compareSetExactly(operator: 'In' | 'NotIn', keys: readonly string[], value: JsonValue): boolean {
  if (typeof value === 'string' && keys.length === 1 && keys[0] === value) return true;
  const items =
    typeof value === 'string' ? textsOfJson(value) : isArray(value) && value.every(isText) ? value : undefined;
  if (items === undefined) return false;
  const known = new Set<JsonValue>(items);
  return keys.every((key) => known.has(key)) === (operator === 'In');
}

function isText(value: JsonValue): value is string {
  return typeof value === 'string';
}

/** Text that is JSON has to be a list of texts, as a ConfigMap may hold one; other text is itself. */
function textsOf(text: string): readonly string[] | undefined {
  const parsed = parseJson(text);
  return parsed === undefined ? [text] : textList(parsed);
}

function textsOfJson(text: string): readonly string[] | undefined {
  const parsed = parseJson(text);
  return parsed === undefined ? undefined : textList(parsed);
}

/** Go reads null as an empty list, and null in a list as "". */
function textList(parsed: JsonValue): readonly string[] | undefined {
  if (parsed === null) return [];
  if (!isArray(parsed)) return undefined;
  const texts = parsed.map((item) => item ?? '');
  return texts.every(isText) ? texts : undefined;
}

function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isInRange(key: string, range: string): boolean {
  return compileLeaf(range, 'float')(key);
}

function matchEitherWay(left: string, right: string): boolean {
  return matchesWildcard(left, right) || matchesWildcard(right, left);
}

function print(value: JsonValue): string {
  return goSprint(value, 'float');
}
