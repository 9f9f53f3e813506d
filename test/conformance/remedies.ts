import { isArray, isObject, type JsonObject } from '../../src/base/json.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { FailingRow } from './failing-rows.ts';

/** What kind of body denied a row: `foreach` is told with the body of its loop. */
export type BodyKind = 'pattern' | 'anyPattern' | 'deny' | 'foreach pattern' | 'foreach deny' | 'other';

/** How many failing rows have remedies that were proven, and why the others have none. */
export interface RemedyCounts {
  readonly body: BodyKind;
  readonly rows: number;
  /** Rows all of whose findings have a suggestion. */
  readonly mended: number;
  /** Rows some of whose findings have one. */
  readonly partly: number;
  /** Why findings have none, the commonest reason first. */
  readonly reasons: readonly (readonly [reason: string, findings: number])[];
}

/** A failing row with its findings after all was tried that could mend them. */
export interface TriedRow {
  readonly row: FailingRow;
  readonly findings: readonly Finding[];
}

export function countRemedies(tried: readonly TriedRow[]): readonly RemedyCounts[] {
  return [...Map.groupBy(tried, ({ row }) => bodyOf(row))].map(([body, some]) => ({
    body,
    rows: some.length,
    mended: some.filter(({ findings }) => findings.every(isMended)).length,
    partly: some.filter(({ findings }) => findings.some(isMended) && !findings.every(isMended)).length,
    reasons: countReasons(some.flatMap(({ findings }) => findings)),
  }));
}

function isMended({ mending }: Finding): boolean {
  return mending.outcome === 'suggestion';
}

function countReasons(findings: readonly Finding[]): RemedyCounts['reasons'] {
  const reasons = findings.flatMap(({ mending }) => (mending.outcome === 'none' ? [kindOfReason(mending.reason)] : []));
  return [...Map.groupBy(reasons, (reason) => reason)]
    .map(([reason, { length }]) => [reason, length] as const)
    .toSorted(([, left], [, right]) => right - left);
}

/** What is missing differs from rule to rule. */
function kindOfReason(reason: string): string {
  return reason.replace(/^.* (?:is|are) missing, and/, '… is missing, and');
}

/** The body that Kyverno would take, where a rule has several. */
export function bodyOf({ rule }: Pick<FailingRow, 'rule'>): BodyKind {
  const validate = isObject(rule.validate) ? rule.validate : {};
  const loops = isArray(validate.foreach) ? validate.foreach.filter(isObject) : [];
  return (
    plainBodyOf(validate) ?? (loops.some(holdsDeny) ? 'foreach deny' : loops.length > 0 ? 'foreach pattern' : 'other')
  );
}

function plainBodyOf(body: JsonObject): 'pattern' | 'anyPattern' | 'deny' | undefined {
  if (body.deny !== undefined) return 'deny';
  if (body.pattern !== undefined) return 'pattern';
  return body.anyPattern === undefined ? undefined : 'anyPattern';
}

function holdsDeny(loop: JsonObject): boolean {
  return loop.deny !== undefined || (isArray(loop.foreach) && loop.foreach.filter(isObject).some(holdsDeny));
}
