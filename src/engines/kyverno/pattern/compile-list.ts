import { isArray, isObject, type JsonValue } from '../../../base/json.ts';
import { formatKyvernoPath } from './kyverno-path.ts';
import {
  type Check,
  type Compiler,
  isSkip,
  type Look,
  type Mismatch,
  noteFailure,
  plainMismatch,
  skipWithin,
  type Walk,
} from './mismatch.ts';
import { remedyFor } from './remedy.ts';

/**
 * Compiles a list of a pattern. Only its first item counts: an object or a scalar is for every item of the value; lists of lists are
 * compared index by index.
 */
export function compileList(pattern: readonly JsonValue[], compiler: Compiler): Check {
  const [first] = pattern;
  if (first === undefined) return EMPTY;
  if (isObject(first)) {
    const check = compiler.compile(first);
    return compileEach(pattern, () => check, 0);
  }
  if (isArray(first)) {
    const checks = pattern.map(compiler.compile);
    return compileEach(pattern, (index) => checks[index], checks.length);
  }
  return listsOnly(pattern, compiler.compile(first));
}

/** `[]` matches nothing. */
const EMPTY: Check = {
  look: () => 'fail',
  explain: (value, walk) =>
    isArray(value)
      ? noteFailure(
          walk,
          plainMismatch(walk, () => 'pattern Array empty'),
          [...walk.path],
        )
      : noList([], walk),
};

/** `length` items are looked at, and have to be there; all of them where it is 0. */
function compileEach(
  pattern: readonly JsonValue[],
  checkAt: (index: number) => Check | undefined,
  length: number,
): Check {
  return {
    look: (value) => {
      if (!isArray(value) || value.length < length) return 'fail';
      return lookAtEach(value, length === 0 ? value.length : length, checkAt);
    },
    explain: (value, walk) => {
      if (!isArray(value)) return noList(pattern, walk);
      if (value.length >= length) return explainEach(value, length === 0 ? value.length : length, checkAt, walk);
      const message = `validate Array failed, array length mismatch, resource Array len is ${value.length} and pattern Array len is ${length}`;
      // Kyverno forgets the path here.
      return noteFailure(walk, { kind: 'plain', path: undefined, message: () => message }, [...walk.path]);
    },
  };
}

/** Items to which the rule does not apply are passed over; only if it applies to none is it not about the list. */
function lookAtEach(list: readonly JsonValue[], count: number, checkAt: (index: number) => Check | undefined): Look {
  let applies = count === 0;
  for (let index = 0; index < count; index++) {
    const seen = checkAt(index)?.look(list[index] ?? null);
    if (seen === 'fail') return seen;
    if (seen === 'match') applies = true;
  }
  return applies ? 'match' : 'skip-within';
}

function explainEach(
  list: readonly JsonValue[],
  count: number,
  checkAt: (index: number) => Check | undefined,
  walk: Walk,
): Mismatch | undefined {
  let first: Mismatch | undefined;
  let applies = count === 0;
  const skips: Mismatch[] = [];
  for (let index = 0; index < count; index++) {
    walk.path.push(index);
    const mismatch = checkAt(index)?.explain(list[index] ?? null, walk);
    walk.path.pop();
    if (!mismatch) applies = true;
    else if (isSkip(mismatch)) skips.push(mismatch);
    else if (walk.failures) first ??= mismatch;
    else return mismatch;
  }
  return first || applies ? first : skipWithin(walk, skips);
}

function listsOnly(pattern: readonly JsonValue[], { look, explain }: Check): Check {
  return {
    look: (value) => (isArray(value) ? look(value) : 'fail'),
    explain: (value, walk) => (isArray(value) ? explain(value, walk) : noList(pattern, walk)),
  };
}

function noList(pattern: readonly JsonValue[], walk: Walk): Mismatch {
  const mismatch = plainMismatch(
    walk,
    (path) =>
      `validation rule failed at path ${formatKyvernoPath(path)}, resource does not satisfy the expected overlay pattern`,
  );
  const path = [...walk.path];
  return noteFailure(walk, mismatch, path, () => remedyFor(pattern, walk.root, path));
}
