import type { JsonValue } from '../../../base/json.ts';
import { formatPath } from '../../../base/path.ts';
import { valueAt } from '../../../base/value-at.ts';
import type { TraceStep } from '../../../model/engine.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { filtersOf } from '../match/compile-match.ts';
import type { MatchAnswer } from '../match/match-answer.ts';
import type { MatchSubject } from '../match/match-subject.ts';
import { compileResourceFilter } from '../match/resource-filter.ts';
import { failureMessage } from '../variables/failure-message.ts';
import type { JsonContext } from '../variables/json-context.ts';
import { missingKnowledge } from '../variables/missing-knowledge.ts';
import { substitute, type Template } from '../variables/template.ts';
import type { CompiledCondition, CompiledConditions } from './compile-conditions.ts';
import type { CompiledRule } from './compiled-rule.ts';
import type { PolicyRun } from './evaluate-rule.ts';
import { mutateRule } from './mutate-rule.ts';
import { openJsonContext } from './open-json-context.ts';
import type { RequestView } from './request-view.ts';
import { validateRule } from './validate-rule.ts';

/** Why a rule answers as it does: match, exclude, context, preconditions, what it asks of the object, and its verdict. */
export function explainRule(run: PolicyRun, rule: CompiledRule, view: RequestView): TraceStep {
  const { subject } = view;
  const text = `rule ${rule.name}`;
  if (!subject) return { text: `${text}: the request has no object`, outcome: 'no' };
  const answer = rule.matches(subject);
  const steps = [explainBlock(rule, 'match', subject)];
  if (filtersOf(rule.source.exclude).filters.length > 0) steps.push(explainBlock(rule, 'exclude', subject));
  if (answer.outcome !== 'yes') return { text: `${text} ${describeAnswer(answer)}`, outcome: 'no', steps };
  const context = openJsonContext(run, rule, view);
  for (const entry of rule.entries.list) steps.push(explainEntry(entry.name, context));
  if (rule.preconditions) {
    const met = explainConditions('preconditions', rule.preconditions, context);
    steps.push(met);
    if (met.outcome === 'no') return { text: `${text}: its preconditions are not met`, outcome: 'no', steps };
  }
  if (rule.action.kind === 'deny') steps.push(explainDenial(rule.action.conditions, context));
  const verdict = explainAction(run, rule, view);
  steps.push(verdict);
  return { text: `${text}: ${verdict.text}`, outcome: 'yes', steps };
}

function explainBlock(rule: CompiledRule, place: 'match' | 'exclude', subject: MatchSubject): TraceStep {
  const { mode, filters } = filtersOf(rule.source[place]);
  const steps = filters.map((filter): TraceStep => {
    const answer: MatchAnswer = compileResourceFilter(filter, place)?.(subject) ?? EMPTY;
    return { text: `${show(filter)}: ${describeAnswer(answer)}`, outcome: outcomeOf(answer) };
  });
  const hits = steps.filter(({ outcome }) => outcome === 'yes').length;
  const holds = mode === 'any' ? hits > 0 : hits === steps.length && hits > 0;
  return { text: `${place}: ${mode} of ${filters.length}`, outcome: holds ? 'yes' : 'no', steps };
}

const EMPTY: MatchAnswer = { outcome: 'no', reason: 'the filter is empty' };

function describeAnswer(answer: MatchAnswer): string {
  switch (answer.outcome) {
    case 'yes':
      return 'matches';
    case 'no':
      return `does not match: ${answer.reason}`;
    case 'unknown':
      return `may match: it needs ${answer.needs}`;
  }
}

function outcomeOf({ outcome }: MatchAnswer): TraceStep['outcome'] {
  return outcome === 'unknown' ? 'note' : outcome;
}

function explainEntry(name: string, context: JsonContext): TraceStep {
  return { text: `context ${name} = ${describeValue(() => context.evaluate(JSON.stringify(name)))}`, outcome: 'note' };
}

function explainDenial(conditions: CompiledConditions | undefined, context: JsonContext): TraceStep {
  if (!conditions) return { text: 'deny: without conditions', outcome: 'yes' };
  return explainConditions('deny', conditions, context);
}

function explainConditions(title: string, { any, all }: CompiledConditions, context: JsonContext): TraceStep {
  const explainedAny = any?.map((condition) => explainCondition(condition, context));
  const explainedAll = all.map((condition) => explainCondition(condition, context));
  const holds = (step: TraceStep) => step.outcome === 'yes';
  const anyHolds = explainedAny === undefined || explainedAny.some(holds);
  const steps: TraceStep[] = [];
  if (explainedAny) steps.push({ text: 'any of', outcome: anyHolds ? 'yes' : 'no', steps: explainedAny });
  if (explainedAll.length > 0) {
    steps.push({ text: 'all of', outcome: explainedAll.every(holds) ? 'yes' : 'no', steps: explainedAll });
  }
  const isBroken = [...(explainedAny ?? []), ...explainedAll].some(({ outcome }) => outcome === 'note');
  const outcome = anyHolds && explainedAll.every(holds) ? 'yes' : isBroken ? 'note' : 'no';
  return { text: title, outcome, steps };
}

function explainCondition(condition: CompiledCondition, context: JsonContext): TraceStep {
  const { key, operator, value } = condition;
  const text = `${describeTemplate(key, context)} ${operator} ${describeTemplate(value, context)}`;
  try {
    return { text, outcome: condition.holds(context) ? 'yes' : 'no' };
  } catch (thrown) {
    return { text: `${text}: ${reasonOf(thrown)}`, outcome: 'note' };
  }
}

function describeTemplate(template: Template, context: JsonContext): string {
  const value = describeValue(() => substitute(template, context));
  if (template.kind === 'constant') return value;
  return `${template.expressions.map((expression) => `{{ ${expression} }}`).join(' ')} = ${value}`;
}

function explainAction(run: PolicyRun, rule: CompiledRule, view: RequestView): TraceStep {
  if (rule.action.kind === 'mutate' || (rule.action.kind === 'unsupported' && rule.action.phase === 'mutate')) {
    const result = mutateRule(run, rule, view);
    const steps = (result?.mutation?.patch ?? []).map(
      (operation): TraceStep => ({
        text: `${operation.op} ${formatPath(operation.path)}${'value' in operation ? ` = ${show(operation.value)}` : ''}`,
        outcome: 'note',
      }),
    );
    return { ...describeVerdict(result?.verdict, view), steps };
  }
  return describeVerdict(validateRule(run, rule, view), view);
}

function describeVerdict(verdict: Verdict | undefined, view: RequestView): TraceStep {
  if (!verdict) return { text: 'it says nothing about this operation', outcome: 'note' };
  switch (verdict.outcome) {
    case 'pass':
      return { text: 'pass', outcome: 'yes' };
    case 'skip':
      return { text: `skip: ${verdict.reason}`, outcome: 'note' };
    case 'unknown':
      return { text: `unknown: it needs ${verdict.needs}`, outcome: 'note' };
    case 'error':
      return { text: `error: ${verdict.error.message}`, outcome: 'no' };
    case 'fail': {
      const object = view.request.object ?? view.request.oldObject ?? undefined;
      const steps = verdict.failures.map(({ path }): TraceStep => {
        const value = valueAt(object, path);
        return { text: `${formatPath(path)}: ${value === undefined ? 'is missing' : show(value)}`, outcome: 'no' };
      });
      return { text: `fail: ${verdict.message}`, outcome: 'no', steps };
    }
  }
}

function describeValue(evaluate: () => JsonValue): string {
  try {
    return show(evaluate());
  } catch (thrown) {
    return `(${reasonOf(thrown)})`;
  }
}

function reasonOf(thrown: unknown): string {
  const needs = missingKnowledge(thrown);
  const reason = needs === undefined ? failureMessage(thrown) : `it needs ${needs}`;
  if (reason === undefined) throw thrown;
  return reason;
}

const MAX_SHOWN = 120;

/** A value as JSON, clipped. */
function show(value: JsonValue): string {
  const text = JSON.stringify(value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN - 1)}…` : text;
}
