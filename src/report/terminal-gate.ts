import type { TidewaiterError } from '../errors/tidewaiter-error.ts';
import type { ReportedFinding } from '../model/finding.ts';
import type { GateChange, Preview } from '../model/review.ts';
import { visible } from '../text/visible.ts';
import { clipText } from './clip-text.ts';
import type { ReportOptions } from './report-options.ts';
import { findingItem, placeOf } from './terminal-item.ts';
import { wrapText } from './wrap-text.ts';

/** What the pull request changes about the gate that judges it. */
export function gateChangesSection(
  changes: readonly GateChange[],
  { palette, width }: ReportOptions,
): readonly string[] {
  if (changes.length === 0) return [];
  return [
    palette.yellow(palette.bold('This pull request changes its own gate')),
    ...changes.flatMap(({ text, file, line }) => [
      ...wrapText(visible(text), width - 2).map((part) => `  ${part}`),
      `    ${palette.cyan(`${visible(file)}:${line}`)}`,
    ]),
  ];
}

/** What the gate would say if it were already as the pull request makes it. */
export function previewSection(preview: Preview, options: ReportOptions): readonly string[] {
  const { palette } = options;
  const { appearing, disappearing, problems } = preview;
  const isEmpty = appearing.length + disappearing.length + problems.length === 0;
  return [
    palette.bold('Preview of the changed gate, decides nothing'),
    ...(isEmpty ? ['  It would find the same.'] : []),
    ...problems.flatMap((problem) => problemLines(problem, options)),
    ...findingItems('would be found', appearing, options),
    ...findingItems('would be found no longer', disappearing, options),
  ];
}

function problemLines({ code, message, span }: TidewaiterError, { palette, width }: ReportOptions): readonly string[] {
  return [
    `  ${palette.red('✖ error')}  ${code}`,
    ...wrapText(visible(clipText(message)), width - 4).map((text) => `    ${text}`),
    ...(span ? [`    ${palette.cyan(placeOf(span))}`] : []),
  ];
}

/** A changed policy may touch everything: the first say what it is about. */
const MAX_ITEMS = 10;

function findingItems(
  heading: string,
  findings: readonly ReportedFinding[],
  { palette, showAll }: ReportOptions,
): readonly string[] {
  if (findings.length === 0) return [];
  const shown = showAll ? findings : findings.slice(0, MAX_ITEMS);
  const more = findings.length - shown.length;
  return [
    `  ${heading}: ${findings.length}`,
    ...shown.map((finding) => `    ${findingItem(finding, palette)}`),
    ...(more > 0 ? [palette.dim(`    and ${more} more (--all names them)`)] : []),
  ];
}
