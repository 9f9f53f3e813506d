import type { JsonValue } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
import type { JsonPatch } from '../../../model/json-patch.ts';
import type { Failure } from '../../../model/verdict.ts';
import type { Numbers } from './go-format.ts';

/** A part of a pattern, compiled. For both questions a missing key is null. */
export interface Check {
  /** Whether a value matches. Nearly every value does, so this builds nothing and keeps no path. */
  readonly look: (value: JsonValue) => Look;
  /** Where and why a value does not match: the same answer, with its reasons; undefined is a match. */
  readonly explain: (value: JsonValue, walk: Walk) => Mismatch | undefined;
}

/**
 * `skip`: a condition does not hold, so the rule is not about this. `skip-within`: the same of an object or a list further in, which is
 * passed over where something else beside it applies.
 */
export type Look = 'match' | 'skip' | 'skip-within' | 'fail';

/** What the parts of a pattern are compiled with. */
export interface Compiler {
  readonly numbers: Numbers;
  readonly compile: (pattern: JsonValue) => Check;
}

/** Why a value does not match. `condition`, `global` and `within` make the rule skip, `negation` and `plain` make it fail. */
export interface Mismatch {
  readonly kind: 'plain' | 'negation' | 'condition' | 'global' | 'within';
  /** Where Kyverno says that it is; undefined where it says nothing. */
  readonly path: Path | undefined;
  /** Made only when somebody reads it: most mismatches decide that an item is skipped, and are forgotten. */
  readonly message: () => string;
}

/** One walk of a pattern over a value. */
export interface Walk {
  readonly root: JsonValue;
  /** Where the walk is; pushed and popped. */
  readonly path: (string | number)[];
  /** Every failing leaf, if the walk is to go on after the first; null where it stops. */
  failures: Failure[] | null;
  /** Which anchored keys were met and whether any value had them; null where nobody asks. */
  readonly anchors: Map<string, boolean> | null;
}

export function isSkip({ kind }: Mismatch): boolean {
  return kind === 'condition' || kind === 'global' || kind === 'within';
}

export function isSkipped(seen: Look): boolean {
  return seen === 'skip' || seen === 'skip-within';
}

/** What is wrong with an object or a list that conditions within keep the rule from. */
export function skipWithin(walk: Walk, skips: readonly Mismatch[]): Mismatch {
  return { kind: 'within', path: [...walk.path], message: () => skips.map(({ message }) => message()).join('; ') };
}

/** A mismatch at the place where the walk is. Its message is made once, whoever asks for it how often. */
export function plainMismatch(walk: Walk, messageAt: (path: Path) => string): Mismatch {
  const path = [...walk.path];
  let text: string | undefined;
  return {
    kind: 'plain',
    path,
    message: () => {
      text ??= messageAt(path);
      return text;
    },
  };
}

/** Nobody reads more of them, and a hostile list could have any number. */
const MAX_FAILURES = 1_000;

/** Notes a failing leaf, if failures are asked for, and gives back its mismatch. */
export function noteFailure(
  walk: Walk,
  mismatch: Mismatch,
  path: Path,
  remedy?: () => JsonPatch | undefined,
): Mismatch {
  if (walk.failures && walk.failures.length < MAX_FAILURES) {
    const failure = { path, message: mismatch.message() };
    const patch = remedy?.();
    walk.failures.push(patch ? { ...failure, remedy: patch } : failure);
  }
  return mismatch;
}
