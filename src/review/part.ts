import type { JudgedChange } from '../admission/judge-change.ts';
import type { JudgedFinding } from '../admission/judged-finding.ts';
import { redactSecrets } from '../admission/redact.ts';
import { authoredRule } from '../admission/rule-level.ts';
import { contentHash } from '../base/content-hash.ts';
import type { TidewaiterError } from '../errors/tidewaiter-error.ts';
import type { AssumedScope } from '../manifests/load-manifests.ts';
import type { ReportedFinding } from '../model/finding.ts';
import type { NotJudged } from '../model/manifest.ts';
import type { Counts, Effect, OtherVerdict, Review } from '../model/review.ts';
import { startOf } from '../text/position.ts';
import { effectsOf } from './effects-of.ts';

/** What judging comes to, as plain data: no manifest, no policy, nothing that would be worked out later. */
export interface Part {
  /** Those that are shown, in the order in which they were found. */
  readonly findings: readonly ReportedFinding[];
  readonly hidden: Review['hidden'];
  /** What could not be read, and where a policy could not cope. */
  readonly problems: readonly TidewaiterError[];
  readonly crashes: readonly TidewaiterError[];
  readonly notJudged: readonly NotJudged[];
  readonly effects: readonly Effect[];
  readonly otherVerdicts: readonly OtherVerdict[];
  readonly assumedScopes: readonly AssumedScope[];
  /** The kinds that a policy was asked about. */
  readonly askedKinds: ReadonlySet<string>;
  readonly counts: Omit<Counts, 'policies'>;
}

export interface JudgedFiles {
  readonly judged: readonly JudgedChange[];
  readonly shown: readonly JudgedFinding[];
  readonly hidden: Review['hidden'];
  readonly problems: readonly TidewaiterError[];
  readonly notJudged: readonly NotJudged[];
  readonly assumedScopes: readonly AssumedScope[];
  readonly files: number;
  /** Whether verdicts that are no finding are wanted: there are many, and a report hardly ever shows them. */
  readonly allVerdicts: boolean;
}

/** Takes what the report will need out of what was judged. */
export function partOf(files: JudgedFiles): Part {
  const { judged, shown, hidden, problems, notJudged, assumedScopes } = files;
  const crashes: TidewaiterError[] = [];
  const askedKinds = new Set<string>();
  const effects = judged.flatMap(effectsOf);
  const counts = {
    files: files.files,
    objects: judged.length,
    evaluations: 0,
    pass: 0,
    fail: 0,
    skip: 0,
    error: 0,
    unknown: 0,
    wouldGenerate: effects.filter(({ kind }) => kind === 'generates').length,
    wouldChange: effects.filter(({ kind }) => kind === 'changes').length,
  };
  for (const { change, admission } of judged) {
    if (admission.verdicts.length > 0) askedKinds.add((change.after ?? change.before).object.kind);
    for (const { verdict } of admission.verdicts) {
      counts[verdict.outcome]++;
      counts.evaluations++;
      if (verdict.outcome === 'error' && verdict.error.code === 'engine/crash') crashes.push(verdict.error);
    }
  }
  return {
    findings: shown.map(reportedFinding),
    hidden,
    problems,
    crashes,
    notJudged: [...notJudged, ...judged.flatMap(overlookedObjects)],
    effects,
    otherVerdicts: files.allVerdicts ? judged.flatMap(otherVerdicts) : [],
    assumedScopes,
    askedKinds,
    counts,
  };
}

/**
 * A finding as data, with its places worked out. One object may be written in several files, with the same findings in each: what others
 * know a finding by names the file as well.
 */
export function reportedFinding(finding: JudgedFinding): ReportedFinding {
  const { documentation, location, exemption } = finding;
  return {
    fingerprint: contentHash('finding/v1', finding.fingerprint, finding.manifest.origin.source.file),
    status: finding.status,
    level: finding.level,
    outcome: finding.outcome,
    engine: finding.engine,
    policy: finding.policy,
    policyId: finding.policyId,
    rule: finding.rule,
    message: finding.message,
    authoredMessage: finding.authoredMessage,
    ...(documentation === undefined ? {} : { documentation }),
    policySpan: finding.policySpan,
    object: finding.object,
    origin: finding.origin,
    path: finding.path,
    location,
    remedy: finding.remedy,
    mending: finding.mending,
    ...(exemption === undefined ? {} : { exemption }),
  };
}

/** What an engine never sees, so that its policies say nothing about it. */
function overlookedObjects({ change, admission }: JudgedChange): readonly NotJudged[] {
  const manifest = change.after ?? change.before;
  return admission.overlooked.map((reason) => ({
    file: manifest.origin.source.file,
    line: startOf(manifest.locate(['metadata', 'name']).span).line,
    code: 'policy/filtered',
    reason,
  }));
}

function otherVerdicts({ admission, change }: JudgedChange): readonly OtherVerdict[] {
  const { reference, origin, object } = change.after ?? change.before;
  return admission.verdicts.flatMap(({ policy, verdict }): readonly OtherVerdict[] => {
    if (verdict.outcome !== 'pass' && verdict.outcome !== 'skip') return [];
    return [
      {
        engine: policy.engine,
        policy: policy.name,
        policyId: policy.id,
        rule: authoredRule(policy, verdict.rule)?.name ?? verdict.rule,
        object: reference,
        file: origin.source.file,
        outcome: verdict.outcome,
        // It says what a precondition saw.
        reason: verdict.outcome === 'skip' ? redactSecrets(verdict.reason, object) : '',
      },
    ];
  });
}
