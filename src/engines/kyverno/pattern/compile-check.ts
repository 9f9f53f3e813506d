import { isArray, isObject, type JsonValue } from '../../../base/json.ts';
import { compileList } from './compile-list.ts';
import { compileObject } from './compile-object.ts';
import { goSprint, type Numbers } from './go-format.ts';
import { formatKyvernoPath } from './kyverno-path.ts';
import { compileLeaf } from './leaf.ts';
import { type Check, type Compiler, type Mismatch, noteFailure, plainMismatch, type Walk } from './mismatch.ts';
import { itemRemedyFor, remedyFor } from './remedy.ts';

/**
 * Compiles a pattern to closures. The order in which they walk a value is Kyverno's, since its first mismatch decides.
 * Semantics: kyverno/kyverno, pkg/engine/validate and pkg/engine/anchor.
 */
export function compileCheck(pattern: JsonValue, numbers: Numbers): Check {
  const compiler: Compiler = {
    numbers,
    compile: (part) => {
      if (isObject(part)) return compileObject(part, compiler);
      if (isArray(part)) return compileList(part, compiler);
      return compileScalar(part, compiler);
    },
  };
  return compiler.compile(pattern);
}

/** A scalar is for the value, and where that is a list, for every item of it. */
function compileScalar(pattern: JsonValue, { numbers }: Compiler): Check {
  const matches = compileLeaf(pattern, numbers);
  const mismatchOf = (value: JsonValue, walk: Walk): Mismatch =>
    plainMismatch(
      walk,
      (path) =>
        `resource value '${clip(goSprint(value, numbers))}' does not match '${goSprint(pattern, 'integer')}' at path ${formatKyvernoPath(path)}`,
    );
  return {
    look: (value) => ((isArray(value) ? value.every(matches) : matches(value)) ? 'match' : 'fail'),
    explain: (value, walk) => {
      if (!isArray(value)) {
        if (matches(value)) return undefined;
        const path = [...walk.path];
        return noteFailure(walk, mismatchOf(value, walk), path, () => remedyFor(pattern, walk.root, path));
      }
      if (value.every(matches)) return undefined;
      const mismatch = mismatchOf(value, walk);
      const path = [...walk.path];
      const failing = [...value.keys()].filter((index) => !matches(value[index] ?? null));
      for (const index of failing) {
        noteFailure(walk, mismatch, [...path, index], () => itemRemedyFor(pattern, walk.root, path, failing));
      }
      return mismatch;
    },
  };
}

/** Kyverno prints the whole value; a message is to be read. */
const MAX_VALUE_CHARACTERS = 300;

function clip(text: string): string {
  return text.length <= MAX_VALUE_CHARACTERS ? text : `${text.slice(0, MAX_VALUE_CHARACTERS)}…`;
}
