import type { JsonObject } from '../base/json.ts';
import { withoutUndefined } from '../base/without-undefined.ts';
import type { TidewaiterError } from '../errors/tidewaiter-error.ts';
import { writeJson } from '../report/write-json.ts';
import { startOf } from '../text/position.ts';
import { writeYaml } from '../yaml/write-yaml.ts';
import { failuresOnly } from './failures-only.ts';
import type { SuiteReport, SuiteReporter } from './suite-report.ts';
import { countSuites, type LineResult, type RowResult, type SuiteResult } from './suite-result.ts';

/** The results of suites for a program: suites, rows, lines as they are, the counts and the coverage. */
export const renderJson: SuiteReporter = (report, options) => writeJson(documentOf(report, options), { levels: 5 });

/** The same document as YAML. */
export const renderYaml: SuiteReporter = (report, options) => writeYaml(documentOf(report, options));

function documentOf(
  { results, coverage, milliseconds }: SuiteReport,
  { failOnly }: { readonly failOnly: boolean },
): JsonObject {
  return {
    schemaVersion: 1,
    counts: { ...countSuites(results) },
    ...(coverage && {
      coverage: {
        rules: coverage.rules,
        exercised: coverage.exercised,
        missing: coverage.missing.map(({ file, policy, rule, locate }) => ({
          policy,
          rule,
          file,
          line: startOf(locate()).line,
        })),
      },
    }),
    suites: (failOnly ? failuresOnly(results) : results).map(ofSuite),
    durationMs: Math.round(milliseconds),
  };
}

function ofSuite(result: SuiteResult): JsonObject {
  const { file, name, passed, problems, notes, traps, rows } = result;
  return {
    file,
    name,
    passed,
    problems: problems.map(ofError),
    notes,
    traps: traps.map(ofError),
    rows: rows.map((row) => ofRow(row, startOf(result.placeOf(row)).line)),
  };
}

function ofError({ code, message, span, remedy }: TidewaiterError): JsonObject {
  const place = span && { file: span.source.file, ...startOf(span) };
  return { code, message, ...(remedy === undefined ? {} : { remedy }), ...place };
}

function ofRow({ index, policy, rule, want, passed, lines }: RowResult, line: number): JsonObject {
  return { index, line, policy, rule, want, passed, lines: lines.map(ofLine) };
}

function ofLine(line: LineResult): JsonObject {
  return { ...withoutUndefined(line) };
}
