import type { ReportedFinding } from '../model/finding.ts';
import type { Level } from '../model/verdict.ts';

/** How loudly another program is told of a finding. */
export type Severity = 'error' | 'warning' | 'note';

const SEVERITIES: { readonly [level in Level]: Severity } = { enforce: 'error', warn: 'warning', audit: 'note' };

/** As its level has it; but what only a live cluster could tell is nobody's error, and at most a warning. */
export function severityOf({ level, outcome }: Pick<ReportedFinding, 'level' | 'outcome'>): Severity {
  return outcome === 'unknown' && level === 'enforce' ? 'warning' : SEVERITIES[level];
}
