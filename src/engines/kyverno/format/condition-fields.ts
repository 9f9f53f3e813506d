import { CONDITION_OPERATORS } from '../conditions/operators.ts';
import { type FieldType, free, listOf, oneOf, record, text } from './field-type.ts';

/** `Equal` and `NotEqual` are known to Kyverno, but not to the definition where that says which operators there are. */
const DEFINED_OPERATORS = CONDITION_OPERATORS.filter((operator) => operator !== 'Equal' && operator !== 'NotEqual');
const UNDEPRECATED_OPERATORS = DEFINED_OPERATORS.filter((operator) => operator !== 'In' && operator !== 'NotIn');

function conditionList(operators: readonly string[]): FieldType {
  return listOf(record({ key: free, operator: oneOf(...operators), value: free, message: text }, ['operator']));
}

function anyAll(operators: readonly string[]): FieldType {
  return record({ any: conditionList(operators), all: conditionList(operators) });
}

/** `any` and `all`, as the definition describes them. */
export const anyAllConditions: FieldType = anyAll(DEFINED_OPERATORS);

/** The same of kyverno.io/v2beta1, without the deprecated operators. */
export const anyAllConditionsV2: FieldType = anyAll(UNDEPRECATED_OPERATORS);

/** `any` and `all`, or the deprecated plain list, which means `all`. The definition leaves them open; Kyverno does not. */
export const conditions: FieldType = {
  kind: 'listOrRecord',
  list: conditionList(CONDITION_OPERATORS),
  record: anyAll(CONDITION_OPERATORS),
};
