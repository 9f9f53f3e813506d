import type { JsonValue } from '../../base/json.ts';
import { JmespathRuntimeError } from './errors.ts';

/** How much one evaluation may do before it is stopped: no expression of a policy can hang or fill the memory. */
export interface EvaluationLimits {
  /** List items and object members visited or made. */
  readonly steps: number;
  /** Characters of text made. */
  readonly characters: number;
}

export const DEFAULT_LIMITS: EvaluationLimits = { steps: 1_000_000, characters: 10_000_000 };

/** The variables of an expression by name, without the dollar. Each is computed when it is read, and may throw. */
export type Variables = ReadonlyMap<string, () => JsonValue>;

const NO_VARIABLES: Variables = new Map();

/** One evaluation: what the caller handed in, and what is left of its limits. */
export class Run<Environment> {
  readonly environment: Environment;
  /** The key that was missing last, as long as nothing has made a null of it. */
  missingKey = '';
  /** Those in sight: `let` adds to them for a while. */
  variables: Variables;
  #steps: number;
  #characters: number;

  constructor(environment: Environment, limits: EvaluationLimits, variables: Variables = NO_VARIABLES) {
    this.environment = environment;
    this.variables = variables;
    this.#steps = limits.steps;
    this.#characters = limits.characters;
  }

  /** Call it before doing work on that many items. Throws JmespathRuntimeError of kind `limit`. */
  spendSteps(count: number): void {
    this.#steps -= count;
    if (this.#steps < 0) throw new JmespathRuntimeError('limit', 'the expression visits too many values');
  }

  /** Call it before making that much text. Throws JmespathRuntimeError of kind `limit`. */
  spendCharacters(count: number): void {
    this.#characters -= count;
    if (this.#characters < 0) throw new JmespathRuntimeError('limit', 'the expression makes too much text');
  }
}

/** A compiled node. Undefined stands for "not found": it travels up like an error, but costs nothing. */
export type Evaluate<Environment> = (value: JsonValue, run: Run<Environment>) => JsonValue | undefined;
