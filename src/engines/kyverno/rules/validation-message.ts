import type { Path } from '../../../base/path.ts';
import { formatKyvernoPath } from '../pattern/kyverno-path.ts';
import { failureMessage } from '../variables/failure-message.ts';
import { missingKnowledge } from '../variables/missing-knowledge.ts';
import type { QueryContext } from '../variables/query-context.ts';
import { compileTemplate, substitute, type Template } from '../variables/template.ts';
import type { CompiledRule } from './compiled-rule.ts';
import type { Message } from './rule-action.ts';

/**
 * The message of a pattern that does not match, in Kyverno's own words. Without a path: that of a pattern that could not be evaluated.
 * Semantics: kyverno/kyverno pkg/engine/handlers/validation/validate_resource.go, `buildErrorMessage`.
 */
export function patternMessage(
  { name }: CompiledRule,
  { text, template }: Message,
  context: QueryContext,
  path: Path | undefined,
  reason: string,
): string {
  const place = path ? `failed at path ${formatKyvernoPath(path)}` : `execution error: ${reason}`;
  if (text === '') return `validation error: rule ${name} ${place}`;
  const message = substituteMessage(template, context);
  if (message === undefined) {
    return `validation error: variables substitution error in rule ${name} execution error: ${reason}`;
  }
  return `validation error: ${message.endsWith('.') ? message : `${message}.`} rule ${name} ${place}`;
}

/** Semantics: `buildAnyPatternErrorMessage` of the same file. */
export function anyPatternMessage(
  { name }: CompiledRule,
  { text, template }: Message,
  context: QueryContext,
  reasons: readonly string[],
): string {
  const joined = reasons.join(' ');
  if (text === '') return `validation error: ${joined}`;
  const message = substituteMessage(template, context);
  if (message === undefined) {
    return `validation error: variables substitution error in rule ${name} execution error: ${joined}`;
  }
  return `validation error: ${message.endsWith('.') ? message : `${message}.`} ${joined}`;
}

/** What a rule's author says, without Kyverno's words around it: people have the place beside it. Undefined where they say nothing. */
export function authoredMessage({ text, template }: Message, context: QueryContext): string | undefined {
  return text === '' ? undefined : substituteMessage(template, context);
}

/** Semantics: `getDenyMessage` of the same file. */
export function denyMessage(
  { name }: CompiledRule,
  { text, template }: Message,
  conditionMessage: string,
  context: QueryContext,
): string {
  if (text === '' && conditionMessage === '') return `validation error: rule ${name} failed`;
  const whole =
    conditionMessage === ''
      ? template
      : compileTemplate(text === '' ? conditionMessage : `${text}; ${conditionMessage}`);
  // Kyverno leaves the rule's own message out where a variable in it has no value; we show it as it is written.
  return substituteMessage(whole, context) ?? text;
}

/** Undefined where a variable of it has no value: a message never changes a verdict. */
function substituteMessage(template: Template, context: QueryContext): string | undefined {
  try {
    const message = substitute(template, context);
    return typeof message === 'string'
      ? message
      : "the produced message didn't resolve to a string, check your policy definition.";
  } catch (thrown) {
    if (missingKnowledge(thrown) !== undefined || failureMessage(thrown) !== undefined) return undefined;
    throw thrown;
  }
}
