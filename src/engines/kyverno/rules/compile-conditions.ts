import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import { type ConditionOperator, compareCondition, conditionOperator } from '../conditions/operators.ts';
import type { Numbers } from '../pattern/go-format.ts';
import { missingKnowledge } from '../variables/missing-knowledge.ts';
import type { QueryContext } from '../variables/query-context.ts';
import { SubstitutionError } from '../variables/substitution-error.ts';
import { compileTemplate, substitute, type Template } from '../variables/template.ts';

export interface CompiledCondition {
  readonly key: Template;
  readonly operator: ConditionOperator;
  readonly value: Template;
  readonly message: string;
  /** Throws what variables throw. */
  holds(context: QueryContext): boolean;
}

export interface ConditionsResult {
  readonly holds: boolean;
  /** The messages of the conditions that decided. */
  readonly message: string;
  /** The conditions that decided. */
  readonly deciding: readonly CompiledCondition[];
}

/** `any`, `all`, or the deprecated plain list. */
export interface CompiledConditions {
  readonly any: readonly CompiledCondition[] | undefined;
  readonly all: readonly CompiledCondition[];
  /** Throws what variables throw. */
  evaluate(context: QueryContext): ConditionsResult;
}

/**
 * Compiles preconditions or the conditions of a denial: one of `any` has to hold, and every one of `all`. Each is evaluated only as long as
 * nothing is decided; what cannot be evaluated is an error of the whole.
 * Semantics: kyverno/kyverno pkg/engine/variables/evaluate.go.
 */
export function compileConditions(block: JsonValue | undefined): CompiledConditions {
  const any = isObject(block) && isArray(block.any) ? compileList(block.any) : undefined;
  const all = isArray(block) ? compileList(block) : isObject(block) && isArray(block.all) ? compileList(block.all) : [];
  return { any, all, evaluate: (context) => evaluate(any, all, context) };
}

function evaluate(
  any: readonly CompiledCondition[] | undefined,
  all: readonly CompiledCondition[],
  context: QueryContext,
): ConditionsResult {
  const failed: CompiledCondition[] = [];
  const held: CompiledCondition[] = [];
  const unknown: { readonly list: 'any' | 'all'; readonly thrown: unknown }[] = [];
  const ask = (condition: CompiledCondition, list: 'any' | 'all'): boolean | undefined => {
    try {
      const holds = condition.holds(context);
      (holds ? held : failed).push(condition);
      return holds;
    } catch (thrown) {
      // What only a cluster knows may not matter in the end.
      if (missingKnowledge(thrown) === undefined) throw thrown;
      unknown.push({ list, thrown });
      return undefined;
    }
  };
  const anyHolds = any === undefined || any.some((condition) => ask(condition, 'any') === true);
  const allHolds = all.every((condition) => ask(condition, 'all') !== false);
  const [undecided] = unknown.filter(({ list }) => (list === 'any' ? !anyHolds : true));
  const anyFails = !anyHolds && unknown.every(({ list }) => list !== 'any');
  if (undecided && allHolds && !anyFails) throw undecided.thrown;
  const holds = anyHolds && allHolds;
  const deciding = holds ? held : failed;
  return { holds, message: messagesOf(deciding), deciding };
}

function messagesOf(conditions: readonly CompiledCondition[]): string {
  let joined = '';
  for (const { message } of conditions) if (message !== '') joined += joined === '' ? message : `; ${message}`;
  return joined;
}

function compileList(list: readonly JsonValue[]): readonly CompiledCondition[] {
  return list.filter(isObject).map(compileCondition);
}

function compileCondition({ key, operator: name, value, message }: JsonObject): CompiledCondition {
  const operator = conditionOperator(String(name));
  const keyTemplate = compileTemplate(key ?? null);
  const valueTemplate = compileTemplate(value ?? null);
  const numbers = { key: numbersOf(keyTemplate), value: numbersOf(valueTemplate) };
  return {
    key: keyTemplate,
    operator: operator ?? 'Equals',
    value: valueTemplate,
    message: typeof message === 'string' ? message : '',
    holds(context) {
      if (!operator) throw new SubstitutionError(`invalid condition operator: ${String(name)}`);
      return compareCondition(operator, substitute(keyTemplate, context), substitute(valueTemplate, context), numbers);
    },
  };
}

/** A policy's own numbers, but for those of a list or an object that variables are in as well. */
function numbersOf({ kind }: Template): Numbers {
  return kind === 'constant' ? 'integer' : 'float';
}
