import type { ReportedFinding } from '../../src/model/finding.ts';
import type { Review } from '../../src/model/review.ts';
import { describeScope } from '../../src/policy/describe-exemption.ts';
import { isExempted } from '../../src/review/is-exempted.ts';
import type { ExemptionsOfBranch } from '../store/exemptions.ts';
import type { FindingCount, Judgement } from '../store/judgement.ts';
import type { Case } from './case.ts';

/** A review as it is remembered: numbers and names, nothing of manifests. */
export function judgementOf(judged: Case, review: Review, steps: Judgement['steps']): Judgement {
  const { decision, reasons, blocking, counts, notJudged } = review;
  return {
    ...aboutCase(judged),
    outcome: { kind: 'decided', decision, reasons, blocking },
    steps,
    findings: countFindings(review.findings),
    counts: { files: counts.files, objects: counts.objects, policies: counts.policies, notJudged: notJudged.length },
  };
}

/** What the branch exempts, by which the review went. */
export function exemptionsOf({ owner, repo, baseBranch, startedAt }: Case, { exemptions }: Review): ExemptionsOfBranch {
  return {
    repository: `${owner}/${repo}`,
    baseBranch,
    readAt: startedAt,
    exemptions: exemptions.map((exemption) => {
      const { policy, reason, until, approvedBy } = exemption;
      const objects = describeScope(exemption);
      return { policy, objects, reason, until, ...(approvedBy !== undefined && { approvedBy }) };
    }),
  };
}

/** Where nothing was to be judged. */
export function skippedJudgement(judged: Case, reason: string, steps: Judgement['steps']): Judgement {
  return { ...aboutCase(judged), ...NOTHING_FOUND, outcome: { kind: 'skipped', reason }, steps };
}

/** @param steps as far as it came */
export function failedJudgement(judged: Case, reason: string, steps: Judgement['steps']): Judgement {
  return { ...aboutCase(judged), ...NOTHING_FOUND, outcome: { kind: 'failed', reason }, steps };
}

const NOTHING_FOUND = {
  findings: [],
  counts: { files: 0, objects: 0, policies: 0, notJudged: 0 },
} as const;

function aboutCase({ owner, repo, number, queuedNumber, headSha, baseBranch, baseSha, startedAt }: Case) {
  return {
    repository: `${owner}/${repo}`,
    ...(number !== undefined && { number }),
    ...(queuedNumber !== undefined && { queuedNumber }),
    headSha,
    baseBranch,
    baseSha,
    startedAt,
  };
}

function countFindings(findings: readonly ReportedFinding[]): readonly FindingCount[] {
  const groups = Map.groupBy(findings, ({ policy, rule, level, status }) =>
    JSON.stringify([policy, rule, level, status]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { policy, rule, level, status } = first;
    return {
      policy,
      rule,
      level,
      status,
      count: group.length,
      suggested: group.filter(({ mending }) => mending.outcome === 'suggestion').length,
      exempted: group.filter(isExempted).length,
    };
  });
}
