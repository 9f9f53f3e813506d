import type { ReportedFinding } from '../model/finding.ts';

/** Whether an exemption that still holds is about a finding: it is told and does not count. */
export function isExempted({ exemption }: Pick<ReportedFinding, 'exemption'>): boolean {
  return exemption?.state === 'active';
}
