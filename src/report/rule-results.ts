import { identityOf } from '../manifests/identity.ts';
import type { ReportedFinding } from '../model/finding.ts';
import type { OtherVerdict, Review } from '../model/review.ts';
import { isExempted } from '../review/is-exempted.ts';
import { exemptionLine } from './finding-words.ts';

/** What one rule says of one object, with all of its findings together: what is counted where passes count, too. */
export type RuleResult = Pick<OtherVerdict, 'engine' | 'policy' | 'policyId' | 'rule' | 'object' | 'file'> &
  (
    | { readonly outcome: 'pass' }
    | { readonly outcome: 'skip'; readonly reason: string }
    | { readonly outcome: 'found'; readonly findings: readonly [ReportedFinding, ...ReportedFinding[]] }
  );

/** The results of a review: those with findings first, worst first. What the change has fixed is none. */
export function ruleResults(review: Review): readonly RuleResult[] {
  const open = review.findings.filter(({ status }) => status !== 'fixed');
  const found = [...Map.groupBy(open, (finding) => keyOf(finding, finding.origin.source.file)).values()];
  const known = new Set(open.map((finding) => keyOf(finding, finding.origin.source.file)));
  return [
    ...found.flatMap(([first, ...others]) => (first ? [ofFindings([first, ...others])] : [])),
    // A rule may pass and have findings all the same: that it changes something, or that it tolerates what was so before.
    ...review.otherVerdicts.filter((verdict) => !known.has(keyOf(verdict, verdict.file))).map(ofVerdict),
  ];
}

function keyOf({ policyId, rule, object }: Pick<RuleResult, 'policyId' | 'rule' | 'object'>, file: string): string {
  return JSON.stringify([policyId, rule, identityOf(object), file]);
}

function ofFindings(findings: readonly [ReportedFinding, ...ReportedFinding[]]): RuleResult {
  const [finding] = findings;
  const { engine, policy, policyId, rule, object, origin } = finding;
  const about = { engine, policy, policyId, rule, object, file: origin.source.file };
  const [first, ...others] = findings.filter((each) => !isExempted(each));
  if (first) return { ...about, outcome: 'found', findings: [first, ...others] };
  return { ...about, outcome: 'skip', reason: finding.exemption ? exemptionLine(finding.exemption) : '' };
}

function ofVerdict({ outcome, reason, ...about }: OtherVerdict): RuleResult {
  return outcome === 'pass' ? { ...about, outcome } : { ...about, outcome, reason };
}
