import { isArray, isObject, type JsonValue } from '../../../base/json.ts';
import { equalPaths, formatPath, type Path } from '../../../base/path.ts';
import { valueAt } from '../../../base/value-at.ts';
import type { Failure } from '../../../model/verdict.ts';
import { parseAnchor, withoutAnchor } from './anchor.ts';
import { isTextMap } from './remedy.ts';

/**
 * Says of failures at keys that are not there what is missing, where the pattern takes many values: none is invented. What one map of labels
 * and the like lacks is told at once, by the first of its failures.
 */
export function tellMissing(failures: readonly Failure[], pattern: JsonValue, root: JsonValue): readonly Failure[] {
  const lacking = failures.map((failure) => missingKeys(failure, pattern, root));
  return failures.flatMap((failure, index) => {
    const own = lacking[index] ?? [];
    if (own.length === 0) return [failure];
    if (!isTextMap(failure.path.at(-2))) return [{ ...failure, whyNoRemedy: words(own) }];
    const alike = [...failures.keys()].filter(
      (at) => isInSameMap(failures[at]?.path ?? [], failure.path) && lacking[at]?.length,
    );
    return alike[0] === index ? [{ ...failure, whyNoRemedy: words(alike.flatMap((at) => lacking[at] ?? [])) }] : [];
  });
}

function isInSameMap(left: Path, right: Path): boolean {
  return equalPaths(left.slice(0, -1), right.slice(0, -1));
}

function missingKeys({ path, remedy }: Failure, pattern: JsonValue, root: JsonValue): readonly string[] {
  if (remedy || path.length === 0 || valueAt(root, path) !== undefined) return [];
  const part = patternAt(pattern, path);
  // A key alone could be that of anything.
  const from = path.slice(typeof path.at(-2) === 'string' ? -2 : -1);
  return part === undefined ? [] : requiredKeys(part, from).map(formatPath);
}

function patternAt(pattern: JsonValue, [step, ...rest]: Path): JsonValue | undefined {
  if (step === undefined) return pattern;
  if (typeof step === 'number') return isArray(pattern) ? patternAt(pattern[0] ?? null, rest) : undefined;
  if (!isObject(pattern)) return undefined;
  const key = Object.keys(pattern).find((text) => withoutAnchor(text) === step);
  return key === undefined ? undefined : patternAt(pattern[key] ?? null, rest);
}

/** Keys with an anchor may be absent, or are asked about only where they are there. */
function requiredKeys(pattern: JsonValue, path: Path): readonly Path[] {
  if (!isObject(pattern)) return [path];
  const keys = Object.keys(pattern).filter((text) => !parseAnchor(text));
  return keys.length === 0 ? [path] : keys.flatMap((key) => requiredKeys(pattern[key] ?? null, [...path, key]));
}

function words(keys: readonly string[]): string {
  const [last = '', ...others] = keys.toReversed();
  const list = others.length === 0 ? last : `${others.toReversed().join(', ')} and ${last}`;
  return `${list} ${keys.length === 1 ? 'is' : 'are'} missing, and the rule does not say what exactly would be legal`;
}
