import { countOf } from '../base/count-of.ts';
import { formatCount } from '../base/format-count.ts';
import type { TidewaiterError } from '../errors/tidewaiter-error.ts';
import type { Palette } from '../report/palette.ts';
import { textWidth } from '../report/text-width.ts';
import { visible } from '../text/visible.ts';
import { clipDiff } from './clip-diff.ts';
import { failuresOnly } from './failures-only.ts';
import { lineOf, nameOfRule } from './places.ts';
import type { SuiteReport, SuiteReporter, SuiteReportOptions } from './suite-report.ts';
import { countSuites, isSuccess, type LineResult, type RowResult, type SuiteResult } from './suite-result.ts';

/**
 * The results of suites for a terminal. A suite that passed is one line, unless it is alone or details are asked for; one that failed is a
 * table, one line a comparison. What failed stands last, next to the summary: where many suites are run, that is what is read.
 */
export const renderTable: SuiteReporter = (report, options) => {
  const { results } = report;
  const open = options.detailed || results.length === 1;
  const passed = options.failOnly ? [] : results.filter((result) => result.passed);
  const failed = (options.failOnly ? failuresOnly(results) : results).filter((result) => !result.passed);
  const blocks = [
    ...(open ? passed.map((result) => renderSuite(result, options)) : [renderPassed(passed, options)]),
    ...failed.map((result) => renderSuite(result, options)),
    renderSummary(report, options),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
};

function renderPassed(passed: readonly SuiteResult[], { palette }: SuiteReportOptions): string {
  return passed
    .map((result) => `${heading(result, palette)} ${palette.dim(countOf(result.rows.length, 'row'))}`)
    .join('\n');
}

function heading({ file, name, passed }: SuiteResult, { green, red, bold, dim }: Palette): string {
  return `${passed ? green('✔') : red('✖')} ${bold(visible(file))} ${dim(visible(name))}`;
}

function renderSuite(result: SuiteResult, options: SuiteReportOptions): string {
  const { palette, strict } = options;
  const lines = result.rows.flatMap((row) => row.lines.map((line) => ({ row, line })));
  const cells = alignColumns(lines.map(({ row, line }) => cellsOf(row, line)));
  return [
    heading(result, palette),
    ...result.problems.flatMap((problem) => renderError(problem, palette.red('error'))),
    ...result.traps.flatMap((trap) => renderError(trap, strict ? palette.red('trap') : palette.yellow('trap'))),
    ...result.notes.map((note) => `  ${palette.yellow('note')} ${visible(note)}`),
    ...lines.flatMap(({ row, line }, index) => [
      `  ${colourOf(line, palette)(signOf(line))} ${cells[index] ?? ''}${resultOf(row, line, palette)}`,
      ...detailsOf(result, row, line, options),
    ]),
  ].join('\n');
}

function renderError({ message, span, remedy }: TidewaiterError, label: string): readonly string[] {
  const place = span === undefined ? '' : `${lineOf(span)}: `;
  const lines = [`  ${label} ${visible(place + message)}`];
  return remedy === undefined ? lines : [...lines, `    → ${visible(remedy)}`];
}

function cellsOf({ policy, rule }: RowResult, line: LineResult): readonly string[] {
  return [policy, line.rule || rule || '*', line.object].map((cell) => visible(cell));
}

function alignColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => textWidth(row[column] ?? ''))));
  return rows.map((row) =>
    row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - textWidth(cell) + 2)).join(''),
  );
}

function signOf({ outcome }: LineResult): string {
  return outcome === 'ok' ? '✔' : outcome === 'excluded' || outcome === 'dropped' ? '·' : '✖';
}

function colourOf({ outcome }: LineResult, palette: Palette): (text: string) => string {
  return outcome === 'ok' ? palette.green : outcome === 'excluded' || outcome === 'dropped' ? palette.dim : palette.red;
}

function resultOf({ want }: RowResult, { outcome, got }: LineResult, palette: Palette): string {
  switch (outcome) {
    case 'ok':
      return visible(got);
    case 'excluded':
      return palette.dim('excluded');
    case 'dropped':
      return palette.dim('not compared');
    case 'wrong':
      return palette.red(`want ${visible(want)}, got ${visible(got)}`);
    case 'not-found':
      return palette.red('not found');
    case 'unsupported':
      return palette.red('not judged');
  }
}

function detailsOf(
  result: SuiteResult,
  row: RowResult,
  line: LineResult,
  { palette, detailed }: SuiteReportOptions,
): readonly string[] {
  const reason = visible(line.reason);
  if (isSuccess(line)) return detailed && reason !== '' ? [`      ${palette.dim(reason)}`] : [];
  const place = palette.dim(visible(lineOf(result.placeOf(row))) + (reason === '' ? '' : ':'));
  return [
    `      ${place} ${reason}`.trimEnd(),
    ...(line.diff === undefined ? [] : [`      ${palette.red('- wanted')} ${palette.green('+ made')}`]),
    ...clipDiff(line.diff ?? []).map((text) => `      ${colourOfDiff(text, palette)(visible(text))}`),
  ];
}

function colourOfDiff(line: string, { red, green, cyan, dim }: Palette): (text: string) => string {
  if (line.startsWith('-')) return red;
  if (line.startsWith('+')) return green;
  return line.startsWith('@@') ? cyan : dim;
}

function renderSummary(report: SuiteReport, options: SuiteReportOptions): string {
  const { palette } = options;
  const { suites, suitesPassed, rows, rowsPassed, lines, excluded, traps } = countSuites(report.results);
  const failed = suites - suitesPassed;
  const verdict = failed === 0 ? palette.bold(palette.green('passed')) : palette.bold(palette.red('failed'));
  const counts =
    failed === 0
      ? [of(suitesPassed, suites, 'suite'), of(rowsPassed, rows, 'row')]
      : [of(failed, suites, 'suite'), of(rows - rowsPassed, rows, 'row')];
  if (options.strict && traps > 0) counts.push(countOf(traps, 'trap'));
  const summary = [`${verdict}: ${counts.join(', ')}, in ${formatCount(Math.round(report.milliseconds))} ms`];
  if (excluded > 0)
    summary.push(
      `${palette.yellow('nothing compared')}: ${of(excluded, lines, 'comparison')} counted as success although no answer was compared`,
    );
  if (traps > 0 && !options.strict)
    summary.push(
      `${palette.yellow('traps')}: ${countOf(traps, 'place')} where a suite checks something else than it says, or nothing; --strict names them`,
    );
  if (options.strict) summary.push(...renderCoverage(report, palette));
  return summary.join('\n');
}

function of(some: number, all: number, noun: string): string {
  return `${formatCount(some)} of ${countOf(all, noun)}`;
}

function renderCoverage({ coverage }: SuiteReport, palette: Palette): readonly string[] {
  if (coverage === undefined || coverage.rules === 0) return [];
  const { rules, exercised, missing } = coverage;
  const label = missing.length === 0 ? palette.green('coverage') : palette.yellow('coverage');
  return [
    `${label}: ${of(exercised, rules, 'rule')} exercised by a row${missing.length === 0 ? '' : ', and not'}`,
    ...missing.map((each) => `  ${visible(nameOfRule(each))} ${palette.dim(visible(lineOf(each.locate())))}`),
  ];
}
