import type { JsonValue } from '../../../base/json.ts';
import { parseDuration } from '../../../kubernetes/duration.ts';

export interface DurationPair {
  readonly key: bigint;
  readonly value: bigint;
}

/** Both sides as nanoseconds, if one of them is the text of a duration and the other one too or a number of seconds. */
export function durationPair(key: JsonValue, value: JsonValue): DurationPair | undefined {
  const left = durationText(key);
  const right = durationText(value);
  if (left === undefined && right === undefined) return undefined;
  const pair = { key: left ?? wholeSeconds(key), value: right ?? wholeSeconds(value) };
  return pair.key === undefined || pair.value === undefined ? undefined : { key: pair.key, value: pair.value };
}

/**
 * Nanoseconds of a number of seconds; a fraction is cut off. Go's durations are 64-bit integers and wrap around; what a number without such
 * an integer comes to depends on the processor there, and is not imitated.
 */
export function wholeSeconds(value: JsonValue): bigint | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  const nanoseconds = BigInt(Math.trunc(value)) * 1_000_000_000n;
  return Math.abs(value) < 2 ** 63 ? BigInt.asIntN(64, nanoseconds) : nanoseconds;
}

/** "0" is a duration to Go, but here it is a number. */
function durationText(value: JsonValue): bigint | undefined {
  return typeof value === 'string' && value !== '0' ? parseDuration(value) : undefined;
}
