import { countOf } from '../base/count-of.ts';
import { formatCount } from '../base/format-count.ts';
import type { TidewaiterError } from '../errors/tidewaiter-error.ts';
import { escapeMarkdown, markdownBlock, markdownCode } from '../report/escape-markdown.ts';
import { clipDiff } from './clip-diff.ts';
import { failuresOnly } from './failures-only.ts';
import { lineOf, nameOfRule } from './places.ts';
import type { SuiteReport, SuiteReporter, SuiteReportOptions } from './suite-report.ts';
import { countSuites, type LineResult, type RowResult, type SuiteResult } from './suite-result.ts';

/** The results of suites for a comment or a step's summary: the verdict, what failed with its differences, and folded what passed. */
export const renderMarkdown: SuiteReporter = (report, options) => {
  const shown = options.failOnly ? failuresOnly(report.results) : report.results;
  const failed = shown.filter(({ passed }) => !passed);
  const passed = shown.filter((result) => result.passed);
  const blocks = [
    ...verdict(report),
    ...failed.flatMap((result) => suiteBlocks(result, options)),
    ...(passed.length === 0 ? [] : passedBlocks(passed)),
    ...(options.strict ? coverageBlocks(report) : []),
  ];
  return `${blocks.join('\n\n')}\n`;
};

function verdict({ results }: SuiteReport): readonly string[] {
  const { suites, suitesPassed, rows, rowsPassed, lines, excluded } = countSuites(results);
  const failed = suites - suitesPassed;
  const title =
    failed === 0
      ? '✅ Policy tests passed'
      : `❌ Policy tests: ${formatCount(failed)} of ${countOf(suites, 'suite')} failed`;
  const counts = [
    `${formatCount(suitesPassed)} of ${countOf(suites, 'suite')}`,
    `${formatCount(rowsPassed)} of ${countOf(rows, 'row')}`,
  ];
  if (excluded > 0) counts.push(`nothing compared in ${formatCount(excluded)} of ${countOf(lines, 'comparison')}`);
  return [`## ${title}`, counts.join(' · ')];
}

function suiteBlocks(result: SuiteResult, { strict }: SuiteReportOptions): readonly string[] {
  const lines = result.rows.flatMap((row) => row.lines.map((line) => ({ row, line })));
  const errors = [...result.problems, ...(strict ? result.traps : [])];
  const rows = lines.map(({ row, line }) => tableRow(result, row, line));
  return [
    `### ${markdownCode(result.file)} ${escapeMarkdown(result.name)}`.trimEnd(),
    ...(errors.length === 0 ? [] : [errors.map(errorItem).join('\n')]),
    ...(rows.length === 0 ? [] : [[...TABLE_HEAD, ...rows].join('\n')]),
    ...lines.flatMap(({ line }) => diffBlock(line)),
  ];
}

function errorItem({ message, span, remedy }: TidewaiterError): string {
  const place = span === undefined ? '' : `${markdownCode(lineOf(span))} `;
  return `- ${place}${escapeMarkdown(message)}${remedy === undefined ? '' : ` → ${escapeMarkdown(remedy)}`}`;
}

const TABLE_HEAD = ['| | line | policy | rule | object | want | got |', '|---|---|---|---|---|---|---|'];

function tableRow(result: SuiteResult, row: RowResult, line: LineResult): string {
  const code = (text: string) => (text === '' ? '' : markdownCode(text, 'table'));
  const reason = line.outcome === 'ok' || line.reason === '' ? '' : `: ${escapeMarkdown(line.reason)}`;
  const place = lineOf(result.placeOf(row)).slice(result.file.length + 1);
  const cells = [
    SIGNS[line.outcome],
    place,
    code(row.policy),
    code(line.rule || row.rule),
    code(line.object),
    escapeMarkdown(row.want),
    `${escapeMarkdown(WORDS[line.outcome] ?? line.got)}${reason}`,
  ];
  return `| ${cells.join(' | ')} |`;
}

const SIGNS: Readonly<Record<LineResult['outcome'], string>> = {
  ok: '✅',
  wrong: '❌',
  excluded: '➖',
  dropped: '➖',
  'not-found': '❌',
  unsupported: '❌',
};

const WORDS: { readonly [Outcome in LineResult['outcome']]?: string } = {
  excluded: 'excluded',
  dropped: 'not compared',
  'not-found': 'not found',
  unsupported: 'not judged',
};

function diffBlock({ diff, object }: LineResult): readonly string[] {
  return diff === undefined ? [] : [escapeMarkdown(object), markdownBlock('diff', clipDiff(diff)).join('\n')];
}

function passedBlocks(passed: readonly SuiteResult[]): readonly string[] {
  const items = passed.map(
    ({ file, name, rows }) => `- ${markdownCode(file)} ${escapeMarkdown(name)}, ${countOf(rows.length, 'row')}`,
  );
  return [`<details><summary>${countOf(passed.length, 'suite')} passed</summary>`, items.join('\n'), '</details>'];
}

function coverageBlocks({ coverage }: SuiteReport): readonly string[] {
  if (coverage === undefined || coverage.missing.length === 0) return [];
  const items = coverage.missing.map(
    (each) => `- ${markdownCode(nameOfRule(each))} ${markdownCode(lineOf(each.locate()))}`,
  );
  const count = `${formatCount(coverage.missing.length)} of ${countOf(coverage.rules, 'rule')}`;
  return [`<details><summary>${count} exercised by no row</summary>`, items.join('\n'), '</details>'];
}
