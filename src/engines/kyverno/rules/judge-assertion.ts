import type { Path } from '../../../base/path.ts';
import type { Variables } from '../../../languages/jmespath/run.ts';
import type { Failure, Verdict } from '../../../model/verdict.ts';
import type { Mismatch } from '../assertion/compile-assertion.ts';
import { assertionPayload } from '../assertion/payload.ts';
import { failureMessage, isLimit } from '../variables/failure-message.ts';
import { type Asking, fail } from './asking.ts';
import type { CompiledRule } from './compiled-rule.ts';
import type { AssertCheck } from './rule-action.ts';
import type { Scope } from './scope.ts';
import { authoredMessage } from './validation-message.ts';

/** What an assertion tree says about a request. Throws what variables throw. */
export function judgeAssertion({ rule, message }: Asking, check: AssertCheck, scope: Scope): Verdict {
  const failures = scope.view.isOfOldObject ? oldFailures(rule, check, scope) : assertionFailures(rule, check, scope);
  const [first] = failures;
  if (!first) return { outcome: 'pass', rule: rule.name };
  return { ...fail(rule, scope, first.message, failures), authoredMessage: authoredMessage(message, scope.context) };
}

/** An old object that the tree cannot be asked about excuses the new one as if it had violated it. */
function oldFailures(rule: CompiledRule, check: AssertCheck, scope: Scope): readonly Failure[] {
  try {
    return assertionFailures(rule, check, scope);
  } catch (thrown) {
    if (failureMessage(thrown) === undefined || isLimit(thrown)) throw thrown;
    return [{ path: NAME, message: 'failed to validate old object' }];
  }
}

/** What is not as the tree has it. Throws what variables throw. */
export function assertionFailures(rule: CompiledRule, { assertion }: AssertCheck, scope: Scope): readonly Failure[] {
  const { view, subject, context } = scope;
  const variables: Variables = new Map(rule.entries.list.map(({ name }) => [name, () => context.query(name)]));
  const mismatches = assertion.evaluate(assertionPayload(view, subject), { context, variables });
  return mismatches.map((mismatch) => failureOf(mismatch, scope));
}

/** A place in the payload is one in the object where the tree is about the object; else the object is named as a whole. */
function failureOf({ message, location, legal }: Mismatch, { view }: Scope): Failure {
  const { object } = view.request;
  const [root, ...path] = location.path;
  if (root !== (object === null ? 'oldObject' : 'object') || path.length === 0) return { path: NAME, message };
  if (!legal || !location.isExact || object === null) return { path, message };
  return { path, message, remedy: [{ ...legal, path }] };
}

const NAME: Path = ['metadata', 'name'];
