import type { TraceStep } from '../../../model/engine.ts';
import type { Verdict } from '../../../model/verdict.ts';
import type { CompiledException } from '../exceptions/compile-exception.ts';
import { askException } from '../exceptions/find-excuse.ts';
import { NO_ENTRIES } from '../variables/context-entries.ts';
import type { CompiledRule } from './compiled-rule.ts';
import type { PolicyRun } from './evaluate-rule.ts';
import { explainCheck } from './explain-check.ts';
import { explainConditions, explainEntries, type Reading } from './explain-conditions.ts';
import { explainGeneration } from './explain-generation.ts';
import { explainImages } from './explain-images.ts';
import { describeAnswer, explainMatch, outcomeOf } from './explain-match.ts';
import { explainChange } from './explain-mutation.ts';
import { branch, deciderOf, firstOf, leaf, type Step, traceOf } from './explain-step.ts';
import { explainTargets } from './explain-targets.ts';
import { attempt, type Show, showingWithoutSecrets } from './explain-value.ts';
import { generateByRule } from './generate-rule.ts';
import { mutateRule } from './mutate-rule.ts';
import { mutateTargets } from './mutate-targets.ts';
import { openJsonContext, withValuesOfRule } from './open-json-context.ts';
import type { RequestView } from './request-view.ts';
import { type Scope, scopeOfRequest } from './scope.ts';
import { validateRule } from './validate-rule.ts';

/**
 * Why a rule answers as it does: match, exclude, context, preconditions, exceptions, and what it asks of the object. The answer is that of the rule
 * itself; the first step that decided it is marked.
 */
export function explainRule(run: PolicyRun, rule: CompiledRule, asked: RequestView): TraceStep {
  const { view, show } = showingWithoutSecrets(asked);
  const { subject } = view;
  if (!subject) return { text: `rule ${rule.name}: the request has no object`, outcome: 'note' };
  const scope = scopeOfRequest(view, subject, rule.entryExpressions, (other) => openJsonContext(run, rule, other));
  const step = explainWhole(run, rule, scope, show);
  return traceOf(step, deciderOf(step));
}

function explainWhole(run: PolicyRun, rule: CompiledRule, scope: Scope, show: Show): Step {
  const { subject, view } = scope;
  const match = explainMatch(rule.source, 'match', subject);
  const exclude = explainMatch(rule.source, 'exclude', subject);
  const steps = [match, exclude].filter((step) => step !== undefined);
  const answer = rule.matches(subject);
  if (answer.outcome === 'no') {
    const deciding = match?.outcome === 'no' ? match : exclude;
    return branch(`rule ${rule.name} is not about this: ${answer.reason}`, 'note', steps, deciding);
  }
  const reading: Reading = { context: scope.context, show };
  steps.push(...explainEntries(rule.entries, NO_ENTRIES, reading));
  const verdict = verdictOf(run, rule, view);
  // What nobody knows about the request counts only where the rule would mind.
  const unknown = verdict?.outcome === 'unknown' ? firstOf(steps, 'open') : undefined;
  const conclude = (deciding: Step) =>
    branch(
      `rule ${rule.name}: ${verdict?.outcome ?? 'it says nothing'}`,
      outcomeOfVerdict(verdict),
      steps,
      unknown ?? deciding,
    );
  if (rule.preconditions) {
    const met = explainConditions('preconditions', rule.preconditions, reading);
    steps.push(met);
    if (met.outcome !== 'yes') return conclude(met);
  }
  const exceptions = rule.exceptions.map((exception) => explainException(exception, scope, reading));
  steps.push(...exceptions);
  const excuse = firstOf(exceptions, 'yes');
  if (excuse) return conclude(excuse);
  const body = attempt('what it asks', () => explainAction(run, rule, scope, show));
  steps.push(body);
  if (verdict?.outcome === 'skip' && verdict.existing) {
    const allowed = leaf('the old object violates the rule already, which the rule allows', 'note');
    steps.push(allowed);
    return conclude(allowed);
  }
  const open = verdict?.outcome === 'unknown' ? firstOf(exceptions, 'open') : undefined;
  return conclude(open ?? body);
}

function explainException(exception: CompiledException, { subject, view }: Scope, reading: Reading): Step {
  const { context } = reading;
  const answer = askException(exception, { subject, context, now: view.context.now });
  const text = `exception ${exception.name}: ${describeAnswer(answer)}`;
  const { conditions, matches } = exception;
  if (!conditions || matches(subject).outcome === 'no') return leaf(text, outcomeOf(answer));
  const asked = explainConditions('conditions', conditions, reading);
  return branch(text, outcomeOf(answer), [asked], asked);
}

function explainAction(run: PolicyRun, rule: CompiledRule, scope: Scope, show: Show): Step {
  const { action, entries } = rule;
  const { view, context } = scope;
  switch (action.kind) {
    case 'validate':
      return explainCheck({ asking: { run, rule, message: action.message }, show, entries }, action.check, scope);
    case 'verify-images':
      return explainImages(action, scope, show);
    case 'generate':
      return explainGeneration(action.generation, { run, rule, view, context }, show);
    case 'mutate': {
      const { change, targets } = action;
      if (targets) return explainTargets(targets, { run, rule, scope, show, change });
      const { object } = view.request;
      if (object === null) return leaf('there is no object to change', 'note');
      const supply = withValuesOfRule(run, rule, view);
      return explainChange(change, object, { context, supply, show, nesting: 0, entries }).step;
    }
    case 'unsupported':
      return leaf(`it needs ${action.needs}`, 'open');
  }
}

function verdictOf(run: PolicyRun, rule: CompiledRule, view: RequestView): Verdict | undefined {
  switch (rule.phase) {
    case 'validate':
      return validateRule(run, rule, view);
    case 'mutate':
      return mutateRule(run, rule, view)?.verdict;
    case 'mutate-existing': {
      const verdicts = mutateTargets(run, rule, view)?.verdicts ?? [];
      return verdicts.find(({ outcome }) => outcome !== 'skip') ?? verdicts[0];
    }
    case 'generate':
      return generateByRule(run, rule, view)?.verdict;
  }
}

function outcomeOfVerdict(verdict: Verdict | undefined): Step['outcome'] {
  switch (verdict?.outcome) {
    case 'pass':
      return 'yes';
    case 'fail':
    case 'error':
      return 'no';
    case undefined:
    case 'skip':
    case 'unknown':
      return 'note';
  }
}
