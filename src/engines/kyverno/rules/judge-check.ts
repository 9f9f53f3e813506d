import { isObject, type JsonValue } from '../../../base/json.ts';
import { valueAt } from '../../../base/value-at.ts';
import type { FailVerdict, Verdict } from '../../../model/verdict.ts';
import { failureMessage, isLimit } from '../variables/failure-message.ts';
import { type Asking, inLoops } from './asking.ts';
import { pathsReadBy } from './deny-failures.ts';
import { answering, errorVerdict, stepOfCheck } from './evaluate-rule.ts';
import { findElement, type ListedElement } from './find-element.ts';
import { judgeAssertion } from './judge-assertion.ts';
import { judgeDenial } from './judge-denial.ts';
import { judgePatterns } from './judge-pattern.ts';
import { evaluateList, isScoped, isUnknownKey, openElement } from './open-element.ts';
import { withValuesOfRule } from './open-json-context.ts';
import type { Check, Loop } from './rule-action.ts';
import { objectOf, type Place, type Scope } from './scope.ts';

/**
 * What a check says about an object or an element; undefined where it says nothing. Throws what variables throw.
 * Semantics: kyverno/kyverno pkg/engine/handlers/validation/validate_resource.go, `validate`.
 */
export function judgeCheck(asking: Asking, check: Check, scope: Scope): Verdict | undefined {
  switch (check.kind) {
    case 'pattern':
    case 'anyPattern':
      return judgePatterns(asking, check, scope);
    case 'deny':
      return judgeDenial(asking, check, scope);
    case 'assert':
      return judgeAssertion(asking, check, scope);
    case 'foreach':
      return judgeLoops(asking, check.loops, scope);
  }
}

/**
 * What the loops of a `foreach` say: Kyverno stops at the first element that does not pass; an element whose preconditions are not met, or
 * break, is passed over. Where no element was judged nothing is said. After the first failure we go on, for the places of the others.
 * Semantics: kyverno/kyverno pkg/engine/handlers/validation/validate_resource.go, `validateForEach`, `validateElements`.
 */
function judgeLoops(asking: Asking, loops: readonly Loop<Check>[], scope: Scope): Verdict | undefined {
  let failed: FailVerdict | undefined;
  let open: Verdict | undefined;
  let brokenList: Verdict | undefined;
  let passed = 0;
  for (const loop of loops) {
    const { elements, broken } = listOf(asking, loop, scope);
    if (broken?.outcome === 'unknown') open ??= broken;
    else brokenList ??= broken;
    for (const [index, value] of elements.entries()) {
      if (value === null) continue;
      const verdict = judgeElement(asking, loop, scope, { value, index, list: elements });
      if (verdict?.outcome === 'error' && !failed) return verdict;
      if (verdict?.outcome === 'pass') passed += 1;
      else if (verdict?.outcome === 'unknown') open ??= verdict;
      else if (verdict?.outcome === 'fail') failed = withFailures(failed, verdict);
    }
  }
  // What is not known of one element cannot help another one.
  if (failed) return failed;
  if (open) return open;
  return passed > 0 ? { outcome: 'pass', rule: asking.rule.name } : brokenList;
}

/** More than anybody reads. */
const MAX_FAILURES = 200;

function withFailures(first: FailVerdict | undefined, next: FailVerdict): FailVerdict {
  if (!first) return next;
  return { ...first, failures: [...first.failures, ...next.failures].slice(0, MAX_FAILURES) };
}

interface ElementList {
  readonly elements: readonly JsonValue[];
  /** Where the list cannot be had; a list that is not there is an empty one. */
  readonly broken?: Verdict | undefined;
}

function listOf({ run, rule }: Asking, loop: Loop<Check>, scope: Scope): ElementList {
  let elements: readonly JsonValue[] = [];
  const step = () => inLoops(scope, 'failed to evaluate list');
  const broken = answering(run, rule, scope.subject, step, () => {
    try {
      elements = evaluateList(loop, scope.context);
    } catch (thrown) {
      const message = failureMessage(thrown);
      if (message === undefined || isLimit(thrown) || !isUnknownKey(message)) throw thrown;
    }
    return undefined;
  });
  return { elements, broken };
}

function judgeElement(asking: Asking, loop: Loop<Check>, around: Scope, element: ListedElement): Verdict | undefined {
  const { run, rule } = asking;
  const scope = scopeOfElement(asking, loop, around, element);
  const { value } = element;
  if (loop.elementScope === true && !isObject(value)) {
    return errorVerdict(
      run,
      rule,
      inLoops(around, 'failed to process foreach: elementScope: true is for mappings, and an element is none'),
      scope.subject,
    );
  }
  let step = 'failed to evaluate preconditions';
  return answering(
    run,
    rule,
    scope.subject,
    () => inLoops(scope, step),
    () => {
      if (!areMet(loop, scope)) return undefined;
      step = stepOfCheck(loop.body);
      return judgeCheck(asking, loop.body, scope);
    },
  );
}

function areMet({ preconditions }: Loop<Check>, { context }: Scope): boolean {
  try {
    return preconditions?.evaluate(context).holds ?? true;
  } catch (thrown) {
    // Kyverno passes over an element whose preconditions break.
    if (failureMessage(thrown) === undefined || isLimit(thrown)) throw thrown;
    return false;
  }
}

export function scopeOfElement({ run, rule }: Asking, loop: Loop<Check>, around: Scope, element: ListedElement): Scope {
  const nesting = around.elements.length;
  let found: Place | undefined;
  const place = () => {
    found ??= findElement(element, objectOf(around), pathsReadBy(loop.list, around, run.expressions));
    return found;
  };
  const { value, index } = element;
  const supply = withValuesOfRule(run, rule, around.view);
  return {
    ...around,
    context: openElement(around.context, loop, { value, index, nesting }, supply),
    entryExpressions: loop.entryExpressions,
    judged: isScoped(loop, value) ? { value, place } : around.judged,
    elements: [...around.elements, { value, place }],
    reopen(view) {
      const outer = around.reopen(view);
      const { path, isExact } = place();
      const object = view.request.object ?? view.request.oldObject;
      const again = isExact && object !== null ? valueAt(object, path) : undefined;
      return openElement(outer, loop, { value: again ?? value, index, nesting }, supply);
    },
  };
}
