import type { Failure, FailVerdict } from '../../../model/verdict.ts';
import type { CompiledRule } from './compiled-rule.ts';
import { levelIfOther, type PolicyRun } from './evaluate-rule.ts';
import type { Message } from './rule-action.ts';
import type { Scope } from './scope.ts';

/** The rule that asks, and whose message it is. */
export interface Asking {
  readonly run: PolicyRun;
  readonly rule: CompiledRule;
  readonly message: Message;
}

/** Each loop around an element puts these words before what is said about it. */
export function inLoops({ elements }: Scope, message: string): string {
  return 'validation failure: '.repeat(elements.length) + message;
}

export function fail(
  rule: CompiledRule,
  { subject }: Scope,
  message: string,
  failures: readonly Failure[],
): FailVerdict {
  return { outcome: 'fail', rule: rule.name, message, failures, ...levelIfOther(rule, rule.level.of(subject)) };
}
