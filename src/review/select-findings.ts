import { compareText } from '../base/compare-text.ts';
import type { Finding } from '../model/finding.ts';
import type { Review } from '../model/review.ts';
import type { Configuration } from '../policy/configuration.ts';

/** The findings that the report's scope shows, and how many more there are. */
export function selectFindings(
  findings: readonly Finding[],
  scope: Configuration['report'],
): { readonly shown: readonly Finding[]; readonly hidden: Review['hidden'] } {
  const shown = findings.filter(({ status }) => (scope === 'new' ? status === 'new' : status !== 'fixed'));
  const hidden = { new: 0, existing: 0, fixed: 0 };
  const visible = new Set(shown);
  for (const finding of findings) if (!visible.has(finding)) hidden[finding.status]++;
  return { shown, hidden };
}

/** Worst first: by level, new before existing, then by file and place. */
export function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted(
    (left, right) =>
      LEVELS.indexOf(left.level) - LEVELS.indexOf(right.level) ||
      STATUSES.indexOf(left.status) - STATUSES.indexOf(right.status) ||
      compareText(left.manifest.origin.source.file, right.manifest.origin.source.file) ||
      left.location.span.start - right.location.span.start ||
      compareText(left.policy, right.policy) ||
      compareText(left.rule, right.rule) ||
      compareText(left.fingerprint, right.fingerprint),
  );
}

const LEVELS: readonly Finding['level'][] = ['enforce', 'warn', 'audit'];
const STATUSES: readonly Finding['status'][] = ['new', 'existing', 'fixed'];
