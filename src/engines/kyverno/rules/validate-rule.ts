import { equalPaths, type Path } from '../../../base/path.ts';
import type { KubernetesObject } from '../../../model/kubernetes-object.ts';
import type { Failure, FailVerdict, Verdict } from '../../../model/verdict.ts';
import type { MatchSubject } from '../match/match-subject.ts';
import { formatKyvernoPath } from '../pattern/kyverno-path.ts';
import type { JsonContext } from '../variables/json-context.ts';
import type { CompiledRule } from './compiled-rule.ts';
import { denyFailures } from './deny-failures.ts';
import { errorVerdict, evaluateRule, levelIfOther, type PolicyRun, unknown } from './evaluate-rule.ts';
import { openJsonContext } from './open-json-context.ts';
import type { RequestView } from './request-view.ts';
import type { RuleAction } from './rule-action.ts';
import { anyPatternMessage, authoredMessage, denyMessage, patternMessage } from './validation-message.ts';

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
  return evaluateRule(run, rule, view, (context, subject) => {
    const { action } = rule;
    switch (action.kind) {
      case 'pattern':
      case 'anyPattern': {
        const { object } = view.request;
        // There is no object to hold a pattern against on DELETE: Kyverno answers nothing.
        if (object === null || view.request.operation === 'DELETE') return undefined;
        return action.kind === 'pattern'
          ? judgePattern(run, rule, action, object, context, subject)
          : judgeAnyPattern(rule, action, object, context, subject);
      }
      case 'deny':
        return judgeDenial(run, rule, action, view, context, subject);
      case 'unsupported':
        return unknown(rule, action.needs, subject);
      case 'mutate':
        return undefined;
    }
  });
}

type PatternAction = RuleAction & { readonly kind: 'pattern' | 'anyPattern' };
type DenyAction = RuleAction & { readonly kind: 'deny' };

function judgePattern(
  run: PolicyRun,
  rule: CompiledRule,
  action: PatternAction,
  object: KubernetesObject,
  context: JsonContext,
  subject: MatchSubject,
): Verdict {
  const [pattern] = action.patterns(context);
  const result = pattern?.evaluate(object) ?? { outcome: 'pass' as const };
  switch (result.outcome) {
    case 'pass':
      return { outcome: 'pass', rule: rule.name };
    case 'skip':
      return { outcome: 'skip', rule: rule.name, reason: result.message };
    case 'error':
      return errorVerdict(run, rule, patternMessage(rule, action.message, context, undefined, result.message), subject);
    case 'fail': {
      const messageAt = (path: Failure['path']) => patternMessage(rule, action.message, context, path, result.message);
      const message = messageAt(result.path);
      const failures = result.failures.map((failure, index) => ({
        ...failure,
        message: index === 0 ? message : messageAt(failure.path),
      }));
      const leaves = failures.length > 0 ? failures : [{ path: result.path, message }];
      return { ...fail(rule, subject, message, leaves), authoredMessage: authoredMessage(action.message, context) };
    }
  }
}

/** One pattern has to match; where none does and all were skipped, the rule is. */
function judgeAnyPattern(
  rule: CompiledRule,
  action: PatternAction,
  object: KubernetesObject,
  context: JsonContext,
  subject: MatchSubject,
): Verdict {
  const skipped: string[] = [];
  const failed: string[] = [];
  let nearest: readonly Failure[] | undefined;
  for (const [index, pattern] of action.patterns(context).entries()) {
    const result = pattern.evaluate(object);
    const name = `rule ${rule.name}[${index}]`;
    switch (result.outcome) {
      case 'pass':
        return { outcome: 'pass', rule: rule.name };
      case 'skip':
        skipped.push(`${name} skipped: ${result.message}`);
        break;
      case 'error':
        failed.push(`${name} failed: ${result.message}`);
        nearest ??= result.failures;
        break;
      case 'fail':
        failed.push(`${name} failed at path ${formatKyvernoPath(result.path)}`);
        // Whoever mends it mends the alternative with the least to do.
        if (!nearest || result.failures.length < nearest.length) nearest = result.failures;
        break;
    }
  }
  if (failed.length === 0) {
    if (skipped.length > 0) return { outcome: 'skip', rule: rule.name, reason: skipped.join(' ') };
    return { outcome: 'pass', rule: rule.name };
  }
  const message = anyPatternMessage(rule, action.message, context, failed);
  const onlyWay = failed.length + skipped.length === 1;
  const failures = (nearest ?? []).map((failure) =>
    // Where there are alternatives, no value is the only legal one.
    onlyWay ? { ...failure, message } : { path: failure.path, message },
  );
  const leaves = failures.length > 0 ? failures : [{ path: ['metadata', 'name'], message }];
  return { ...fail(rule, subject, message, leaves), authoredMessage: authoredMessage(action.message, context) };
}

function judgeDenial(
  run: PolicyRun,
  rule: CompiledRule,
  { conditions, message }: DenyAction,
  view: RequestView,
  context: JsonContext,
  subject: MatchSubject,
): Verdict {
  const result = conditions?.evaluate(context) ?? { holds: true, message: '', deciding: [] };
  if (!result.holds) return { outcome: 'pass', rule: rule.name };
  const text = denyMessage(rule, message, result.message, context);
  const open = (other: RequestView) => openJsonContext(run, rule, other);
  const failures = denyFailures(rule, result.deciding, view, run.expressions, open);
  return fail(
    rule,
    subject,
    text,
    failures.map((failure) => ({ ...failure, message: text })),
  );
}

function fail(rule: CompiledRule, subject: MatchSubject, message: string, failures: readonly Failure[]): FailVerdict {
  return { outcome: 'fail', rule: rule.name, message, failures, ...levelIfOther(rule, rule.level.of(subject)) };
}

/** An enforcing rule that allows existing violations looks at the old object before it denies an update. */
function excusesOldObject({ action, level }: CompiledRule, { request }: RequestView): boolean {
  return (
    'allowsExisting' in action &&
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
