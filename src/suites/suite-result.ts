import type { TidewaiterError } from '../errors/tidewaiter-error.ts';
import type { Span } from '../text/span.ts';

/** What came of one suite: one document of a test file. */
export interface SuiteResult {
  /** The test file. */
  readonly file: string;
  /** `metadata.name`. */
  readonly name: string;
  /** In the order of the file. */
  readonly rows: readonly RowResult[];
  /** What kept the suite from being run, as it stands or in parts; with one of them it does not pass. */
  readonly problems: readonly TidewaiterError[];
  /** What its author should know and what decides nothing: documents that were left out, objects that stand twice. */
  readonly notes: readonly string[];
  /** Where the suite says one thing and checks another, or nothing; decides where suites are run strictly. */
  readonly traps: readonly TidewaiterError[];
  /** The rules of its policies, as far as they could be compiled. */
  readonly rules: readonly TestedRule[];
  readonly passed: boolean;
  /** Where a row is written. */
  placeOf(row: RowResult): Span;
}

/** One entry of `results`. */
export interface RowResult {
  /** Its place in `results`, from 0. */
  readonly index: number;
  readonly policy: string;
  /** `""` where the row is about all rules. */
  readonly rule: string;
  readonly want: string;
  readonly lines: readonly LineResult[];
  readonly passed: boolean;
}

/**
 * One comparison: a row, one object, one rule that answered.
 * - `ok`, `wrong`: the answer compared with what the row wants.
 * - `excluded`: the policy answered, but no rule that the row means did, so nothing was compared. Kyverno counts it as success.
 * - `dropped`: a rule answered, but the file of expected objects does not hold this one, so nothing was compared. Kyverno says nothing.
 * - `not-found`: the policy gave no answer at all about this object.
 * - `unsupported`: Tidewaiter could not judge this; `reason` says what it would need.
 */
export type LineOutcome = 'ok' | 'wrong' | 'excluded' | 'dropped' | 'not-found' | 'unsupported';

export interface LineResult {
  readonly outcome: LineOutcome;
  /** `Kind namespace/name` */
  readonly object: string;
  readonly rule: string;
  readonly got: string;
  /** What the rule said, or why there is no answer. */
  readonly reason: string;
  /** Where an object was compared and differs: the hunks of a unified diff, from what is wanted to what came. */
  readonly diff?: readonly string[];
}

/** A rule of a policy, and whether any row compared an answer of it. */
export interface TestedRule {
  readonly file: string;
  readonly policy: string;
  readonly rule: string;
  readonly exercised: boolean;
  locate(): Span;
}

export interface SuiteCounts {
  readonly suites: number;
  readonly suitesPassed: number;
  readonly rows: number;
  readonly rowsPassed: number;
  readonly lines: number;
  /** Lines that compared nothing and count as success: they can hide an error of the suite. */
  readonly excluded: number;
  readonly traps: number;
}

export function isSuccess({ outcome }: LineResult): boolean {
  return outcome === 'ok' || comparedNothing(outcome);
}

export function comparedNothing(outcome: LineOutcome): boolean {
  return outcome === 'excluded' || outcome === 'dropped';
}

export function countSuites(results: readonly SuiteResult[]): SuiteCounts {
  const rows = results.flatMap((result) => result.rows);
  const lines = rows.flatMap((row) => row.lines);
  return {
    suites: results.length,
    suitesPassed: results.filter(({ passed }) => passed).length,
    rows: rows.length,
    rowsPassed: rows.filter(({ passed }) => passed).length,
    lines: lines.length,
    excluded: lines.filter(({ outcome }) => comparedNothing(outcome)).length,
    traps: results.reduce((sum, { traps }) => sum + traps.length, 0),
  };
}
