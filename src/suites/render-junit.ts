import { type JunitAnswer, type JunitCase, problemCase, writeJunit } from '../report/junit-document.ts';
import { failuresOnly } from './failures-only.ts';
import { lineOf } from './places.ts';
import type { SuiteReporter } from './suite-report.ts';
import type { LineResult, RowResult, SuiteResult } from './suite-result.ts';

/**
 * The results of suites as JUnit's XML: a test suite a suite, a test case a comparison. What could not be judged is an error; where
 * nothing was compared the case is skipped. Where suites are run strictly, a trap is a failure.
 */
export const renderJunit: SuiteReporter = ({ results, milliseconds }, { failOnly, strict }) => {
  const shown = failOnly ? failuresOnly(results) : results;
  return writeJunit(
    shown.map((result) => ({ name: nameOf(result), cases: casesOf(result, strict) })),
    milliseconds,
  );
};

function nameOf({ file, name }: SuiteResult): string {
  return name === '' ? file : `${file}: ${name}`;
}

function casesOf(result: SuiteResult, strict: boolean): readonly JunitCase[] {
  return [
    ...result.problems.map((problem) => problemCase(problem)),
    ...(strict ? result.traps : []).map((trap) => problemCase(trap, 'failure')),
    ...result.rows.flatMap((row) => row.lines.map((line) => caseOf(result, row, line))),
  ];
}

function caseOf(result: SuiteResult, row: RowResult, line: LineResult): JunitCase {
  const name = `${row.policy}/${line.rule || row.rule || '*'}: ${line.object}: ${row.want}`;
  return { name, answer: answerOf(line, row.want, () => lineOf(result.placeOf(row))) };
}

function answerOf({ outcome, got, reason, diff = [] }: LineResult, want: string, place: () => string): JunitAnswer {
  switch (outcome) {
    case 'ok':
      return { kind: 'passed' };
    case 'excluded':
    case 'dropped':
      return { kind: 'skipped', message: `nothing was compared: ${reason}` };
    case 'wrong':
    case 'not-found':
    case 'unsupported': {
      const text = [reason === '' ? place() : `${place()}: ${reason}`, ...diff].join('\n');
      const kind = outcome === 'unsupported' ? 'error' : 'failure';
      return { kind, type: outcome, message: `want ${want}, got ${got}`, text };
    }
  }
}
