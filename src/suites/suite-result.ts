import type { TidewaiterError } from '../errors/tidewaiter-error.ts';

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
  /** What its author should know and what decides nothing: files that are named and missing, documents that were left out. */
  readonly notes: readonly string[];
  readonly passed: boolean;
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
 * - `not-found`: the policy gave no answer at all about this object.
 * - `unsupported`: Tidewaiter could not judge this; `reason` says what it would need.
 */
export interface LineResult {
  readonly outcome: 'ok' | 'wrong' | 'excluded' | 'not-found' | 'unsupported';
  /** `Kind namespace/name` */
  readonly object: string;
  readonly rule: string;
  readonly got: string;
  readonly reason: string;
}

export interface SuiteCounts {
  readonly suites: number;
  readonly suitesPassed: number;
  readonly rows: number;
  readonly rowsPassed: number;
  readonly lines: number;
  /** Lines that compared nothing and count as success: they can hide an error of the suite. */
  readonly excluded: number;
}

export function isSuccess({ outcome }: LineResult): boolean {
  return outcome === 'ok' || outcome === 'excluded';
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
    excluded: lines.filter(({ outcome }) => outcome === 'excluded').length,
  };
}
