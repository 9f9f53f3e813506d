import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
import type { CheckedRule } from './checked-policy.ts';
import { partsOf } from './parts-of.ts';

/** A pattern that objects are held against, or a patch that is merged into them. */
export interface PatternPart {
  readonly use: 'pattern' | 'patch';
  /** Whether it is in a loop, whose patterns Kyverno does not look at before it runs them. */
  readonly looped: boolean;
  readonly value: JsonValue;
  readonly path: Path;
}

/** Every pattern and every strategic merge patch of a rule, those of its loops too. */
export function patternsOf({ rule, path }: CheckedRule): readonly PatternPart[] {
  return [
    ...(isObject(rule.validate) ? patternsIn(rule.validate, [...path, 'validate'], false) : []),
    ...(isObject(rule.mutate) ? patternsIn(rule.mutate, [...path, 'mutate'], false) : []),
  ];
}

function patternsIn(holder: JsonObject, path: Path, looped: boolean): readonly PatternPart[] {
  const { pattern, anyPattern, patchStrategicMerge, foreach } = holder;
  const alternatives = isArray(anyPattern) ? anyPattern : [];
  return [
    ...(pattern === undefined ? [] : [{ use: 'pattern' as const, looped, value: pattern, path: [...path, 'pattern'] }]),
    ...alternatives.map((value, index) => ({
      use: 'pattern' as const,
      looped,
      value,
      path: [...path, 'anyPattern', index],
    })),
    ...(patchStrategicMerge === undefined
      ? []
      : [{ use: 'patch' as const, looped, value: patchStrategicMerge, path: [...path, 'patchStrategicMerge'] }]),
    ...partsOf(foreach, [...path, 'foreach']).flatMap((loop) => patternsIn(loop.part, loop.path, true)),
  ];
}
