import { CONDITION_OPERATORS } from '../conditions/operators.ts';
import { type FieldType, free, listOf, oneOf, record, text } from './field-type.ts';

const condition = record({ key: free, operator: oneOf(...CONDITION_OPERATORS), value: free, message: text }, [
  'operator',
]);

/** `any` and `all`. */
export const anyAllConditions: FieldType = record({ any: listOf(condition), all: listOf(condition) });

/** `any` and `all`, or the deprecated plain list, which means `all`. */
export const conditions: FieldType = { kind: 'listOrRecord', list: listOf(condition), record: anyAllConditions };
