import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import { numberOf } from '../../../languages/jmespath/integers.ts';
import { SubstitutionError } from '../variables/substitution-error.ts';
import { GoLabels, goKind } from './go-values.ts';

/**
 * Whether a value is as it is expected. A list has to have as many items, an object may have more members. Values of different kinds, but for
 * two numbers, cannot be compared at all: that throws SubstitutionError.
 * Semantics: kyverno/kyverno-json pkg/engine/match/match.go, pkg/utils/reflect/match.go.
 *
 * @param spend is told of the work before it is done
 */
export function matchValues(expected: JsonValue, actual: JsonValue, spend: (work: number) => void): boolean {
  if (isArray(expected)) {
    if (!isArray(actual)) throw notA('slice', actual);
    if (expected.length !== actual.length) return false;
    spend(expected.length);
    return expected.every((item, index) => matchValues(item, actual[index] ?? null, spend));
  }
  if (goKind(expected) === 'map' && isObject(expected)) {
    const members = membersOf(actual);
    if (!members) throw notA('map', actual);
    const keys = Object.keys(expected);
    spend(keys.length);
    return keys.every(
      (key) => Object.hasOwn(members, key) && matchValues(expected[key] ?? null, members[key] ?? null, spend),
    );
  }
  return matchScalars(expected, actual);
}

function notA(kind: string, actual: JsonValue): SubstitutionError {
  return new SubstitutionError(`invalid actual value, must be a ${kind}, found ${goKind(actual)}`);
}

/** The members of what Go holds as a map. Throws NeedsCluster for labels that are not all known. */
export function membersOf(value: JsonValue): JsonObject | undefined {
  if (goKind(value) !== 'map' || !isObject(value)) return undefined;
  return value instanceof GoLabels ? value.all() : value;
}

function matchScalars(expected: JsonValue, actual: JsonValue): boolean {
  if (expected === null || actual === null) return expected === actual;
  if (expected === actual) return true;
  const one = numberOf(expected);
  const other = numberOf(actual);
  if (one !== undefined && other !== undefined) return one === other;
  // A text of a type of its own is of the same kind, and not of the same type.
  if (typeof expected === typeof actual && typeof expected !== 'object') return false;
  throw new SubstitutionError(`types are not comparable, ${goKind(expected)} - ${goKind(actual)}`);
}
