import type { JsonValue } from '../../../base/json.ts';
import type { Context } from '../../../model/engine.ts';

/** Where the variables of a rule get their values. All of it throws what JMESPath throws, SubstitutionError and NeedsCluster. */
export interface QueryContext {
  /** What may be known beside the request. */
  readonly run: Context;
  /** The value of an expression. On DELETE, whatever is asked of the object is asked of the old one. */
  query(text: string): JsonValue;
  /** The value of an expression as it is written. */
  evaluate(text: string): JsonValue;
  /** The value of an expression on data of its own. */
  evaluateOn(text: string, data: JsonValue): JsonValue;
  /** Call it before that much work, in values or characters. Throws SubstitutionError where a rule's substitutions come to too much. */
  spend(work: number): void;
  /** Whether there is a variable of that name by now. */
  has(name: string): boolean;
}

/** An entry of a rule's context. */
export interface ContextEntry {
  readonly name: string;
  /** Its value; undefined where it is left to what a suite supplies. Throws what expressions throw, and NeedsCluster. */
  load(context: QueryContext): JsonValue | undefined;
}
