import { isArray, isObject, type JsonObject } from '../../src/base/json.ts';
import type { FailingRow } from './failing-rows.ts';

/** What kind of body denied a row: `foreach` is told with the body of its loop. */
export type BodyKind = 'pattern' | 'anyPattern' | 'deny' | 'foreach deny' | 'foreach pattern' | 'other';

/** How many failing rows have remedies that were proven, and why the others have none. */
export interface RemedyCounts {
  readonly body: BodyKind;
  readonly rows: number;
  /** Every finding of the row has a suggestion. */
  readonly mended: number;
  /** Some have. */
  readonly partly: number;
  /** Of findings without a suggestion, the commonest reason first. */
  readonly reasons: readonly (readonly [reason: string, findings: number])[];
}

export function countRemedies(rows: readonly FailingRow[]): readonly RemedyCounts[] {
  return [...Map.groupBy(rows, bodyOf)].map(([body, some]) => {
    const suggested = some.map(
      ({ findings }) => findings.filter(({ mending }) => mending.outcome === 'suggestion').length,
    );
    const reasons = some.flatMap(({ findings }) =>
      findings.flatMap(({ mending }) => (mending.outcome === 'none' ? [mending.reason] : [])),
    );
    const counted = [...Map.groupBy(reasons, (reason) => reason)].map(
      ([reason, { length }]) => [reason, length] as const,
    );
    return {
      body,
      rows: some.length,
      mended: some.filter(({ findings }, index) => suggested[index] === findings.length).length,
      partly: some.filter(({ findings }, index) => suggested[index] !== 0 && suggested[index] !== findings.length)
        .length,
      reasons: counted.toSorted(([, left], [, right]) => right - left),
    };
  });
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
