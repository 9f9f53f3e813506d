import { changeFinding } from '../admission/compare-with-base.ts';
import { describeObject } from '../admission/findings.ts';
import type { JudgedChange } from '../admission/judge-change.ts';
import { contentHash } from '../base/content-hash.ts';
import type { TidewaiterError } from '../errors/tidewaiter-error.ts';
import type { AssumedScope } from '../manifests/load-manifests.ts';
import type { Finding } from '../model/finding.ts';
import type { NotJudged } from '../model/manifest.ts';
import type { Counts, OtherVerdict, Review } from '../model/review.ts';
import type { Configuration } from '../policy/configuration.ts';
import { count } from './count.ts';
import { decide } from './decide.ts';
import { sortFindings } from './select-findings.ts';

/** What a review is composed of. */
export interface Judgement {
  readonly configuration: Pick<Configuration, 'failOn' | 'onUnknown' | 'mode'>;
  readonly base?: string;
  readonly head: string;
  readonly judged: readonly JudgedChange[];
  /** Those that are shown, mended as far as can be proven. */
  readonly shown: readonly Finding[];
  readonly hidden: Review['hidden'];
  readonly problems: readonly TidewaiterError[];
  readonly notJudged: readonly NotJudged[];
  readonly assumedScopes: readonly AssumedScope[];
  readonly notes: readonly string[];
  readonly files: number;
  readonly policies: number;
  readonly durationMs: number;
}

/** Composes the review: the decision, the findings worst first, what was not judged, and the counts. */
export function composeReview(judgement: Judgement): Review {
  const { judged, shown, problems } = judgement;
  const crashes = judged.flatMap(({ admission }) =>
    admission.verdicts.flatMap(({ verdict }) =>
      verdict.outcome === 'error' && verdict.error.code === 'engine/crash' ? [verdict.error] : [],
    ),
  );
  const allProblems = [...problems, ...crashes];
  const { decision, reasons } = decide(shown, allProblems, judgement.configuration);
  return {
    decision,
    reasons,
    ...(judgement.base === undefined ? {} : { base: judgement.base }),
    head: judgement.head,
    findings: sortFindings(shown).map(nameFile),
    hidden: judgement.hidden,
    problems: allProblems,
    notJudged: judgement.notJudged,
    notes: [...judgement.notes, ...describeScopes(judgement)],
    otherVerdicts: judged.flatMap(otherVerdicts),
    counts: countAll(judgement),
    durationMs: judgement.durationMs,
  };
}

/** One object may be written in several files, with the same findings in each: what others know a finding by names the file as well. */
function nameFile(finding: Finding): Finding {
  const fingerprint = contentHash('finding/v1', finding.fingerprint, finding.manifest.origin.source.file);
  return changeFinding(finding, { fingerprint });
}

/** Only kinds that a policy was asked about: for the others their scope decides nothing. */
function describeScopes({ assumedScopes, judged }: Judgement): readonly string[] {
  const asked = new Set(
    judged
      .filter(({ admission }) => admission.verdicts.length > 0)
      .map(({ change }) => (change.after ?? change.before).object.kind),
  );
  return assumedScopes
    .filter(({ kind }) => asked.has(kind))
    .map(
      ({ apiVersion, kind, assumed }) =>
        `Nobody knows whether ${kind} (${apiVersion}) lives in namespaces: judged as ${assumed === 'namespaced' ? 'one that does' : 'one of the whole cluster'}, as its metadata suggests. Its CustomResourceDefinition in the repository would tell.`,
    );
}

function otherVerdicts({ admission, change }: JudgedChange): readonly OtherVerdict[] {
  const object = describeObject((change.after ?? change.before).reference);
  return admission.verdicts.flatMap(({ policy, verdict }): readonly OtherVerdict[] => {
    if (verdict.outcome !== 'pass' && verdict.outcome !== 'skip') return [];
    const reason = verdict.outcome === 'skip' ? verdict.reason : '';
    return [{ policy: policy.name, rule: verdict.rule, object, outcome: verdict.outcome, reason }];
  });
}

function countAll({ judged, files, policies }: Judgement): Counts {
  const counts = {
    files,
    objects: judged.length,
    policies,
    evaluations: 0,
    pass: 0,
    fail: 0,
    skip: 0,
    error: 0,
    unknown: 0,
  };
  for (const { admission } of judged) {
    for (const { verdict } of admission.verdicts) {
      counts[verdict.outcome]++;
      counts.evaluations++;
    }
  }
  return counts;
}

/** `3 files, 5 objects, 12 policies, 41 evaluations`. */
export function describeCounts(counts: Counts): string {
  return [
    count(counts.files, 'file'),
    count(counts.objects, 'object'),
    `${counts.policies} ${counts.policies === 1 ? 'policy' : 'policies'}`,
    count(counts.evaluations, 'evaluation'),
  ].join(', ');
}
