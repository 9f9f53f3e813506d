import { assertNever } from '../base/assert-never.ts';
import { countOf } from '../base/count-of.ts';
import { formatCount } from '../base/format-count.ts';
import type { AppliedExemption } from '../model/exemption.ts';
import type { ReportedFinding } from '../model/finding.ts';
import type { Counts } from '../model/review.ts';

/** `disallow-privileged/privileged-containers`. */
export function nameOfRule(finding: Pick<ReportedFinding, 'policy' | 'rule'>): string {
  return finding.rule === finding.policy ? finding.policy : `${finding.policy}/${finding.rule}`;
}

/** Why, as the rule's author says it: what the engine adds of its own, the rule and the path, a report tells beside it. */
export function reasonOf({ message, authoredMessage }: Pick<ReportedFinding, 'message' | 'authoredMessage'>): string {
  return authoredMessage ?? message;
}

/** What kind of answer a finding is, where it is not simply a violation. */
export function outcomeWord(outcome: ReportedFinding['outcome']): string | undefined {
  switch (outcome) {
    case 'fail':
      return undefined;
    case 'mutate':
      return 'admission would change this';
    case 'error':
      return 'the policy could not be evaluated';
    case 'unknown':
      return 'only a live cluster can tell';
    default:
      return assertNever(outcome);
  }
}

/** `exempted until 2027-03-31 by octocat: the image writes to /tmp`; `was exempted` once that day is over. */
export function exemptionLine({ state, exemption }: AppliedExemption): string {
  const by = exemption.approvedBy === undefined ? '' : ` by ${exemption.approvedBy}`;
  return `${state === 'active' ? 'exempted' : 'was exempted'} until ${exemption.until}${by}: ${exemption.reason}`;
}

/** `41 evaluations: 30 pass, 2 fail, 9 skip`. */
export function evaluationsOf(counts: Counts): string {
  const outcomes = (['pass', 'fail', 'skip', 'error', 'unknown'] as const)
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => `${formatCount(counts[outcome])} ${outcome}`);
  return `${countOf(counts.evaluations, 'evaluation')}${outcomes.length > 0 ? `: ${outcomes.join(', ')}` : ''}`;
}

export function durationOf(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(2)} s`;
}

/** The one line that says what was proven: `proven: 1 violation gone, 0 new, 12 policies re-run, idempotent`. */
export function proofLine(proof: {
  readonly gone: number;
  readonly added: 0;
  readonly policiesRun: number;
  readonly idempotent: true;
  readonly isOneOfSeveral?: true;
}): string {
  const { gone, added, policiesRun, isOneOfSeveral } = proof;
  const others = isOneOfSeveral ? '; one way of several' : '';
  return `proven: ${countOf(gone, 'violation')} gone, ${added} new, ${countOf(policiesRun, 'policy', 'policies')} re-run, idempotent${others}`;
}
