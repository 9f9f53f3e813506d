import type { JsonValue } from '../../base/json.ts';

/**
 * A whole number as Go's integers are, which an expression never takes for the float of a literal: it is not equal to it, and no function
 * about numbers takes it; only arithmetic and order do. Here it is a bigint, which behaves just so, and which JSON's type does not know.
 */
export function asInteger(value: number): JsonValue {
  return BigInt(value) as unknown as JsonValue;
}

export function isInteger(value: unknown): value is bigint {
  return typeof value === 'bigint';
}

/** What a value is in arithmetic: undefined for all but numbers. */
export function numberOf(value: JsonValue | undefined): number | undefined {
  if (isInteger(value)) return Number(value);
  return typeof value === 'number' ? value : undefined;
}
