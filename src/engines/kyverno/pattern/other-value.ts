import type { JsonValue } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';

/**
 * The one legal value of a field that must not be another one: of a flag, also of one that is text, and of a field for which Kubernetes knows
 * two values. Undefined where there are more, and where the field is none of them now.
 *
 * @param current what is there; undefined for nothing
 */
export function otherValue(forbidden: JsonValue, current: JsonValue | undefined, path: Path): JsonValue | undefined {
  const text = String(forbidden);
  const other = otherFlag(text);
  if (other !== undefined) {
    if (current === undefined) return other;
    if (String(current) !== text) return undefined;
    return typeof current === 'string' ? String(other) : other;
  }
  const values = TWO_VALUES.get(path.at(-1) ?? '');
  if (!values?.includes(text) || (current !== undefined && current !== text)) return undefined;
  return values.find((value) => value !== text);
}

function otherFlag(text: string): boolean | undefined {
  return text === 'true' ? false : text === 'false' ? true : undefined;
}

/** Fields of Kubernetes' own kinds that are one of two, by the API reference of 1.34. */
const TWO_VALUES: ReadonlyMap<string | number, readonly string[]> = new Map([
  ['completionMode', ['NonIndexed', 'Indexed']],
  ['externalTrafficPolicy', ['Cluster', 'Local']],
  ['failurePolicy', ['Fail', 'Ignore']],
  ['fsGroupChangePolicy', ['Always', 'OnRootMismatch']],
  ['internalTrafficPolicy', ['Cluster', 'Local']],
  ['podManagementPolicy', ['OrderedReady', 'Parallel']],
  ['preemptionPolicy', ['PreemptLowerPriority', 'Never']],
  ['reclaimPolicy', ['Delete', 'Retain']],
  ['reinvocationPolicy', ['Never', 'IfNeeded']],
  ['terminationMessagePolicy', ['File', 'FallbackToLogsOnError']],
  ['volumeBindingMode', ['Immediate', 'WaitForFirstConsumer']],
  ['volumeMode', ['Filesystem', 'Block']],
  ['whenUnsatisfiable', ['DoNotSchedule', 'ScheduleAnyway']],
]);
