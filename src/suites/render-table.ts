import { startOf } from '../text/position.ts';
import { visible } from '../text/visible.ts';
import { countSuites, isSuccess, type LineResult, type RowResult, type SuiteResult } from './suite-result.ts';

type Style = (text: string) => string;

/** How words are set apart; a terminal's colours, or nothing. */
export interface TableStyles {
  readonly bold: Style;
  readonly dim: Style;
  readonly red: Style;
  readonly yellow: Style;
  readonly green: Style;
}

export interface TableOptions {
  readonly styles: TableStyles;
  /** Leave out suites and lines that succeeded. */
  readonly failOnly: boolean;
  readonly milliseconds: number;
}

/** The results of suites for a terminal: a table each, one line a comparison, and a summary. */
export function renderTable(results: readonly SuiteResult[], options: TableOptions): string {
  const shown = options.failOnly ? results.filter(({ passed }) => !passed) : results;
  const suites = shown.map((result) => renderSuite(result, options));
  return `${[...suites, renderSummary(results, options)].join('\n\n')}\n`;
}

function renderSuite(result: SuiteResult, { styles, failOnly }: TableOptions): string {
  const { file, name, rows, problems, notes, passed } = result;
  const sign = passed ? styles.green('✔') : styles.red('✖');
  const lines = rows
    .flatMap((row) => row.lines.map((line) => ({ row, line })))
    .filter(({ line }) => !failOnly || !isSuccess(line));
  return [
    `${sign} ${styles.bold(visible(file))} ${styles.dim(visible(name))}`,
    ...problems.map(({ message, span, remedy }) => {
      const place = span ? `${span.source.file}:${startOf(span).line}:${startOf(span).column}: ` : '';
      return `  ${styles.red('error')} ${visible(place + message)}${remedy === undefined ? '' : `\n    → ${visible(remedy)}`}`;
    }),
    ...notes.map((note) => `  ${styles.yellow('note')} ${visible(note)}`),
    ...alignColumns(lines.map(({ row, line }) => cellsOf(row, line))).map((text, index) => {
      const { row, line } = lines[index] ?? {};
      return row && line ? `  ${colourOf(line, styles)(signOf(line))} ${text}${detailsOf(row, line)}` : text;
    }),
  ].join('\n');
}

function cellsOf({ policy, rule }: RowResult, line: LineResult): readonly string[] {
  return [visible(policy), visible(line.rule || rule || '*'), visible(line.object), wordOf(line)];
}

function wordOf({ outcome, got }: LineResult): string {
  switch (outcome) {
    case 'ok':
      return got;
    case 'wrong':
      return 'wrong';
    case 'excluded':
      return 'excluded';
    case 'not-found':
      return 'not found';
    case 'unsupported':
      return 'not judged';
  }
}

function detailsOf({ want }: RowResult, { outcome, got, reason }: LineResult): string {
  if (outcome === 'ok' || outcome === 'excluded') return '';
  return `  want ${visible(want)}, got ${got}${reason === '' ? '' : `: ${visible(reason)}`}`;
}

function signOf({ outcome }: LineResult): string {
  return outcome === 'ok' ? '✔' : outcome === 'excluded' ? '·' : '✖';
}

function colourOf({ outcome }: LineResult, styles: TableStyles): Style {
  return outcome === 'ok' ? styles.green : outcome === 'excluded' ? styles.dim : styles.red;
}

function alignColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function renderSummary(results: readonly SuiteResult[], { styles, milliseconds }: TableOptions): string {
  const counts = countSuites(results);
  const failed = counts.suites - counts.suitesPassed;
  const verdict =
    failed === 0 ? styles.green('passed') : styles.red(`failed: ${failed} of ${counts.suites} suites; passed`);
  const lines = [
    `${styles.bold(verdict)}: ${counts.suitesPassed} of ${counts.suites} suites, ${counts.rowsPassed} of ${counts.rows} rows, in ${Math.round(milliseconds)} ms`,
  ];
  if (counts.excluded > 0) {
    lines.push(
      `${styles.yellow('excluded')}: ${counts.excluded} of ${counts.lines} comparisons counted as success although no rule answered; the object is not matched, or the rule's name is wrong`,
    );
  }
  return lines.join('\n');
}
