import type { JsonValue } from '../../../../src/base/json.ts';
import { seededRandom } from '../../../../src/base/seeded-random.ts';
import { kyvernoFunctions } from '../../../../src/engines/kyverno/functions/table.ts';
import { compileJmespath } from '../../../../src/languages/jmespath/compile.ts';
import { JmespathRuntimeError } from '../../../../src/languages/jmespath/errors.ts';

/** The moment at which every test runs. */
export const NOW = Date.UTC(2026, 10, 21, 8, 30, 0);

/** An expression's value with Kyverno's functions and missing keys. */
export function evaluate(text: string, data: JsonValue = {}, random = seededRandom(1)): JsonValue {
  return compileJmespath(text, kyvernoFunctions(), { missingKeys: 'error' }).evaluate(data, { now: NOW, random });
}

/** The message of the error that an expression ends in. */
export function errorOf(text: string, data: JsonValue = {}): string {
  try {
    evaluate(text, data);
  } catch (cause) {
    if (cause instanceof Error || cause instanceof JmespathRuntimeError) return cause.message;
  }
  throw new Error(`${text} has a value`);
}
