import type { TidewaiterError } from '../errors/tidewaiter-error.ts';
import type { ReportedFinding } from '../model/finding.ts';
import type { Preview } from '../model/review.ts';
import { sortFindings } from './select-findings.ts';

/** What the pull request's own gate would find that the base's does not, and the other way round. */
export function comparePreview(
  before: readonly ReportedFinding[],
  after: readonly ReportedFinding[],
  problems: readonly TidewaiterError[],
): Preview {
  return {
    appearing: sortFindings(without(after, before)),
    disappearing: sortFindings(without(before, after)),
    problems,
  };
}

function without(findings: readonly ReportedFinding[], others: readonly ReportedFinding[]) {
  const known = new Set(others.map(({ fingerprint }) => fingerprint));
  return findings.filter(({ fingerprint }) => !known.has(fingerprint));
}
