import { isArray, type JsonValue } from '../../../base/json.ts';
import { formatDuration, parseDuration } from '../../../kubernetes/duration.ts';
import {
  addQuantities,
  divideQuantities,
  formatQuantity,
  isZeroQuantity,
  multiplyQuantities,
  parseQuantity,
  type Quantity,
  quantityToNumber,
  subtractQuantities,
  wholeQuantity,
} from '../../../kubernetes/quantity.ts';
import { defineFunction } from '../../../languages/jmespath/functions.ts';
import { isInteger } from '../../../languages/jmespath/integers.ts';
import { goSprint } from '../pattern/go-format.ts';
import type { KyvernoFunctions } from './environment.ts';
import { failure } from './failure.ts';

/**
 * `add`, `sum`, `subtract`, `multiply`, `divide`, `modulo` on numbers, quantities and durations; `round`. Text is a quantity if it can be,
 * else a duration, so `5m` is five thousandths. Results are written as Kubernetes and Go write them.
 * Semantics: kyverno/kyverno, pkg/engine/jmespath/arithmetic.go.
 */
export const arithmeticFunctions: KyvernoFunctions = {
  add: defineFunction(['any', 'any'], ([left, right]) => add('add', left, right)),
  sum: defineFunction(['array'], ([items]) => {
    const [first, ...rest] = items;
    if (first === undefined) throw failure('sum', 'at least one element in the array is required');
    return rest.reduce((total: JsonValue, item) => add('sum', total, item), first);
  }),
  subtract: defineFunction(['any', 'any'], ([left, right]) => subtract(left, right)),
  multiply: defineFunction(['any', 'any'], ([left, right]) => multiply(left, right)),
  divide: defineFunction(['any', 'any'], ([left, right]) => divide(left, right)),
  modulo: defineFunction(['any', 'any'], ([left, right]) => modulo(left, right)),
  round: defineFunction(['number', 'number'], ([value, places]) => round(value, places)),
};

type Operand =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'quantity'; readonly value: Quantity }
  | { readonly kind: 'duration'; readonly value: bigint };

function operandOf(name: string, value: JsonValue): Operand {
  if (typeof value === 'number') return { kind: 'number', value };
  if (typeof value === 'string') {
    const quantity = parseQuantity(value);
    if (quantity) return { kind: 'quantity', value: quantity };
    const duration = parseDuration(value);
    if (duration !== undefined) return { kind: 'duration', value: duration };
  }
  throw failure(name, `invalid operands: ${describe(value)} is no number, quantity or duration`);
}

function describe(value: JsonValue): string {
  return isArray(value)
    ? 'a list'
    : value === null
      ? 'null'
      : typeof value === 'object'
        ? 'an object'
        : isInteger(value)
          ? 'an integer'
          : JSON.stringify(value);
}

function mismatch(name: string): Error {
  return failure(name, 'Types mismatch');
}

function zeroDivisor(name: string): Error {
  return failure(name, 'Zero divisor passed');
}

function add(name: string, leftValue: JsonValue, rightValue: JsonValue): JsonValue {
  const left = operandOf(name, leftValue);
  const right = operandOf(name, rightValue);
  if (left.kind === 'number' && right.kind === 'number') return finite(name, left.value + right.value);
  if (left.kind === 'quantity' && right.kind === 'quantity') {
    return formatQuantity(addQuantities(left.value, right.value));
  }
  if (left.kind === 'duration' && right.kind === 'duration') return wrappedDuration(left.value + right.value);
  throw mismatch(name);
}

function subtract(leftValue: JsonValue, rightValue: JsonValue): JsonValue {
  const left = operandOf('subtract', leftValue);
  const right = operandOf('subtract', rightValue);
  if (left.kind === 'number' && right.kind === 'number') return finite('subtract', left.value - right.value);
  if (left.kind === 'quantity' && right.kind === 'quantity') {
    return formatQuantity(subtractQuantities(left.value, right.value));
  }
  if (left.kind === 'duration' && right.kind === 'duration') return wrappedDuration(left.value - right.value);
  throw mismatch('subtract');
}

function multiply(leftValue: JsonValue, rightValue: JsonValue): JsonValue {
  const left = operandOf('multiply', leftValue);
  const right = operandOf('multiply', rightValue);
  if (left.kind === 'number' && right.kind === 'number') return finite('multiply', left.value * right.value);
  const [measure, factor] = left.kind === 'number' ? [right, left] : [left, right];
  if (factor.kind !== 'number') throw mismatch('multiply');
  if (measure.kind === 'quantity') {
    return formatQuantity(multiplyQuantities(measure.value, quantityOf('multiply', factor.value)));
  }
  if (measure.kind === 'duration') return durationOfSeconds('multiply', secondsOf(measure.value) * factor.value);
  throw mismatch('multiply');
}

function divide(leftValue: JsonValue, rightValue: JsonValue): JsonValue {
  const left = operandOf('divide', leftValue);
  const right = operandOf('divide', rightValue);
  if (isZero(right) && (left.kind === right.kind || right.kind === 'number')) throw zeroDivisor('divide');
  if (right.kind === 'number') {
    switch (left.kind) {
      case 'number':
        return finite('divide', left.value / right.value);
      case 'quantity':
        return formatQuantity(divideQuantities(left.value, quantityOf('divide', right.value)));
      case 'duration':
        return durationOfSeconds('divide', secondsOf(left.value) / right.value);
    }
  }
  if (left.kind === 'quantity' && right.kind === 'quantity') {
    return finite('divide', quantityToNumber(left.value) / quantityToNumber(right.value));
  }
  if (left.kind === 'duration' && right.kind === 'duration') return secondsOf(left.value) / secondsOf(right.value);
  throw mismatch('divide');
}

function modulo(leftValue: JsonValue, rightValue: JsonValue): JsonValue {
  const left = operandOf('modulo', leftValue);
  const right = operandOf('modulo', rightValue);
  if (left.kind === 'number' && right.kind === 'number') {
    return Number(remainder(wholeNumber(left.value), wholeNumber(right.value)));
  }
  if (left.kind === 'quantity' && right.kind === 'quantity') {
    const dividend = wholeNumber(quantityToNumber(left.value));
    const divisor = wholeNumber(quantityToNumber(right.value));
    return formatQuantity(wholeQuantity(remainder(dividend, divisor), left.value.format));
  }
  if (left.kind === 'duration' && right.kind === 'duration') return formatDuration(remainder(left.value, right.value));
  throw mismatch('modulo');
}

function remainder(dividend: bigint, divisor: bigint): bigint {
  if (divisor === 0n) throw zeroDivisor('modulo');
  return dividend % divisor;
}

function wholeNumber(value: number): bigint {
  if (!Number.isInteger(value) || Math.abs(value) >= 2 ** 63) {
    throw failure('modulo', 'Non-integer argument(s) passed for modulo');
  }
  return BigInt(value);
}

function isZero(operand: Operand): boolean {
  return operand.kind === 'quantity' ? isZeroQuantity(operand.value) : operand.value === 0 || operand.value === 0n;
}

/** Kyverno makes a quantity of a number through its text: a million is `1e+06`, which cuts a quotient at millions. */
function quantityOf(name: string, value: number): Quantity {
  const quantity = parseQuantity(goSprint(value, 'float'));
  if (!quantity) throw failure(name, `${value} is out of range`);
  return quantity;
}

/** `Duration.Seconds`: whole seconds and a fraction, added as floats. */
function secondsOf(nanoseconds: bigint): number {
  return Number(nanoseconds / 1_000_000_000n) + Number(nanoseconds % 1_000_000_000n) / 1e9;
}

function durationOfSeconds(name: string, seconds: number): string {
  const nanoseconds = Math.trunc(seconds * 1e9);
  if (!(Math.abs(nanoseconds) < 2 ** 63)) throw failure(name, 'the duration is out of range');
  return formatDuration(BigInt(nanoseconds));
}

/** Go's durations are 64-bit integers, and wrap around. */
function wrappedDuration(nanoseconds: bigint): string {
  return formatDuration(BigInt.asIntN(64, nanoseconds));
}

/** JSON has no infinity. */
function finite(name: string, value: number): number {
  if (!Number.isFinite(value)) throw failure(name, 'the result is out of range');
  return value;
}

/** Half away from zero. */
function round(value: number, places: number): number {
  if (!Number.isInteger(places)) throw failure('round', 'Non-integer argument(s) passed for round off');
  if (places < 0) throw failure('round', 'argument #2 is out of bounds');
  const shift = 10 ** places;
  const shifted = value * shift;
  return finite('round', (Math.sign(shifted) * Math.floor(Math.abs(shifted) + 0.5)) / shift);
}
