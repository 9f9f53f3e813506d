import { isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import { formatPath } from '../../../base/path.ts';
import { valueAt } from '../../../base/value-at.ts';
import type { TraceStep } from '../../../model/engine.ts';
import type { JsonPatch } from '../../../model/json-patch.ts';
import type { Verdict } from '../../../model/verdict.ts';
import type { CompiledException } from '../exceptions/compile-exception.ts';
import { askException } from '../exceptions/find-excuse.ts';
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
import { generateByRule } from './generate-rule.ts';
import { mutateRule } from './mutate-rule.ts';
import { mutateTargets } from './mutate-targets.ts';
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
  const reading: Reading = { context: openJsonContext(run, rule, view), show: showFor(subject) };
  for (const entry of rule.entries.list) steps.push(explainEntry(entry.name, reading));
  if (rule.preconditions) {
    const met = explainConditions('preconditions', rule.preconditions, reading);
    steps.push(met);
    if (met.outcome === 'no') return { text: `${text}: its preconditions are not met`, outcome: 'no', steps };
  }
  for (const exception of rule.exceptions) steps.push(explainException(exception, subject, view, reading.context));
  if (rule.action.kind === 'validate' && rule.action.check.kind === 'deny') {
    steps.push(explainDenial(rule.action.check.conditions, reading));
  }
  const verdict = explainAction(run, rule, view, reading.show);
  steps.push(verdict);
  // The whole verdict is the last step: here its first word is enough.
  return { text: `${text}: ${verdict.text.split(':')[0]}`, outcome: verdict.outcome, steps };
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

/** Where values come from, and how they are shown. */
interface Reading {
  readonly context: JsonContext;
  readonly show: (value: JsonValue) => string;
}

/** Of a Secret nothing is shown: a clipped value could no longer be told from other text, and would not be taken out later. */
function showFor({ object }: MatchSubject): (value: JsonValue) => string {
  return object.kind === 'Secret' ? (value) => (typeof value === 'boolean' ? String(value) : '[redacted]') : show;
}

function explainEntry(name: string, { context, show: showValue }: Reading): TraceStep {
  const value = describeValue(() => context.evaluate(JSON.stringify(name)), showValue);
  return { text: `context ${name} = ${value}`, outcome: 'note' };
}

function explainException(
  exception: CompiledException,
  subject: MatchSubject,
  view: RequestView,
  context: JsonContext,
): TraceStep {
  const answer = askException(exception, { subject, context, now: view.context.now });
  return { text: `exception ${exception.name} ${describeAnswer(answer)}`, outcome: outcomeOf(answer) };
}

function explainDenial(conditions: CompiledConditions | undefined, reading: Reading): TraceStep {
  if (!conditions) return { text: 'deny: without conditions', outcome: 'yes' };
  return explainConditions('deny', conditions, reading);
}

function explainConditions(title: string, { any, all }: CompiledConditions, reading: Reading): TraceStep {
  const explainedAny = any?.map((condition) => explainCondition(condition, reading));
  const explainedAll = all.map((condition) => explainCondition(condition, reading));
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

function explainCondition(condition: CompiledCondition, reading: Reading): TraceStep {
  const { key, operator, value } = condition;
  const text = `${describeTemplate(key, reading)} ${operator} ${describeTemplate(value, reading)}`;
  try {
    return { text, outcome: condition.holds(reading.context) ? 'yes' : 'no' };
  } catch (thrown) {
    return { text: `${text}: ${reasonOf(thrown)}`, outcome: 'note' };
  }
}

function describeTemplate(template: Template, reading: Reading): string {
  if (template.kind === 'constant') return show(template.value);
  const value = describeValue(() => substitute(template, reading.context), reading.show);
  return `${template.expressions.map((expression) => `{{ ${expression} }}`).join(' ')} = ${value}`;
}

function explainAction(run: PolicyRun, rule: CompiledRule, view: RequestView, showValue: Reading['show']): TraceStep {
  switch (rule.phase) {
    case 'validate':
      return describeVerdict(validateRule(run, rule, view), view, showValue);
    case 'mutate': {
      const result = mutateRule(run, rule, view);
      const steps = describePatch(result?.mutation?.patch ?? [], showValue);
      return { ...describeVerdict(result?.verdict, view, showValue), steps };
    }
    case 'mutate-existing': {
      const { verdicts = [], targets = [] } = mutateTargets(run, rule, view) ?? {};
      const steps = targets.map(
        ({ object, patch }): TraceStep => ({
          text: `changes ${describeObject(object)}`,
          outcome: 'note',
          steps: describePatch(patch, showValue),
        }),
      );
      if (verdicts.length === 0) return { text: 'no target is in the repository', outcome: 'note' };
      return {
        ...describeVerdict(verdicts.find(({ outcome }) => outcome !== 'skip') ?? verdicts[0], view, showValue),
        steps,
      };
    }
    case 'generate': {
      const { verdict, objects = [] } = generateByRule(run, rule, view) ?? {};
      const steps = objects.map(
        ({ object }): TraceStep => ({
          text: `generates ${describeObject(object)}`,
          outcome: 'note',
        }),
      );
      return { ...describeVerdict(verdict, view, showValue), steps };
    }
  }
}

function describePatch(patch: JsonPatch, showValue: Reading['show']): readonly TraceStep[] {
  return patch.map((operation) => ({
    text: `${operation.op} ${formatPath(operation.path)}${'value' in operation ? ` = ${showValue(operation.value)}` : ''}`,
    outcome: 'note',
  }));
}

function describeObject({ kind, metadata }: JsonObject): string {
  const { namespace, name } = isObject(metadata) ? metadata : {};
  return [String(kind), [namespace, name].filter((part) => typeof part === 'string').join('/')].join(' ');
}

function describeVerdict(verdict: Verdict | undefined, view: RequestView, showValue: Reading['show']): TraceStep {
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
        return { text: `${formatPath(path)}: ${value === undefined ? 'is missing' : showValue(value)}`, outcome: 'no' };
      });
      return { text: `fail: ${verdict.message}`, outcome: 'no', steps };
    }
  }
}

function describeValue(evaluate: () => JsonValue, showValue: Reading['show']): string {
  try {
    return showValue(evaluate());
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
