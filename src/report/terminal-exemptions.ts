import { countOf } from '../base/count-of.ts';
import type { Exemption } from '../model/exemption.ts';
import type { ReportedFinding } from '../model/finding.ts';
import { describeExemption } from '../policy/describe-exemption.ts';
import { isExempted } from '../review/is-exempted.ts';
import { visible } from '../text/visible.ts';
import { exemptionLine } from './finding-words.ts';
import type { ReportOptions } from './report-options.ts';
import { findingItem, placeOf } from './terminal-item.ts';
import { wrapText } from './wrap-text.ts';

/** What its owners have agreed to live with: a line each, and why. */
export function exemptedSection(
  findings: readonly ReportedFinding[],
  { palette, width }: ReportOptions,
): readonly string[] {
  const exempted = findings.filter(isExempted);
  if (exempted.length === 0) return [];
  return [
    palette.bold(`Exempted: ${countOf(exempted.length, 'finding')}`),
    ...exempted.flatMap((finding) => [
      `  ${findingItem(finding, palette)}`,
      ...(finding.exemption ? wrapText(visible(exemptionLine(finding.exemption)), width - 4) : []).map(
        (text) => `    ${text}`,
      ),
    ]),
  ];
}

/** Entries that are about no finding any more. */
export function unusedExemptionsSection(
  exemptions: readonly Exemption[],
  { palette, width }: ReportOptions,
): readonly string[] {
  if (exemptions.length === 0) return [];
  return [
    palette.yellow(palette.bold(`${countOf(exemptions.length, 'exemption')} without a finding`)),
    ...exemptions.flatMap((exemption) => [
      ...wrapText(visible(describeExemption(exemption)), width - 2).map((text) => `  ${text}`),
      `    ${palette.cyan(placeOf(exemption.span))}`,
    ]),
  ];
}
