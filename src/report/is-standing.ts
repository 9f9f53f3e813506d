import type { ReportedFinding } from '../model/finding.ts';
import { isExempted } from '../review/is-exempted.ts';

/** Whether a finding is still to be mended: neither fixed by the change nor exempted. */
export function isStanding(finding: Pick<ReportedFinding, 'status' | 'exemption'>): boolean {
  return finding.status !== 'fixed' && !isExempted(finding);
}
