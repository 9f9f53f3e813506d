import { equalPaths, type Path } from '../../../base/path.ts';
import type { Failure, FailVerdict, Verdict } from '../../../model/verdict.ts';
import type { CompiledRule } from './compiled-rule.ts';
import { evaluateRule, type PolicyRun, unknown } from './evaluate-rule.ts';
import { judgeCheck } from './judge-check.ts';
import { judgeImages } from './judge-images.ts';
import type { RequestView } from './request-view.ts';

/** The verdict of a validating rule; undefined where it says nothing about the request. */
export function validateRule(run: PolicyRun, rule: CompiledRule, view: RequestView): Verdict | undefined {
  const verdict = judge(run, rule, view);
  if (verdict?.outcome !== 'fail') return verdict;
  const placed = view.fillsNamespace ? { ...verdict, failures: verdict.failures.map(addingNamespace) } : verdict;
  return excusesOldObject(rule, view) ? excuse(run, rule, view, placed) : placed;
}

/** Where the API server fills in the namespace, the object as written has none that a remedy could replace. */
function addingNamespace(failure: Failure): Failure {
  if (!failure.remedy) return failure;
  const remedy = failure.remedy.map((operation) =>
    operation.op === 'replace' && equalPaths(operation.path, NAMESPACE)
      ? { ...operation, op: 'add' as const }
      : operation,
  );
  return { ...failure, remedy };
}

const NAMESPACE: Path = ['metadata', 'namespace'];

function judge(run: PolicyRun, rule: CompiledRule, view: RequestView): Verdict | undefined {
  return evaluateRule(run, rule, view, (scope) => {
    const { action } = rule;
    switch (action.kind) {
      case 'validate':
        return judgeCheck({ run, rule, message: action.message }, action.check, scope);
      case 'unsupported':
        return unknown(rule, action.needs, scope.subject);
      case 'verify-images':
        return judgeImages(run, rule, action, scope);
      case 'mutate':
      case 'generate':
        return undefined;
    }
  });
}

/** An enforcing rule that allows existing violations looks at the old object before it denies an update. */
function excusesOldObject({ action, level }: CompiledRule, { request }: RequestView): boolean {
  return (
    action.kind === 'validate' &&
    action.allowsExisting &&
    level.usual === 'enforce' &&
    request.operation === 'UPDATE' &&
    request.object !== null &&
    request.oldObject !== null
  );
}

/**
 * What the old object violates already, Kyverno lets pass. It judges the old object as if it were created, so that a rule against
 * updates is not excused by itself.
 * Semantics: kyverno/kyverno pkg/engine/handlers/validation/validate_resource.go, `validateOldObject`.
 */
function excuse(run: PolicyRun, rule: CompiledRule, view: RequestView, verdict: FailVerdict): Verdict {
  const before = judge(run, rule, view.ofOldObject());
  if (before?.outcome !== 'fail') return verdict;
  return {
    outcome: 'skip',
    rule: rule.name,
    reason: 'skipping the rule evaluation as pre-existing violations are allowed',
    existing: verdict,
  };
}
