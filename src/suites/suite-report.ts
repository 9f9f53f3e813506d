import type { Palette } from '../report/palette.ts';
import type { Coverage } from './collect-coverage.ts';
import type { SuiteResult } from './suite-result.ts';

/** What a report of suites tells of, without knowing in which form. */
export interface SuiteReport {
  readonly results: readonly SuiteResult[];
  /** Undefined where only some rows were run. */
  readonly coverage: Coverage | undefined;
  readonly milliseconds: number;
}

/** How it is told. */
export interface SuiteReportOptions {
  /** Leave out suites and lines that succeeded. */
  readonly failOnly: boolean;
  /** Tell every line, and what each rule said. */
  readonly detailed: boolean;
  /** Whether traps made suites fail. */
  readonly strict: boolean;
  readonly palette: Palette;
}

export type SuiteReporter = (report: SuiteReport, options: SuiteReportOptions) => string;
