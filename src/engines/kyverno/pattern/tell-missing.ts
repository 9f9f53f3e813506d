import { isArray, isObject, type JsonValue } from '../../../base/json.ts';
import { formatPath, formatPointer, type Path } from '../../../base/path.ts';
import { valueAt } from '../../../base/value-at.ts';
import type { Failure } from '../../../model/verdict.ts';
import { parseAnchor, withoutAnchor } from './anchor.ts';
import { isTextMap } from './remedy.ts';

/**
 * Says of failures at keys that are not there what is missing, where the pattern takes many values: none is invented. Of labels and the like
 * each failure names all that the map lacks, for whoever adds one adds them all; each stays a failure of its own, that may be there already.
 */
export function tellMissing(failures: readonly Failure[], pattern: JsonValue, root: JsonValue): readonly Failure[] {
  const lacking = failures.map((failure) => missingKeys(failure, pattern, root));
  const byMap = Map.groupBy(failures.keys(), (index) => mapOf(failures[index]));
  return failures.map((failure, index) => {
    const own = lacking[index] ?? [];
    if (own.length === 0) return failure;
    const beside = isTextMap(failure.path.at(-2)) ? byMap.get(mapOf(failure)) : undefined;
    return { ...failure, whyNoRemedy: words(beside?.flatMap((at) => lacking[at] ?? []) ?? own) };
  });
}

function mapOf(failure: Failure | undefined): string {
  return formatPointer(failure?.path.slice(0, -1) ?? []);
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
