import { compareText } from '../base/compare-text.ts';
import type { ReportedFinding } from '../model/finding.ts';
import type { Review } from '../model/review.ts';
import type { Configuration } from '../policy/configuration.ts';
import { isExempted } from './is-exempted.ts';

/** The findings that the report's scope shows, and how many more there are. */
export function selectFindings<Some extends Pick<ReportedFinding, 'status'>>(
  findings: readonly Some[],
  scope: Configuration['report'],
): { readonly shown: readonly Some[]; readonly hidden: Review['hidden'] } {
  const shown: Some[] = [];
  const hidden = { new: 0, existing: 0, fixed: 0 };
  for (const finding of findings) {
    const { status } = finding;
    if (scope === 'new' ? status === 'new' : status !== 'fixed') shown.push(finding);
    else hidden[status]++;
  }
  return { shown, hidden };
}

/** Worst first: by level, new before existing, then by file and place. What is exempted comes last. */
export function sortFindings(findings: readonly ReportedFinding[]): readonly ReportedFinding[] {
  return findings.toSorted(
    (left, right) =>
      Number(isExempted(left)) - Number(isExempted(right)) ||
      LEVELS.indexOf(left.level) - LEVELS.indexOf(right.level) ||
      STATUSES.indexOf(left.status) - STATUSES.indexOf(right.status) ||
      compareText(left.location.span.source.file, right.location.span.source.file) ||
      left.location.span.start - right.location.span.start ||
      compareText(left.policy, right.policy) ||
      compareText(left.rule, right.rule) ||
      compareText(left.fingerprint, right.fingerprint),
  );
}

const LEVELS: readonly ReportedFinding['level'][] = ['enforce', 'warn', 'audit'];
const STATUSES: readonly ReportedFinding['status'][] = ['new', 'existing', 'fixed'];
