import type { Instant } from '../model/engine.ts';
import type { Exemption } from '../model/exemption.ts';
import { matchExemptions } from '../policy/match-exemptions.ts';
import type { JudgedFinding } from './judged-finding.ts';

/** The findings, each with the exemption that is about it, whether it holds or has run out. */
export function exemptFindings(
  findings: readonly JudgedFinding[],
  exemptions: readonly Exemption[],
  now: Instant,
): readonly JudgedFinding[] {
  if (exemptions.length === 0) return findings;
  const exemptionOf = matchExemptions(exemptions, now);
  return findings.map((finding) => {
    const exemption = exemptionOf(finding);
    return exemption ? finding.withExemption(exemption) : finding;
  });
}

/** The exemptions that none of the findings has. Of a run that did not judge everything they say nothing. */
export function unusedExemptions(
  exemptions: readonly Exemption[],
  findings: readonly Pick<JudgedFinding, 'exemption'>[],
): readonly Exemption[] {
  const used = new Set(findings.map(({ exemption }) => exemption?.exemption));
  return exemptions.filter((exemption) => !used.has(exemption));
}
