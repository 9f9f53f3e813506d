import type { JsonValue } from '../../../base/json.ts';
import { compareEquality } from './equality.ts';
import { compareMembership } from './membership.ts';
import type { OperandNumbers } from './operand-numbers.ts';
import { compareDurations, compareOrder } from './order.ts';

/** The operators of preconditions and deny conditions, as the policy's schema spells them; the last two groups are deprecated. */
export const CONDITION_OPERATORS = [
  'Equals',
  'NotEquals',
  'AnyIn',
  'AllIn',
  'AnyNotIn',
  'AllNotIn',
  'GreaterThan',
  'GreaterThanOrEquals',
  'LessThan',
  'LessThanOrEquals',
  'Equal',
  'NotEqual',
  'In',
  'NotIn',
  'DurationGreaterThan',
  'DurationGreaterThanOrEquals',
  'DurationLessThan',
  'DurationLessThanOrEquals',
] as const;

export type ConditionOperator = (typeof CONDITION_OPERATORS)[number];

/** The operator that a text names: by itself or in another case, as Kyverno looks for it. */
export function conditionOperator(text: string): ConditionOperator | undefined {
  const wanted = text.toLowerCase();
  return CONDITION_OPERATORS.find((operator) => operator.toLowerCase() === wanted);
}

const FLOATS: OperandNumbers = { key: 'float', value: 'float' };

/**
 * Whether a condition holds; key and value have their variables substituted. Types that an operator does not take make it false, also
 * where it is a negation: a null key is neither equal nor unequal to anything. Throws SubstitutionError where Kyverno itself crashes.
 * Semantics: kyverno/kyverno, pkg/engine/variables/operator.
 */
export function compareCondition(
  operator: ConditionOperator,
  key: JsonValue,
  value: JsonValue,
  numbers = FLOATS,
): boolean {
  switch (operator) {
    case 'Equals':
    case 'Equal':
      return compareEquality(key, value, 'equal', numbers);
    case 'NotEquals':
    case 'NotEqual':
      return compareEquality(key, value, 'unequal', numbers);
    case 'AnyIn':
    case 'AllIn':
    case 'AnyNotIn':
    case 'AllNotIn':
    case 'In':
    case 'NotIn':
      return compareMembership(operator, key, value, numbers);
    case 'GreaterThan':
    case 'GreaterThanOrEquals':
    case 'LessThan':
    case 'LessThanOrEquals':
      return compareOrder(operator, key, value);
    case 'DurationGreaterThan':
      return compareDurations('GreaterThan', key, value);
    case 'DurationGreaterThanOrEquals':
      return compareDurations('GreaterThanOrEquals', key, value);
    case 'DurationLessThan':
      return compareDurations('LessThan', key, value);
    case 'DurationLessThanOrEquals':
      return compareDurations('LessThanOrEquals', key, value);
  }
}
