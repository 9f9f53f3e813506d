import { startOf } from '../text/position.ts';
import { countSuites, type SuiteResult } from './suite-result.ts';

/** The results of suites for a program: suites, rows, lines as they are, and the counts. */
export function renderJson(results: readonly SuiteResult[], milliseconds: number): string {
  const suites = results.map(({ file, name, passed, problems, notes, rows }) => ({
    file,
    name,
    passed,
    problems: problems.map(({ code, message, span }) => ({
      code,
      message,
      ...(span === undefined ? {} : { file: span.source.file, ...startOf(span) }),
    })),
    notes,
    rows,
  }));
  const document = { schemaVersion: 1, counts: countSuites(results), suites, durationMs: Math.round(milliseconds) };
  return `${JSON.stringify(document, null, 2)}\n`;
}
