import { isArray, isObject } from '../../../base/json.ts';
import type { PolicyError } from '../../../errors/tidewaiter-error.ts';
import type { PolicyDocument } from '../../../model/engine.ts';
import type { Target } from '../../../model/target.ts';
import type { Expressions } from '../variables/expressions.ts';
import { checkAnchors } from './check-anchors.ts';
import { checkAssertions } from './check-assertions.ts';
import { checkConditions } from './check-conditions.ts';
import { checkContexts } from './check-contexts.ts';
import { checkGenerate } from './check-generate.ts';
import { checkKinds } from './check-kinds.ts';
import { checkMatch } from './check-match.ts';
import { checkMutate } from './check-mutate.ts';
import { checkPatterns } from './check-patterns.ts';
import { checkSpec } from './check-spec.ts';
import { checkUserInfo } from './check-user-info.ts';
import { checkValidate } from './check-validate.ts';
import { checkVariables } from './check-variables.ts';
import { checkVerifyImages } from './check-verify-images.ts';
import { type CheckedPolicy, type CheckedRule, checkedPolicy } from './checked-policy.ts';
import { isFilledList } from './parts-of.ts';
import { Remarks } from './remarks.ts';
import { requireOne } from './require-one.ts';

/**
 * What Kyverno would refuse in a policy though each field is of its type, and what it would take though it can hardly be meant.
 * Semantics: kyverno/kyverno pkg/validation/policy/validate.go, pkg/policy, and the `Validate` methods of api/kyverno/v1.
 */
export function checkPolicy(
  document: PolicyDocument,
  expressions: Expressions,
  target: Target,
): Pick<Remarks, 'problems' | 'warnings'> {
  const remarks = new Remarks(document);
  const policy = checkedPolicy(document.object, target);
  checkSpec(policy, remarks);
  checkRuleNames(policy, remarks);
  for (const rule of policy.rules) {
    checkAction(rule, remarks);
    checkMatch(rule, policy, remarks);
    checkKinds(rule, policy, remarks);
    checkContexts(rule, policy, { remarks, expressions });
    checkConditions(rule, remarks);
    checkValidate(rule, remarks);
    checkAssertions(rule, policy, remarks);
    checkMutate(rule, policy, remarks);
    checkGenerate(rule, policy, remarks);
    checkVerifyImages(rule, policy, remarks);
    checkPatterns(rule, remarks);
    checkAnchors(rule, remarks);
    checkVariables(rule, { remarks, expressions });
  }
  checkUserInfo(policy, remarks);
  return { problems: remarks.problems.toSorted(byPlace), warnings: remarks.warnings.toSorted(byPlace) };
}

function checkRuleNames({ rules }: CheckedPolicy, remarks: Remarks): void {
  if (rules.length === 0) {
    const message = 'it has no rules';
    remarks.refuse({ code: 'policy/missing-field', message, remedy: 'Add a rule.', path: ['spec', 'rules'] });
  }
  const names = new Set<string>();
  for (const { name, path } of rules) {
    if (names.has(name)) {
      remarks.refuse({
        code: 'policy/invalid-value',
        message: `two rules are called "${name}"`,
        remedy: 'Give each rule a name of its own.',
        path: [...path, 'name'],
      });
    }
    names.add(name);
  }
}

const ACTIONS = ['validate', 'mutate', 'generate', 'verifyImages'];

function checkAction({ name, rule, path }: CheckedRule, remarks: Remarks): void {
  const what = `rule "${name}"`;
  requireOne(rule, ACTIONS, { what, path, remarks });
  if (isObject(rule.imageExtractors) && !isFilledList(rule.verifyImages)) {
    remarks.refuse({
      code: 'policy/invalid-value',
      message: `${what} has imageExtractors, and verifies no images`,
      remedy: 'Take them out: only verifyImages may have them.',
      path: [...path, 'imageExtractors'],
      at: 'key',
    });
  }
  const { validate } = rule;
  const isCel = isObject(validate) && isObject(validate.cel);
  if (isArray(rule.celPreconditions) && !isCel) {
    remarks.refuse({
      code: 'policy/invalid-value',
      message: `${what} has celPreconditions without validate.cel`,
      remedy: 'Write `preconditions`, or the validation in CEL, too.',
      path: [...path, 'celPreconditions'],
      at: 'key',
    });
  }
}

function byPlace(left: PolicyError, right: PolicyError): number {
  return (left.span?.start ?? 0) - (right.span?.start ?? 0);
}
