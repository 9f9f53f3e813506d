import { countOf } from '../../../base/count-of.ts';
import { isObject, type JsonValue } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
import { valueAt } from '../../../base/value-at.ts';
import type { CompiledPattern } from '../pattern/pattern-result.ts';
import type { ContextEntries } from '../variables/context-entries.ts';
import { failureMessage, isLimit } from '../variables/failure-message.ts';
import type { Asking } from './asking.ts';
import { denyFailures } from './deny-failures.ts';
import { explainConditions, explainEntries, type Reading } from './explain-conditions.ts';
import { explainPattern } from './explain-pattern.ts';
import { branch, firstOf, firstOfEither, leaf, type Step } from './explain-step.ts';
import { attempt, describePlace, type Show } from './explain-value.ts';
import type { ListedElement } from './find-element.ts';
import { assertionFailures } from './judge-assertion.ts';
import { scopeOfElement } from './judge-check.ts';
import { evaluateList, isUnknownKey } from './open-element.ts';
import type { AssertCheck, Check, DenyCheck, Loop, PatternCheck } from './rule-action.ts';
import { objectOf, type Scope } from './scope.ts';

export interface Explaining {
  readonly asking: Asking;
  readonly show: Show;
  /** The entries of the contexts around the check, which are told already. */
  readonly entries: ContextEntries;
}

/** What a check asks of an object or an element, node by node, condition by condition. */
export function explainCheck(explaining: Explaining, check: Check, scope: Scope): Step {
  switch (check.kind) {
    case 'pattern':
    case 'anyPattern':
      return attempt(check.kind, () => explainPatterns(check, scope, explaining.show));
    case 'deny':
      return attempt('deny', () => explainDenial(explaining, check, scope));
    case 'assert':
      return attempt('assert', () => explainAssertion(explaining, check, scope));
    case 'foreach':
      return explainLoops(explaining, check.loops, scope);
  }
}

function explainPatterns({ kind, patterns }: PatternCheck, { context, judged }: Scope, show: Show): Step {
  const alternatives = patterns(context);
  if (!judged) return leaf(`${kind}: there is nothing to hold it against`, 'note');
  const [only] = alternatives;
  if (kind === 'pattern' && only) return explainPattern('pattern', only, judged.value, show);
  const steps: Step[] = alternatives.map((pattern, index) => explainAlternative(index, pattern, judged.value, show));
  // What is skipped neither matches nor fails.
  const deciding = firstOf(steps, 'yes', 'no', 'broken');
  const outcome = deciding?.outcome ?? 'note';
  const text = `anyPattern: ${outcome === 'yes' ? 'one' : 'none'} of ${countOf(steps.length, 'alternative')} matches`;
  return branch(text, outcome, steps, outcome === 'yes' || steps.length === 1 ? deciding : undefined);
}

function explainAlternative(index: number, pattern: CompiledPattern, value: JsonValue, show: Show): Step {
  return explainPattern(`alternative ${index + 1}:`, pattern, value, show);
}

/** Conditions that hold are what the rule denies. */
function explainDenial({ asking, show }: Explaining, { conditions }: DenyCheck, scope: Scope): Step {
  if (!conditions) return leaf('deny, whatever it is: there are no conditions', 'no');
  const asked = explainConditions('deny', conditions, { context: scope.context, show });
  if (asked.outcome === 'no') return { ...asked, text: `${asked.text}: does not hold`, outcome: 'yes' };
  if (asked.outcome !== 'yes') return asked;
  const { deciding } = conditions.evaluate(scope.context);
  const places = denyFailures(deciding, scope, asking.run.expressions).map(({ path }) =>
    leaf(`at ${describeField(path, scope, show)}`, 'note'),
  );
  return branch(`${asked.text}: holds`, 'no', [...asked.steps, ...places], asked.decider);
}

function describeField(path: Path, scope: Scope, show: Show): string {
  const value = valueAt(objectOf(scope) ?? undefined, path);
  return value === undefined ? `${describePlace(path)}, which is missing` : `${describePlace(path)} = ${show(value)}`;
}

/** What is not as the tree has it, in its order. */
function explainAssertion({ asking, show }: Explaining, check: AssertCheck, scope: Scope): Step {
  const steps = assertionFailures(asking.rule, check, scope).map(({ path, message }) =>
    leaf(`${describeField(path, scope, show)}: ${show(message)}`, 'no'),
  );
  if (steps.length === 0) return leaf('assert: all is as the tree has it', 'yes');
  return branch(`assert: ${countOf(steps.length, 'difference')} from the tree`, 'no', steps, steps[0]);
}

function explainLoops(explaining: Explaining, loops: readonly Loop<Check>[], scope: Scope): Step {
  const steps = loops.map((loop) => attempt(`foreach ${loop.list}`, () => explainLoop(explaining, loop, scope)));
  const [only] = steps;
  if (only && steps.length === 1) return only;
  const deciding = firstOf(steps, 'no', 'broken', 'open');
  return branch(`foreach: ${steps.length} lists`, deciding?.outcome ?? yesIfAny(steps), steps, deciding);
}

/** Where no element was judged nothing is said. */
function yesIfAny(steps: readonly Step[]): Step['outcome'] {
  return firstOf(steps, 'yes') ? 'yes' : 'note';
}

/** More elements than are worth the time: the verdict has looked at them all. */
const MAX_ELEMENTS = 1_000;

function explainLoop(explaining: Explaining, loop: Loop<Check>, scope: Scope): Step {
  const list = listOf(loop, scope);
  const text = `foreach ${loop.list}: ${countOf(list.length, 'element')}`;
  const scopeOf = (element: ListedElement) => scopeOfElement(explaining.asking, loop, scope, element);
  const steps: Step[] = [];
  for (const [index, value] of list.slice(0, MAX_ELEMENTS).entries()) {
    const element = { value, index, list };
    const name = `element ${index}`;
    if (value === null) steps.push(leaf(`${name} is null, and passed over`, 'note'));
    else steps.push(attempt(name, () => explainElement(explaining, loop, scopeOf(element), name)));
  }
  const deciding = firstOfEither(steps, 'no', 'broken') ?? firstOf(steps, 'open');
  const outcome = deciding?.outcome ?? yesIfAny(steps);
  return branch(outcome === 'note' ? `${text}, none is judged` : text, outcome, steps, deciding);
}

/** A list that is not there has no elements. */
function listOf(loop: Loop<Check>, { context }: Scope): readonly JsonValue[] {
  try {
    return evaluateList(loop, context);
  } catch (thrown) {
    const message = failureMessage(thrown);
    if (message === undefined || isLimit(thrown) || !isUnknownKey(message)) throw thrown;
    return [];
  }
}

function explainElement(explaining: Explaining, loop: Loop<Check>, scope: Scope, name: string): Step {
  const { show, entries } = explaining;
  const reading: Reading = { context: scope.context, show };
  const element = scope.elements.at(-1);
  const place = element?.place();
  const text = place?.isExact ? `${name}: ${describePlace(place.path)}` : `${name} = ${show(element?.value ?? null)}`;
  if (loop.elementScope === true && !isObject(element?.value)) {
    return leaf(`${text}: elementScope: true is for mappings, and this is none`, 'broken');
  }
  const steps = [...explainEntries(loop.entries, entries, reading)];
  if (loop.preconditions) {
    const met = explainConditions('preconditions', loop.preconditions, reading);
    steps.push(met);
    // Kyverno passes over an element whose preconditions break, too.
    if (met.outcome === 'no' || met.outcome === 'broken') return branch(`${text}, passed over`, 'note', steps, met);
  }
  const body = explainCheck({ ...explaining, entries: loop.entries }, loop.body, scope);
  return branch(text, body.outcome, [...steps, body], body);
}
