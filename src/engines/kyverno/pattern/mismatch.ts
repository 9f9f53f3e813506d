import type { JsonValue } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
import type { Failure } from '../../../model/verdict.ts';

/** Why a value does not match. `condition` and `global` make the rule skip, `negation` and `plain` make it fail. */
export interface Mismatch {
  readonly kind: 'plain' | 'negation' | 'condition' | 'global';
  /** Where Kyverno says that it is; undefined where it says nothing. */
  readonly path: Path | undefined;
  /** Made only when somebody reads it: most mismatches decide that an item is skipped, and are forgotten. */
  readonly message: () => string;
}

export function isSkip(mismatch: Mismatch): boolean {
  return mismatch.kind === 'condition' || mismatch.kind === 'global';
}

/** One walk of a pattern over a value. */
export interface Walk {
  readonly root: JsonValue;
  /** Where the walk is; pushed and popped, so that nothing is built as long as everything matches. */
  readonly path: (string | number)[];
  /** Every failing leaf, if the walk is to go on after the first; null where it stops. */
  failures: Failure[] | null;
  /** Which anchored keys were met and whether any value had them; null where nobody asks. */
  readonly anchors: Map<string, boolean> | null;
}

/** Part of a pattern: undefined is a match. A missing key is null. */
export type Check = (value: JsonValue, walk: Walk) => Mismatch | undefined;
