import { assertNever } from '../../../base/assert-never.ts';
import { isObject } from '../../../base/json.ts';
import { PolicyError } from '../../../errors/tidewaiter-error.ts';
import type { PolicyDocument } from '../../../model/engine.ts';
import type { Level, Verdict } from '../../../model/verdict.ts';
import { type Excuse, findExcuse } from '../exceptions/find-excuse.ts';
import type { MatchSubject } from '../match/match-subject.ts';
import { failureMessage, isLimit } from '../variables/failure-message.ts';
import { missingKnowledge } from '../variables/missing-knowledge.ts';
import type { CompiledRule } from './compiled-rule.ts';
import { openJsonContext, type PolicyParts } from './open-json-context.ts';
import type { RequestView } from './request-view.ts';
import type { Check, RuleAction } from './rule-action.ts';
import { type Scope, scopeOfRequest } from './scope.ts';

export interface PolicyRun extends PolicyParts {
  readonly document: PolicyDocument;
}

type Act = (scope: Scope) => Verdict | undefined;

/**
 * Asks a rule about a request: whether it is about it, whether its preconditions are met, and then what `act` makes of it. Undefined where the
 * rule says nothing. What only a cluster has makes the verdict `unknown`, what the policy's own expressions break makes it an error.
 * Semantics: kyverno/kyverno pkg/engine/engine.go, `invokeRuleHandler`.
 */
export function evaluateRule(run: PolicyRun, rule: CompiledRule, view: RequestView, act: Act): Verdict | undefined {
  const { subject } = view;
  if (!subject) return undefined;
  const answer = rule.matches(subject);
  switch (answer.outcome) {
    case 'no':
      return undefined;
    case 'yes':
      return actIfMet(run, rule, view, subject, act);
    case 'unknown': {
      // A rule that would not mind need not be asked whether it is about the request.
      const verdict = actIfMet(run, rule, view, subject, act);
      return isHarmless(rule, verdict) ? verdict : unknown(rule, answer.needs, subject);
    }
    default:
      return assertNever(answer);
  }
}

function isHarmless(rule: CompiledRule, verdict: Verdict | undefined): boolean {
  return (
    verdict === undefined || verdict.outcome === 'skip' || (verdict.outcome === 'pass' && rule.phase === 'validate')
  );
}

function actIfMet(
  run: PolicyRun,
  rule: CompiledRule,
  view: RequestView,
  subject: MatchSubject,
  act: Act,
): Verdict | undefined {
  let step = 'failed to evaluate preconditions';
  return answering(
    run,
    rule,
    subject,
    () => step,
    () => {
      const scope = scopeOfRequest(view, subject, rule.entryExpressions, (other) => openJsonContext(run, rule, other));
      if (rule.preconditions) {
        const { holds, message } = rule.preconditions.evaluate(scope.context);
        if (!holds) return { outcome: 'skip', rule: rule.name, reason: joinNonEmpty('preconditions not met', message) };
      }
      const excuse = excuseOf(rule, scope);
      if (excuse.outcome === 'excused') return { outcome: 'skip', rule: rule.name, reason: excuse.reason };
      step = stepOf(rule.action);
      const verdict = act(scope);
      if (excuse.outcome === 'none' || isHarmless(rule, verdict)) return verdict;
      return unknown(rule, excuse.needs, subject);
    },
  );
}

/** An old object is judged for what it violated already, whatever excuses it. */
function excuseOf({ exceptions, source }: CompiledRule, { subject, context, view }: Scope): Excuse {
  const isAboutControls = isObject(source.validate) && source.validate.podSecurity !== undefined;
  const about = { subject, context, now: view.context.now, isAboutControls };
  return findExcuse(view.isOfOldObject ? [] : exceptions, about);
}

/** What the rule answers, also where its expressions break: `step` says what was about to be done. */
export function answering(
  run: PolicyRun,
  rule: CompiledRule,
  subject: MatchSubject,
  step: () => string,
  ask: () => Verdict | undefined,
): Verdict | undefined {
  try {
    return ask();
  } catch (thrown) {
    const needs = missingKnowledge(thrown);
    if (needs !== undefined) return unknown(rule, needs, subject);
    const message = failureMessage(thrown);
    if (message === undefined) throw thrown;
    return errorVerdict(run, rule, `${step()}: ${message}`, subject, isLimit(thrown) ? LIMIT : VARIABLE);
  }
}

function stepOf(action: RuleAction): string {
  switch (action.kind) {
    case 'validate':
      return stepOfCheck(action.check);
    case 'mutate':
    case 'generate':
    case 'verify-images':
      return 'variable substitution failed';
    case 'unsupported':
      return 'failed to evaluate the rule';
  }
}

export function stepOfCheck({ kind }: Check): string {
  switch (kind) {
    case 'pattern':
    case 'anyPattern':
      return 'variable substitution failed';
    case 'deny':
      return 'failed to check deny conditions';
    case 'assert':
      return 'failed to apply assertion';
    case 'foreach':
      return 'failed to process foreach';
  }
}

const VARIABLE =
  'Kyverno answers "error" here as well: give the variable a default, or test in the preconditions that it is there.';
const LIMIT = 'It would take too long to evaluate: a limit of Tidewaiter, which Kyverno does not have.';

/** The verdict of a rule that breaks. */
export function errorVerdict(
  run: PolicyRun,
  rule: CompiledRule,
  message: string,
  subject: MatchSubject,
  remedy = 'Kyverno answers "error" here as well.',
): Verdict {
  const error = policyError(run, rule, message, remedy);
  return { outcome: 'error', rule: rule.name, error, ...levelIfOther(rule, rule.level.ofError(subject)) };
}

/** A rule breaks over one object as over the next: an error, whose stack costs more than the rule, is made once. */
const knownErrors = new WeakMap<CompiledRule, Map<string, PolicyError>>();
const MAX_KNOWN = 100;

function policyError(run: PolicyRun, rule: CompiledRule, message: string, remedy: string): PolicyError {
  const known = knownErrors.get(rule) ?? new Map<string, PolicyError>();
  knownErrors.set(rule, known);
  const key = `${message}\n${remedy}`;
  let error = known.get(key);
  if (!error) {
    error = new PolicyError(`${run.document.object.kind} "${run.name}", rule "${rule.name}": ${message}`, {
      code: 'policy/expression',
      span: run.document.locate(rule.path).span,
      remedy,
    });
    if (known.size < MAX_KNOWN) known.set(key, error);
  }
  return error;
}

export function unknown(rule: CompiledRule, needs: string, subject: MatchSubject): Verdict {
  return { outcome: 'unknown', rule: rule.name, needs, ...levelIfOther(rule, rule.level.of(subject)) };
}

/** A verdict names its level only where it differs from its rule's. */
export function levelIfOther(rule: CompiledRule, level: Level): { readonly level?: Level } {
  return level === rule.level.usual ? {} : { level };
}

export function joinNonEmpty(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('; ');
}
