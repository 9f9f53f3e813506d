import type { Verdict } from '../../../model/verdict.ts';
import { type Asking, fail, inLoops } from './asking.ts';
import { denyFailures } from './deny-failures.ts';
import type { DenyCheck } from './rule-action.ts';
import type { Scope } from './scope.ts';
import { denyMessage } from './validation-message.ts';

/** What a denial says about a request or an element. Throws what variables throw. */
export function judgeDenial({ run, rule, message }: Asking, { conditions }: DenyCheck, scope: Scope): Verdict {
  const result = conditions?.evaluate(scope.context) ?? { holds: true, message: '', deciding: [] };
  if (!result.holds) return { outcome: 'pass', rule: rule.name };
  const words = inLoops(scope, denyMessage(rule, message, result.message, scope.context));
  const failures = denyFailures(result.deciding, scope, run.expressions);
  return fail(
    rule,
    scope,
    words,
    failures.map((failure) => ({ ...failure, message: words })),
  );
}
