import { canonicalJson } from '../../../base/canonical-json.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
import {
  escapeVariables,
  findVariables,
  holdsVariable,
  mayHoldVariable,
  replaceRound,
  unescapeVariables,
  type VariableText,
  wholeVariable,
} from './find-variables.ts';
import type { QueryContext } from './query-context.ts';
import { SubstitutionError } from './substitution-error.ts';

/** A part of a policy whose variables are to be substituted, compiled. */
export type Template =
  /** Without variables: escapes are resolved already. */
  | { readonly kind: 'constant'; readonly value: JsonValue }
  | {
      readonly kind: 'variable';
      /** The expressions that are known before anything is evaluated. */
      readonly expressions: readonly string[];
      /** The expression whose value it is, where it is one variable and nothing else. */
      readonly whole?: string;
      /** Throws SubstitutionError, NeedsCluster and what JMESPath throws. */
      evaluate(context: QueryContext): JsonValue;
    };

/**
 * Compiles a part of a policy. A text that is one variable becomes the variable's value, whatever its type; elsewhere in a text a value that is
 * no text is written as JSON. Inner variables are substituted before outer ones, results are searched for variables again (but for
 * `{{- }}` in a text, and for a text that a variable alone yields), keys are substituted like texts. `place` is the part's path in what Kyverno
 * substitutes at once: `{{ @ }}` is the value of the object at that path without its first two steps, which are those of
 * `mutate.patchStrategicMerge`, and in a pattern are lost.
 * Semantics: kyverno/kyverno pkg/engine/variables/vars.go, `SubstituteAll`.
 */
export function compileTemplate(value: JsonValue, place: Path = []): Template {
  if (typeof value === 'string') return compileText(value, place);
  if (isArray(value)) return compileList(value, place);
  if (isObject(value)) return compileObject(value, place);
  return { kind: 'constant', value };
}

/** A template's value. */
export function substitute(template: Template, context: QueryContext): JsonValue {
  return template.kind === 'constant' ? template.value : template.evaluate(context);
}

function compileText(text: string, place: Path): Template {
  if (!mayHoldVariable(text)) return { kind: 'constant', value: text };
  if (!holdsVariable(text)) return { kind: 'constant', value: unescapeVariables(text) };
  const whole = wholeVariable(text);
  if (whole && whole.expression !== '@') {
    const { expression } = whole;
    return {
      kind: 'variable',
      expressions: [expression],
      whole: expression,
      evaluate: (context) => resolve(context.query(expression), { context, place, round: 1 }),
    };
  }
  return {
    kind: 'variable',
    // The outer expression of nested variables is known only when the inner ones have values.
    expressions: findVariables(text).map(({ expression }) =>
      expression === '@' ? `request.object${suffixOf(place)}` : expression,
    ),
    evaluate: (context) => substituteText(text, { context, place, round: 0 }),
  };
}

/** Kyverno would go on for ever where a variable yields itself. */
const MAX_ROUNDS = 64;
/** Each may take as long as an expression is allowed to: a rule affords some hundred. */
const COST_OF_FOUND_EXPRESSION = 50_000;

/** Where a text stands, and how many variables led to it. */
interface Substitution {
  readonly context: QueryContext;
  readonly place: Path;
  readonly round: number;
}

function substituteText(original: string, { context, place, round }: Substitution): JsonValue {
  let text = original;
  for (let rounds = round; holdsVariable(text); rounds++) {
    if (rounds >= MAX_ROUNDS) {
      throw new SubstitutionError('a variable of the rule yields too many variables', { isLimit: true });
    }
    // From the second round on, expressions may come out of the object, and thus from whoever wrote that.
    const query = (expression: string) => {
      if (rounds > 0) context.spend(COST_OF_FOUND_EXPRESSION);
      return context.query(expression === '@' ? placeExpression(place, context) : expression);
    };
    const whole = wholeVariable(text);
    if (whole) return resolve(query(whole.expression), { context, place, round: rounds + 1 });
    let shallow = false;
    text = replaceRound(text, (variable, before) => {
      if (before > '\x7f') throw unreadable(variable);
      shallow = variable.shallow;
      const value = query(variable.expression);
      const written = shallow ? asShallowText(value) : asText(value);
      context.spend(written.length);
      return written;
    });
    if (shallow) break;
  }
  return unescapeVariables(text);
}

/** Kyverno cuts the first byte of a character before a variable off, and takes the others for part of the variable. */
function unreadable({ expression }: VariableText): SubstitutionError {
  return new SubstitutionError(
    `Kyverno cannot read the variable "${expression}" right behind a character that is not ASCII; a space between them helps`,
  );
}

/** What a variable yielded; the variables of a list or an object are resolved, those of a text are not. */
function resolve(value: JsonValue, substitution: Substitution): JsonValue {
  if (typeof value !== 'object' || value === null || !mayYieldVariable(value, substitution.context)) return value;
  return resolveParts(value, substitution);
}

function resolveParts(value: JsonValue, substitution: Substitution): JsonValue {
  if (typeof value === 'string') return mayHoldVariable(value) ? substituteText(value, substitution) : value;
  const { place } = substitution;
  if (isArray(value)) {
    return value.map((item, index) => resolveParts(item, { ...substitution, place: [...place, index] }));
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      keyOf(resolveParts(key, substitution), key),
      resolveParts(child, { ...substitution, place: [...place, key] }),
    ]),
  );
}

function mayYieldVariable(value: JsonValue, context: QueryContext): boolean {
  context.spend(1);
  if (typeof value === 'string') return mayHoldVariable(value);
  if (isArray(value)) return value.some((item) => mayYieldVariable(item, context));
  if (!isObject(value)) return false;
  for (const key in value) {
    if (mayYieldVariable(key, context) || mayYieldVariable(value[key] ?? null, context)) return true;
  }
  return false;
}

function asShallowText(value: JsonValue): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return escapeVariables(value);
  throw new SubstitutionError('Kyverno crashes on `{{- }}` within a text where it yields no text');
}

/** As Go's json.Marshal writes it: keys sorted, `<`, `>` and `&` escaped. */
function asText(value: JsonValue): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') return String(value);
  return canonicalJson(value).replace(/[<>&\u2028\u2029]/g, escapeCharacter);
}

function escapeCharacter(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}

/** What `@` stands for: a part of the object, or of the target that a rule mutates. */
function placeExpression(place: Path, context: QueryContext): string {
  return `${context.has('target') ? 'target' : 'request.object'}${suffixOf(place)}`;
}

function suffixOf(place: Path): string {
  return place
    .slice(2)
    .map((step) => (/^\d+$/.test(String(step)) ? `[${step}]` : `.${JSON.stringify(step)}`))
    .join('');
}

function compileList(list: readonly JsonValue[], place: Path): Template {
  const items = list.map((item, index) => compileTemplate(item, [...place, index]));
  const expressions = items.flatMap(expressionsOf);
  if (items.every((item) => item.kind === 'constant')) return { kind: 'constant', value: items.map(constantOf) };
  return { kind: 'variable', expressions, evaluate: (context) => items.map((item) => substitute(item, context)) };
}

function compileObject(object: JsonObject, place: Path): Template {
  const members = Object.entries(object).map(([key, child]) => ({
    key,
    name: compileText(key, place),
    value: compileTemplate(child, [...place, key]),
  }));
  if (members.every(({ name, value }) => name.kind === 'constant' && value.kind === 'constant')) {
    const entries = members.map(({ name, value }) => [String(constantOf(name)), constantOf(value)] as const);
    return { kind: 'constant', value: Object.fromEntries(entries) };
  }
  return {
    kind: 'variable',
    expressions: members.flatMap(({ name, value }) => [...expressionsOf(name), ...expressionsOf(value)]),
    evaluate: (context) =>
      Object.fromEntries(
        members.map(({ key, name, value }) => [keyOf(substitute(name, context), key), substitute(value, context)]),
      ),
  };
}

function keyOf(value: JsonValue, key: string): string {
  if (typeof value === 'string') return value;
  // A variable that yields null leaves the key as it is written.
  if (value === null) return key;
  throw new SubstitutionError(`expected string after substituting variables in key "${key}"`);
}

export function expressionsOf(template: Template): readonly string[] {
  return template.kind === 'constant' ? [] : template.expressions;
}

function constantOf(template: Template): JsonValue {
  return template.kind === 'constant' ? template.value : null;
}
