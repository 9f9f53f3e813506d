import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../../src/base/json.ts';
import type { OperandNumbers } from '../../../../src/engines/kyverno/conditions/operand-numbers.ts';
import {
  CONDITION_OPERATORS,
  type ConditionOperator,
  compareCondition,
  conditionOperator,
} from '../../../../src/engines/kyverno/conditions/operators.ts';
import { jsonValues } from '../../../patch/json-values.ts';

type Row = readonly [key: JsonValue, operator: ConditionOperator, value: JsonValue, holds: boolean];

/** Kyverno's documentation, "Preconditions: Operators", and the traps of its source. */
const ROWS: readonly Row[] = [
  // Equality of what is of one type.
  ['a', 'Equals', 'a', true],
  ['a', 'Equals', 'b', false],
  ['a', 'NotEquals', 'b', true],
  [1, 'Equals', 1, true],
  [1, 'Equals', '1', true],
  [1, 'Equals', '1.0', true],
  [1, 'NotEquals', '2', true],
  [1, 'Equals', 'x', false],
  [1, 'NotEquals', 'x', true],
  ['1', 'Equals', 1, false],
  ['1', 'NotEquals', 1, true],
  [true, 'Equals', true, true],
  [true, 'Equals', 'true', false],
  [true, 'NotEquals', 'true', true],
  [[1, 'a'], 'Equals', [1, 'a'], true],
  [[1, 'a'], 'Equals', ['a', 1], false],
  [[1], 'NotEquals', 'x', true],
  [{ a: 1 }, 'Equals', { a: 1 }, true],
  [{ a: 1 }, 'NotEquals', [], true],
  ['a', 'Equal', 'a', true],
  ['a', 'NotEqual', 'a', false],
  // A null key fits neither.
  [null, 'Equals', null, false],
  [null, 'NotEquals', null, false],
  [null, 'NotEquals', 'a', false],
  [null, 'AnyIn', [null], false],
  [null, 'AnyNotIn', ['a'], false],
  [null, 'GreaterThan', 1, false],
  // The wildcards are the value's.
  ['abc', 'Equals', 'a*', true],
  ['a*', 'Equals', 'abc', false],
  ['', 'Equals', '?*', false],
  ['', 'NotEquals', '', false],
  ['', 'Equals', '', true],
  ['abc', 'NotEquals', 'a*', false],
  // Durations, then quantities.
  ['1h', 'Equals', '60m', true],
  ['1h', 'Equals', 3600, true],
  [3600, 'Equals', '1h', false],
  ['1h', 'NotEquals', '61m', true],
  ['1Gi', 'Equals', '1024Mi', true],
  ['1Gi', 'NotEquals', '1024Mi', false],
  ['100m', 'Equals', '0.1', true],
  ['1Gi', 'Equals', '*', false],
  ['1Gi', 'NotEquals', 'x', false],
  ['0', 'Equals', '0', true],
  // Numbers as Go's strconv.ParseFloat reads them.
  [1000, 'Equals', '1_000', true],
  [1000, 'Equals', '1__000', false],
  [1, 'LessThan', 'Infinity', true],
  ['-inf', 'LessThan', 1, true],
  ['Infinity', 'LessThanOrEquals', 'Infinity', true],
  ['nan', 'GreaterThanOrEquals', 1, false],
  ['Infinity', 'GreaterThan', '1h', false],
  // Order: numbers, quantities, durations, versions.
  [2, 'GreaterThan', 1, true],
  [2, 'GreaterThan', '1', true],
  ['2', 'GreaterThan', 1, true],
  ['2', 'GreaterThan', '10', false],
  [1, 'GreaterThanOrEquals', 1, true],
  [1, 'LessThan', 1, false],
  [1, 'LessThanOrEquals', 1.5, true],
  ['500m', 'LessThan', '1', true],
  ['1Gi', 'GreaterThan', '500Mi', true],
  ['2h', 'GreaterThan', '61m', true],
  ['1h', 'LessThan', 3601, true],
  // Nanoseconds in 64 bits wrap around: 12,345,678,901 seconds are -193 years to Go.
  [12_345_678_901, 'LessThan', '1h', true],
  [3600, 'GreaterThanOrEquals', '1h', true],
  [59, 'LessThan', '1m', true],
  ['1.20.0', 'GreaterThan', '1.9.0', true],
  ['1.20.0-rc.1', 'LessThan', '1.20.0', true],
  ['v1.20.0', 'GreaterThan', '1.9.0', false],
  ['1.20.0', 'LessThanOrEquals', '1.20.0+build.5', true],
  ['abc', 'GreaterThan', 'abb', false],
  ['2', 'GreaterThan', 'x', false],
  [2, 'GreaterThan', true, false],
  [true, 'GreaterThan', 0, false],
  ['1Gi', 'GreaterThan', 1, false],
  // Membership of one key.
  ['a', 'AnyIn', ['a', 'b'], true],
  ['c', 'AnyIn', ['a', 'b'], false],
  ['c', 'AnyNotIn', ['a', 'b'], true],
  ['a', 'AllIn', ['a', 'b'], true],
  ['c', 'AllNotIn', ['a', 'b'], true],
  ['a', 'AllNotIn', ['a', 'b'], false],
  ['a', 'AnyIn', [], false],
  ['a', 'AnyNotIn', [], true],
  [1, 'AnyIn', ['1', 2], true],
  [1, 'AnyIn', [1], true],
  [1_000_000, 'AnyIn', ['1000000'], false],
  [1_000_000, 'AnyIn', ['1e+06'], true],
  [true, 'AnyIn', ['true'], true],
  ['a', 'AnyIn', 'a', true],
  ['a', 'AnyIn', 'b', false],
  ['a', 'AnyNotIn', 'b', true],
  ['a', 'AnyIn', 1, false],
  ['a', 'AnyNotIn', 1, false],
  [{}, 'AnyIn', ['a'], false],
  // Wildcards in both directions.
  ['kube-system', 'AnyIn', ['kube-*'], true],
  ['kube-*', 'AnyIn', ['kube-system'], true],
  ['abc', 'AnyIn', 'a*', true],
  [['abc'], 'AllIn', ['a*'], true],
  // Membership of a list.
  [['a', 'c'], 'AnyIn', ['a', 'b'], true],
  [['c', 'd'], 'AnyIn', ['a', 'b'], false],
  [['a', 'b'], 'AllIn', ['a', 'b', 'c'], true],
  [['a', 'x'], 'AllIn', ['a', 'b', 'c'], false],
  [['a', 'x'], 'AnyNotIn', ['a', 'b'], true],
  [['a', 'b'], 'AnyNotIn', ['a', 'b'], false],
  [['x', 'y'], 'AllNotIn', ['a', 'b'], true],
  [['a', 'b'], 'AllNotIn', ['a', 'b'], false],
  [[], 'AnyIn', ['a'], false],
  [[], 'AllIn', ['a'], true],
  [[], 'AnyNotIn', ['a'], false],
  [[1, 2], 'AnyIn', 2, true],
  [['a'], 'AnyIn', 'a', true],
  [['a'], 'AnyNotIn', 'a', false],
  [['a'], 'AllNotIn', 'a', false],
  [['a', 'x'], 'AllNotIn', ['a', 'b'], false],
  [['true'], 'AnyIn', true, true],
  [['x'], 'AnyNotIn', true, true],
  [['x'], 'AllNotIn', true, false],
  ['1Gi', 'NotEquals', '', true],
  ['1Gi', 'Equals', '', false],
  [true, 'In', ['true'], true],
  [['a', 'b'], 'AnyIn', 'a', true],
  [['a', 'b'], 'AnyIn', true, false],
  // A list that is JSON text, as a ConfigMap holds one.
  ['a', 'AnyIn', '["a", "b"]', true],
  ['c', 'AnyIn', '["a", "b"]', false],
  ['c', 'AnyNotIn', '["a", "b"]', true],
  [['a', 'c'], 'AnyIn', '["a", "b"]', true],
  [['a', 'b'], 'AllIn', '["a", "b"]', true],
  ['1', 'AnyIn', '[1]', false],
  ['1', 'AnyNotIn', '[1]', false],
  // Ranges.
  [5, 'AnyIn', '1-10', true],
  [11, 'AnyIn', '1-10', false],
  [11, 'AnyNotIn', '1-10', true],
  [[5, 11], 'AnyIn', '1-10', true],
  [[5, 11], 'AllIn', '1-10', false],
  [[5, 11], 'AnyNotIn', '1-10', true],
  [[5, 6], 'AnyNotIn', '1-10', false],
  [[11, 12], 'AllNotIn', '1-10', true],
  [[5, 12], 'AllNotIn', '1-10', false],
  // Deprecated.
  ['a', 'In', ['a'], true],
  ['a*', 'In', ['abc'], true],
  ['a', 'NotIn', ['b'], true],
  ['a', 'NotIn', '["a"]', false],
  ['a', 'NotIn', '["b"]', true],
  ['a', 'In', 'b', false],
  ['a', 'NotIn', 'b', false],
  [['a', 'b'], 'In', ['a', 'b', 'c'], true],
  [['a', 'x'], 'In', ['a', 'b', 'c'], false],
  [['a', 'x'], 'NotIn', ['a', 'b', 'c'], true],
  [['a*'], 'In', ['abc'], false],
  [['a'], 'In', '["a"]', true],
  ['2h', 'DurationGreaterThan', '1h', true],
  [3600, 'DurationGreaterThanOrEquals', '1h', true],
  ['1m', 'DurationLessThan', 61, true],
  ['1m', 'DurationLessThanOrEquals', '60s', true],
  ['x', 'DurationLessThan', '60s', false],
];

describe('compareCondition', () => {
  it.each(ROWS)('%j %s %j: %s', (key, operator, value, holds) => {
    expect(compareCondition(operator, key, value)).toBe(holds);
  });

  // GetKey and GetValue of kyverno/kyverno api/kyverno/v1/common_types.go read integers; its JSON context holds floats.
  it.each<readonly [...Row, OperandNumbers]>([
    [[80], 'Equals', [80], false, { key: 'float', value: 'integer' }],
    [[80], 'NotEquals', [80], true, { key: 'float', value: 'integer' }],
    [[80], 'Equals', [80], true, { key: 'integer', value: 'integer' }],
    [[0.5, '80'], 'Equals', [0.5, '80'], true, { key: 'float', value: 'integer' }],
    [{ port: 80 }, 'Equals', { port: 80 }, false, { key: 'float', value: 'integer' }],
    [80, 'Equals', 80, true, { key: 'float', value: 'integer' }],
    [[80], 'AnyIn', [80], true, { key: 'float', value: 'integer' }],
    [1_000_000, 'AnyIn', [1_000_000], false, { key: 'float', value: 'integer' }],
    ['1000000', 'AnyIn', [1_000_000], true, { key: 'float', value: 'integer' }],
    [[1_000_000], 'AllIn', [1_000_000], true, { key: 'integer', value: 'integer' }],
    [[1_000_000], 'AnyNotIn', [1_000_000], true, { key: 'integer', value: 'float' }],
  ])('%j %s %j: %s, where numbers are %j', (key, operator, value, holds, numbers) => {
    expect(compareCondition(operator, key, value, numbers)).toBe(holds);
  });

  it.each(['In', 'NotIn'] as const)('%s fails where Kyverno crashes', (operator) => {
    expect(() => compareCondition(operator, [1], ['1'])).toThrow(`Any${operator} takes them`);
  });

  it('answers for anything', () => {
    const operators = CONDITION_OPERATORS.filter((operator) => operator !== 'In' && operator !== 'NotIn');
    fc.assert(
      fc.property(fc.constantFrom(...operators), jsonValues(), jsonValues(), (operator, key, value) => {
        expect(typeof compareCondition(operator, key, value)).toBe('boolean');
      }),
      { numRuns: 2000 },
    );
  });

  it('takes a number that no duration can hold', () => {
    expect(compareCondition('GreaterThan', 1e300, '1h')).toBe(true);
    expect(compareCondition('LessThan', '9'.repeat(10_000), '1h')).toBe(false);
  });
});

describe('conditionOperator', () => {
  it('is found in any case', () => {
    expect(conditionOperator('anyin')).toBe('AnyIn');
    expect(conditionOperator('Equals')).toBe('Equals');
    expect(conditionOperator('is')).toBeUndefined();
  });
});
