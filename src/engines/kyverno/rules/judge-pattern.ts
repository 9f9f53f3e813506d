import type { JsonPatch } from '../../../model/json-patch.ts';
import type { Failure, Verdict } from '../../../model/verdict.ts';
import { formatKyvernoPath } from '../pattern/kyverno-path.ts';
import { type Asking, fail, inLoops } from './asking.ts';
import { errorVerdict } from './evaluate-rule.ts';
import { nearestBranch } from './nearest-branch.ts';
import type { PatternCheck } from './rule-action.ts';
import type { Place, Scope } from './scope.ts';
import { anyPatternMessage, authoredMessage, patternMessage } from './validation-message.ts';

/** What a pattern, or one of several, says about an object or an element. Throws what variables throw. */
export function judgePatterns(asking: Asking, check: PatternCheck, scope: Scope): Verdict | undefined {
  return check.kind === 'pattern' ? judgePattern(asking, check, scope) : judgeAnyPattern(asking, check, scope);
}

function judgePattern({ run, rule, message }: Asking, check: PatternCheck, scope: Scope): Verdict | undefined {
  const { context, judged, subject } = scope;
  const [pattern] = check.patterns(context);
  if (!judged) return undefined;
  const result = pattern?.evaluate(judged.value) ?? { outcome: 'pass' as const };
  switch (result.outcome) {
    case 'pass':
      return { outcome: 'pass', rule: rule.name };
    case 'skip':
      return { outcome: 'skip', rule: rule.name, reason: result.message };
    case 'error': {
      const words = patternMessage(rule, message, context, undefined, result.message);
      return errorVerdict(run, rule, inLoops(scope, words), subject);
    }
    case 'fail': {
      const messageAt = (path: Failure['path']) =>
        inLoops(scope, patternMessage(rule, message, context, path, result.message));
      const words = messageAt(result.path);
      const failures = result.failures.map((failure, index) => ({
        ...failure,
        message: index === 0 ? words : messageAt(failure.path),
      }));
      const leaves = failures.length > 0 ? failures : [{ path: result.path, message: words }];
      const placed = placeAll(leaves, judged.place());
      return { ...fail(rule, scope, words, placed), authoredMessage: authoredMessage(message, context) };
    }
  }
}

/** One pattern has to match; where none does and all were skipped, the rule is. */
function judgeAnyPattern({ rule, message }: Asking, check: PatternCheck, scope: Scope): Verdict | undefined {
  const { context, judged } = scope;
  const patterns = check.patterns(context);
  if (!judged) return undefined;
  const skipped: string[] = [];
  const failed: string[] = [];
  const branches: (readonly Failure[])[] = [];
  for (const [index, pattern] of patterns.entries()) {
    const result = pattern.evaluate(judged.value);
    const name = `rule ${rule.name}[${index}]`;
    switch (result.outcome) {
      case 'pass':
        return { outcome: 'pass', rule: rule.name };
      case 'skip':
        skipped.push(`${name} skipped: ${result.message}`);
        break;
      case 'error':
        failed.push(`${name} failed: ${result.message}`);
        branches.push(result.failures);
        break;
      case 'fail':
        failed.push(`${name} failed at path ${formatKyvernoPath(result.path)}`);
        branches.push(result.failures);
        break;
    }
  }
  if (failed.length === 0) {
    if (skipped.length > 0) return { outcome: 'skip', rule: rule.name, reason: skipped.join(' ') };
    return { outcome: 'pass', rule: rule.name };
  }
  const words = inLoops(scope, anyPatternMessage(rule, message, context, failed));
  const failures = nearestBranch(branches, patterns.length).map((failure) => ({ ...failure, message: words }));
  const leaves =
    failures.length > 0
      ? placeAll(failures, judged.place())
      : [{ path: scope.elements.length > 0 ? judged.place().path : ['metadata', 'name'], message: words }];
  return { ...fail(rule, scope, words, leaves), authoredMessage: authoredMessage(message, context) };
}

/** Failures of an element, as failures of the object that it is in. */
function placeAll(failures: readonly Failure[], { path, isExact }: Place): readonly Failure[] {
  if (path.length === 0 && isExact) return failures;
  if (!isExact) return failures.map(({ message }) => ({ path, message }));
  return failures.map((failure) => ({
    ...failure,
    path: [...path, ...failure.path],
    ...(failure.remedy && { remedy: placePatch(failure.remedy, path) }),
  }));
}

function placePatch(patch: JsonPatch, place: Place['path']): JsonPatch {
  return patch.map((operation) => ({
    ...operation,
    path: [...place, ...operation.path],
    ...('from' in operation && { from: [...place, ...operation.from] }),
  }));
}
