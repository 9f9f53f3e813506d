import type { Numbers } from '../pattern/go-format.ts';

/**
 * How Kyverno holds the numbers within lists and objects: a policy's own as `integer`, those that a variable yields as `float`. The `[80]` of
 * a policy is thus not equal to the `[80]` of a variable.
 */
export interface OperandNumbers {
  readonly key: Numbers;
  readonly value: Numbers;
}
