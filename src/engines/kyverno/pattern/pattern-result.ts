import type { JsonValue } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
import type { Failure } from '../../../model/verdict.ts';
import type { Numbers } from './go-format.ts';
import type { ResolvedPattern } from './resolve-references.ts';

/** A pattern of a validating rule, ready to be asked about any number of values. */
export interface CompiledPattern {
  /** What it was compiled from, for whoever tells what each node of it was compared with. */
  readonly source: ResolvedPattern;
  readonly numbers: Numbers;
  evaluate(value: JsonValue): PatternResult;
}

export type PatternResult =
  | { readonly outcome: 'pass' }
  /** A conditional or global anchor does not hold: the rule is not about this value. */
  | { readonly outcome: 'skip'; readonly message: string }
  | {
      readonly outcome: 'fail';
      /** Of the first mismatch, which is where Kyverno stops: its own words and its own path. */
      readonly message: string;
      readonly path: Path;
      /** Every leaf that does not match, the first mismatch first. Where Kyverno names a parent or a list, this names the key or the item. */
      readonly failures: readonly Failure[];
    }
  /**
   * Kyverno itself answers "error" here, although a leaf does not match: it could not name the place. It does so for a nested list that
   * is too short, and where the pattern has a `()` or `^()` key that the value has nowhere.
   */
  | { readonly outcome: 'error'; readonly message: string; readonly failures: readonly Failure[] };
