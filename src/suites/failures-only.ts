import { isSuccess, type SuiteResult } from './suite-result.ts';

/** The suites that failed, with what failed in them. */
export function failuresOnly(results: readonly SuiteResult[]): readonly SuiteResult[] {
  return results
    .filter(({ passed }) => !passed)
    .map((result) => ({
      ...result,
      rows: result.rows
        .filter(({ passed }) => !passed)
        .map((row) => ({ ...row, lines: row.lines.filter((line) => !isSuccess(line)) })),
    }));
}
