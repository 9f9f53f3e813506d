import type { JsonValue } from '../../../base/json.ts';
import { valueAt } from '../../../base/value-at.ts';
import { SubstitutionError } from '../variables/substitution-error.ts';
import { type AssertionExpression, parseAssertionExpression } from './assertion-expression.ts';
import { compileStatement, plainSteps, type Surroundings } from './compile-statement.ts';
import { childField, type FieldPath, internalError } from './field-error.ts';
import { GoLabels } from './go-values.ts';
import type { Location } from './location.ts';
import { membersOf } from './match-values.ts';

/** What a key of a tree leads to: the value's field is missing, or was found as an expression's result is. */
export type Projection = { readonly kind: 'missing'; readonly location: Location; readonly isLoop: boolean } | Found;

export interface Found {
  readonly kind: 'found';
  readonly result: JsonValue;
  readonly location: Location;
  readonly loop: AssertionExpression['loop'];
  readonly binding: string | undefined;
}

/** Throws SubstitutionError for a field of what is no mapping, and what statements throw. */
type Project = (value: JsonValue, at: Location, surroundings: Surroundings) => Projection;

/** Semantics: kyverno/kyverno-json pkg/engine/assert/project.go. */
export function compileProjection(key: string): Project {
  const expression = parseAssertionExpression(key);
  if (expression?.kind === 'expression') return projectExpression(key, expression);
  return projectField(key, expression);
}

function projectExpression(key: string, { statement, loop, binding }: AssertionExpression): Project {
  const { evaluate, reads } = compileStatement(statement);
  return (value, at, surroundings) => {
    const field = childField(at.field, key);
    const result = evaluate(value, { ...at, field }, surroundings);
    if (!at.isExact) return { kind: 'found', result, location: { ...at, field }, loop, binding };
    const read = reads();
    const steps = plainSteps(read);
    const isExact = steps.length === read.length && valueAt(value, steps) === result;
    return { kind: 'found', result, location: { field, path: [...at.path, ...steps], isExact }, loop, binding };
  };
}

function projectField(key: string, expression: AssertionExpression | undefined): Project {
  const name = expression?.statement ?? key;
  return (value, at) => {
    const field = childField(at.field, key);
    const location = { field, path: at.isExact ? [...at.path, name] : at.path, isExact: at.isExact };
    const { loop, binding } = expression ?? {};
    const result = value === null && expression ? undefined : memberOf(value, name, field);
    if (result === undefined) return { kind: 'missing', location, isLoop: loop !== undefined };
    return { kind: 'found', result, location, loop, binding };
  };
}

/** Undefined where a mapping has no such member. */
function memberOf(value: JsonValue, name: string, field: FieldPath): JsonValue | undefined {
  if (value instanceof GoLabels) return value.get(name);
  const members = membersOf(value);
  if (!members) throw new SubstitutionError(internalError(field, 'projection not recognized'));
  return Object.hasOwn(members, name) ? members[name] : undefined;
}
