import { compareText } from '../../../base/compare-text.ts';
import { isArray, isObject, type JsonValue } from '../../../base/json.ts';
import { isInteger } from '../../../languages/jmespath/integers.ts';
import { Run } from '../../../languages/jmespath/run.ts';
import { writeJson } from '../../../languages/jmespath/write-json.ts';
import { GO_JSON } from '../functions/go-json.ts';
import { goSprint } from '../pattern/go-format.ts';
import { GoText } from './go-values.ts';

/** A field in Kubernetes' words; undefined for the root of the tree. */
export type FieldPath = string | undefined;

/** Keys stand as the tree has them, whatever they are: `object.spec.~.containers[0].(length(name))`. */
export function childField(parent: FieldPath, key: string): string {
  if (key === '') return `${parent ?? ''}[]`;
  return parent === undefined ? key : `${parent}.${key}`;
}

export function itemField(parent: FieldPath, index: number | string): string {
  return `${parent ?? ''}[${index}]`;
}

/**
 * What Kubernetes says of a field with a wrong value.
 * Semantics: kubernetes/apimachinery pkg/util/validation/field/errors.go.
 */
export function invalidValue(field: FieldPath, value: JsonValue, detail: string): string {
  return `${field ?? NO_FIELD}: Invalid value: ${describeValue(value)}: ${detail}`;
}

export function requiredValue(field: FieldPath, detail: string): string {
  return `${field ?? NO_FIELD}: Required value: ${detail}`;
}

export function internalError(field: FieldPath, detail: string): string {
  return `${field ?? NO_FIELD}: Internal error: ${detail}`;
}

const NO_FIELD = '<nil>';

/** Scalars as they are, the rest as JSON. */
function describeValue(value: JsonValue): string {
  if (value instanceof GoText) return JSON.stringify(value.toString());
  if (isInteger(value) || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return goSprint(value, 'float');
  if (typeof value === 'string') return JSON.stringify(value);
  return writeJson(value, new Run(undefined, MESSAGE_LIMITS), GO_JSON);
}

/** What an expression has made may be endless in text. */
const MESSAGE_LIMITS = { steps: 100_000, characters: 1_000_000 };

/** Semantics: kyverno/kyverno-json pkg/engine/assert/parse.go, `expectValueMessage`. */
export function expectedValue(expected: JsonValue): string {
  return `Expected value: ${expected === null ? '<nil>' : goSyntax(expected, new Run(undefined, MESSAGE_LIMITS))}`;
}

/** A value as Go's `%#v` writes it in Go's own syntax. */
function goSyntax(value: JsonValue, run: Run<undefined>): string {
  if (value === null) return 'interface {}(nil)';
  if (isInteger(value) || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return goSprint(value, 'float');
  if (typeof value === 'string') {
    run.spendCharacters(value.length);
    return JSON.stringify(value);
  }
  if (isArray(value)) {
    run.spendSteps(value.length);
    return `[]interface {}{${value.map((item) => goSyntax(item, run)).join(', ')}}`;
  }
  if (!isObject(value)) return String(value);
  const keys = Object.keys(value).sort(compareText);
  run.spendSteps(keys.length);
  const members = keys.map((key) => `${JSON.stringify(key)}:${goSyntax(value[key] ?? null, run)}`);
  return `map[string]interface {}{${members.join(', ')}}`;
}
