import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import type { ContextData, JsonContext } from '../variables/json-context.ts';
import { withMembers } from '../variables/with-members.ts';
import type { Loop } from './rule-action.ts';

/**
 * The elements of a loop's list: what is no list is its only element, and what is not there is null, which no loop looks at. Throws what
 * expressions throw.
 * Semantics: kyverno/kyverno pkg/engine/utils/foreach.go, `EvaluateList`. On DELETE the expression stays as it is written.
 */
export function evaluateList({ list }: Pick<Loop<unknown>, 'list'>, context: JsonContext): readonly JsonValue[] {
  const value = context.evaluate(list);
  return isArray(value) ? value : [value];
}

/** Why a loop's list cannot be had for good: a key that is not there is no failure. */
export function isUnknownKey(message: string): boolean {
  return message.includes('Unknown key');
}

export interface OpenElement {
  readonly value: JsonValue;
  readonly index: number;
  readonly nesting: number;
}

/**
 * The context of an element: `element` and `elementIndex`, and the same with the depth of the loop behind them. What a suite supplies for the
 * rule comes after them, as whenever Kyverno loads a context.
 * Semantics: kyverno/kyverno pkg/engine/context/context.go, `AddElement`.
 */
export function openElement(
  around: JsonContext,
  { entries }: Pick<Loop<unknown>, 'entries'>,
  { value, index, nesting }: OpenElement,
  supply: (data: ContextData) => ContextData,
): JsonContext {
  const members: JsonObject = {
    element: value,
    [`element${nesting}`]: value,
    elementIndex: index,
    [`elementIndex${nesting}`]: index,
  };
  return around.within(entries, (data) => supply(withMembers(data, members)));
}

/** Whether patterns are held against the element itself: where it is a mapping, unless the loop says otherwise. */
export function isScoped({ elementScope }: Pick<Loop<unknown>, 'elementScope'>, value: JsonValue): boolean {
  return elementScope ?? isObject(value);
}
