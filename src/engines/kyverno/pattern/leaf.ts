import { compileWildcard } from '../../../base/compile-wildcard.ts';
import { parseGoFloat } from '../../../base/go-float.ts';
import { isArray, isObject, type JsonValue } from '../../../base/json.ts';
import { parseDuration } from '../../../kubernetes/duration.ts';
import { compareQuantities, parseQuantity } from '../../../kubernetes/quantity.ts';
import { goFixed, goScientific, isGoInteger, type Numbers } from './go-format.ts';
import { type LeafOperator, operatorOf } from './leaf-operator.ts';

/** Whether a value satisfies a pattern that is no list; null stands for a missing key too. */
export type LeafCheck = (value: JsonValue) => boolean;

/**
 * Compiles a scalar pattern. Text is split at `|`, then at `&`; each part is an operator with an operand, compared as durations if both
 * sides are, else as quantities, else as text with wildcards.
 * Semantics: kyverno/kyverno, pkg/engine/pattern.
 */
export function compileLeaf(pattern: JsonValue, numbers: Numbers): LeafCheck {
  if (pattern === null) return isNothing;
  if (typeof pattern === 'boolean') return (value) => value === pattern;
  if (typeof pattern === 'number') return (value) => equalsNumber(value, pattern);
  if (typeof pattern === 'string') return compileText(pattern, numbers);
  if (isArray(pattern)) return () => false;
  return isObject;
}

/** The null pattern takes what is empty: missing, null, 0, "" and false. */
function isNothing(value: JsonValue): boolean {
  return value === null || value === 0 || value === '' || value === false;
}

function equalsNumber(value: JsonValue, pattern: number): boolean {
  return typeof value === 'string' ? parseGoFloat(value) === pattern : value === pattern;
}

function compileText(pattern: string, numbers: Numbers): LeafCheck {
  const alternatives = pattern.split('|').map((alternative) => compileConjunction(trimSpaces(alternative), numbers));
  const [only] = alternatives;
  const check =
    alternatives.length === 1 && only ? only : (value: JsonValue) => alternatives.some((holds) => holds(value));
  return (value) => value === pattern || check(value);
}

function compileConjunction(text: string, numbers: Numbers): LeafCheck {
  const conditions = text.split('&').map((condition) => compileCondition(trimSpaces(condition), numbers));
  const [only] = conditions;
  return conditions.length === 1 && only ? only : (value) => conditions.every((holds) => holds(value));
}

function compileCondition(text: string, numbers: Numbers): LeafCheck {
  const operator = operatorOf(text);
  switch (operator.kind) {
    case 'in-range': {
      const atLeast = compileComparison('>=', operator.from, numbers);
      const atMost = compileComparison('<=', operator.to, numbers);
      return (value) => atLeast(value) && atMost(value);
    }
    case 'not-in-range': {
      const below = compileComparison('<', operator.from, numbers);
      const above = compileComparison('>', operator.to, numbers);
      return (value) => below(value) || above(value);
    }
    default:
      return compileComparison(operator.kind, operator.operand, numbers);
  }
}

type Comparison = Exclude<LeafOperator['kind'], 'in-range' | 'not-in-range'>;

function compileComparison(comparison: Comparison, operand: string, numbers: Numbers): LeafCheck {
  const duration = parseDuration(operand);
  const quantity = parseQuantity(operand);
  const asText = compileTextComparison(comparison, operand, numbers);
  if (duration === undefined && quantity === undefined) return asText;
  const compare = (text: string): boolean | undefined => {
    const givenDuration = duration === undefined ? undefined : parseDuration(text);
    if (duration !== undefined && givenDuration !== undefined) {
      return holds(comparison, givenDuration < duration ? -1 : givenDuration > duration ? 1 : 0);
    }
    const givenQuantity = quantity === undefined ? undefined : parseQuantity(text);
    if (quantity !== undefined && givenQuantity !== undefined) {
      return holds(comparison, compareQuantities(givenQuantity, quantity));
    }
    return undefined;
  };
  const remembered = rememberAnswers(compare);
  return (value) => {
    const text = measure(value, numbers);
    return (text === undefined ? undefined : remembered(text)) ?? asText(value);
  };
}

/** The same few amounts (`100m`, `128Mi`) stand everywhere, and reading one costs more than all the rest of a pattern. */
const MAX_REMEMBERED = 500;

function rememberAnswers<Answer>(ask: (text: string) => Answer): (text: string) => Answer {
  const answers = new Map<string, Answer>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known;
    const answer = ask(text);
    if (answers.size >= MAX_REMEMBERED) answers.clear();
    if (text.length < 40) answers.set(text, answer);
    return answer;
  };
}

function compileTextComparison(comparison: Comparison, operand: string, numbers: Numbers): LeafCheck {
  if (comparison !== '=' && comparison !== '!') return () => false;
  const expected = comparison === '=';
  const matches = compileWildcard(operand);
  return (value) => {
    const text = typeof value === 'string' ? value : asText(value, numbers);
    // What has no text, null above all, matches no pattern: not even a negated one.
    return text !== undefined && matches(text) === expected;
  };
}

function holds(comparison: Comparison, order: number): boolean {
  switch (comparison) {
    case '=':
      return order === 0;
    case '!':
      return order !== 0;
    case '>':
      return order > 0;
    case '<':
      return order < 0;
    case '>=':
      return order >= 0;
    case '<=':
      return order <= 0;
  }
}

/** What is compared as a duration or a quantity. Null counts as zero, so `<=1Gi` holds for a limit that is missing. */
function measure(value: JsonValue, numbers: Numbers): string | undefined {
  if (value === null) return '0';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return isGoInteger(value, numbers) ? String(value) : goFixed(value);
  return undefined;
}

/** What is compared as text. A float has an exponent here, so `80*` does not match the 8080 that Kyverno's CLI reads. */
function asText(value: JsonValue, numbers: Numbers): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return isGoInteger(value, numbers) ? String(value) : goScientific(value);
  return undefined;
}

/** `strings.Trim(text, " ")`: spaces only. */
function trimSpaces(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text[start] === ' ') start++;
  while (end > start && text[end - 1] === ' ') end--;
  return text.slice(start, end);
}
