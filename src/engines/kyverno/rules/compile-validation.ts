import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import type { Target } from '../../../model/target.ts';
import { compileAssertion } from '../assertion/compile-assertion.ts';
import { hasAssertions } from '../assertion/has-assertions.ts';
import { compilePattern } from '../pattern/compile-pattern.ts';
import type { CompiledPattern } from '../pattern/pattern-result.ts';
import type { QueryContext } from '../variables/query-context.ts';
import { compileTemplate } from '../variables/template.ts';
import { compileConditions } from './compile-conditions.ts';
import { compileLoops, type LoopSurroundings } from './compile-loops.ts';
import type { Check, RuleAction } from './rule-action.ts';

/** Compiles the `validate` of a rule, which has one of the bodies that are judged. */
export function compileValidation(validate: JsonObject, target: Target, around: LoopSurroundings): RuleAction {
  const text = typeof validate.message === 'string' ? validate.message : '';
  return {
    kind: 'validate',
    check: compileAssertCheck(validate, target) ?? compileCheck(validate, target, around),
    message: { text, template: compileTemplate(text) },
    allowsExisting: validate.allowExistingViolations !== false,
  };
}

/**
 * An assertion tree counts before all else up to Kyverno 1.18. Later it has no effect, and a rule that is nothing else says nothing.
 * Semantics: kyverno/kyverno pkg/engine/validation.go.
 */
function compileAssertCheck(validate: JsonObject, target: Target): Check | undefined {
  const { assert } = validate;
  if (assert === undefined || assert === null) return undefined;
  if (hasAssertions(target)) return { kind: 'assert', assertion: compileAssertion(assert) };
  return isWithoutBody(validate) ? { kind: 'foreach', loops: [] } : undefined;
}

function isWithoutBody({ deny, pattern, anyPattern, foreach }: JsonObject): boolean {
  return [deny, pattern, anyPattern, foreach].every((body) => body === undefined);
}

/**
 * The body of a rule or of a loop in it: `deny` counts before patterns, and those before `foreach`.
 * Semantics: kyverno/kyverno pkg/engine/handlers/validation/validate_resource.go, `validate`.
 */
function compileCheck(body: JsonObject, target: Target, around: LoopSurroundings): Check {
  const { pattern, anyPattern, deny, foreach } = body;
  if (isObject(deny)) {
    const conditions = deny.conditions ?? null;
    return { kind: 'deny', conditions: conditions === null ? undefined : compileConditions(conditions) };
  }
  if (isArray(foreach) && pattern === undefined && anyPattern === undefined) {
    return {
      kind: 'foreach',
      loops: compileLoops(foreach, around, (loop, inside) => compileCheck(loop, target, inside)),
    };
  }
  const patterns = pattern === undefined && isArray(anyPattern) ? anyPattern : [pattern ?? null];
  const compiled = patterns.map((each) => compilePatternTemplate(each, target));
  return {
    kind: pattern === undefined && isArray(anyPattern) ? 'anyPattern' : 'pattern',
    patterns: (context) => compiled.map((each) => each(context)),
  };
}

/** A pattern without variables is compiled here and now, another one for each content that its variables give it. */
function compilePatternTemplate(pattern: JsonValue, target: Target): (context: QueryContext) => CompiledPattern {
  const numbers = target.profile === 'kyverno-cli' ? 'float' : 'integer';
  const template = compileTemplate(pattern);
  if (template.kind === 'constant') {
    const compiled = compilePattern(template.value, { numbers });
    return () => compiled;
  }
  const known = new Map<string, CompiledPattern>();
  return (context) => {
    const substituted = template.evaluate(context);
    const content = JSON.stringify(substituted);
    let compiled = known.get(content);
    if (!compiled) {
      if (known.size >= MAX_KNOWN) known.clear();
      compiled = compilePattern(substituted, { numbers });
      known.set(content, compiled);
    }
    return compiled;
  };
}

const MAX_KNOWN = 100;
