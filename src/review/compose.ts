import type { TidewaiterError } from '../errors/tidewaiter-error.ts';
import type { Exemption } from '../model/exemption.ts';
import type { NotJudged } from '../model/manifest.ts';
import type { Counts, GateChange, Preview, Review } from '../model/review.ts';
import type { Configuration } from '../policy/configuration.ts';
import { startOf } from '../text/position.ts';
import { type Decided, decide } from './decide.ts';
import type { Part } from './part.ts';
import { sortFindings } from './select-findings.ts';

/** What a review is composed of. */
export interface Judgement {
  readonly configuration: Pick<Configuration, 'failOn' | 'onUnknown' | 'mode'>;
  readonly base?: string;
  readonly head: string;
  /** What judging the files came to. */
  readonly part: Part;
  /** What is wrong with the configuration, the policies and the exemptions. */
  readonly problems: readonly TidewaiterError[];
  /** The pull request mends just that, and nothing else: what is wrong is told, and does not hold it up. */
  readonly mendsGate?: boolean;
  readonly notLoaded: readonly NotJudged[];
  readonly notes: readonly string[];
  /** What is weaker than the owner requires. */
  readonly refused?: readonly string[];
  readonly gateChanges?: readonly GateChange[];
  readonly exemptions?: readonly Exemption[];
  readonly unusedExemptions?: readonly Exemption[];
  readonly preview?: Preview | undefined;
  readonly policies: number;
  readonly durationMs: number;
}

/** Composes the review: the decision, the findings worst first, what was not judged, and the counts. */
export function composeReview(judgement: Judgement): Review {
  const { part, refused = [] } = judgement;
  const gateProblems = judgement.mendsGate ? [] : judgement.problems;
  const problems = [...gateProblems, ...part.problems, ...part.crashes];
  const decided = decide(part.findings, problems, judgement.configuration);
  const { decision, reasons, blocking } = judgement.mendsGate ? mending(decided) : decided;
  return {
    decision,
    reasons,
    blocking,
    ...(judgement.base === undefined ? {} : { base: judgement.base }),
    head: judgement.head,
    findings: sortFindings(part.findings),
    hidden: part.hidden,
    problems,
    notJudged: [...part.notJudged, ...judgement.notLoaded],
    notes: [
      ...(judgement.mendsGate ? judgement.problems.map(mendedProblem) : []),
      ...refused,
      ...judgement.notes,
      ...describeScopes(part),
    ],
    refused,
    gateChanges: judgement.gateChanges ?? [],
    exemptions: judgement.exemptions ?? [],
    unusedExemptions: judgement.unusedExemptions ?? [],
    ...(judgement.preview === undefined ? {} : { preview: judgement.preview }),
    effects: part.effects,
    otherVerdicts: part.otherVerdicts,
    counts: countsOf(judgement),
    durationMs: judgement.durationMs,
  };
}

function mending(decided: Decided): Decided {
  const reasons = ["it mends the base branch's gate, which is broken, and changes nothing else", ...decided.reasons];
  return { ...decided, reasons };
}

function mendedProblem({ message, span }: TidewaiterError): string {
  const place = span ? `${span.source.file}:${startOf(span).line}: ` : '';
  return `Broken on the base branch, mended here: ${place}${message}.`;
}

/** Only kinds that a policy was asked about: for the others their scope decides nothing. */
function describeScopes({ assumedScopes, askedKinds }: Part): readonly string[] {
  return assumedScopes
    .filter(({ kind }) => askedKinds.has(kind))
    .map(
      ({ apiVersion, kind, assumed }) =>
        `Nobody knows whether ${kind} (${apiVersion}) lives in namespaces: judged as ${assumed === 'namespaced' ? 'one that does' : 'one of the whole cluster'}, as its metadata suggests. Its CustomResourceDefinition in the repository would tell.`,
    );
}

function countsOf({ part, policies }: Judgement): Counts {
  const { files, objects, ...verdicts } = part.counts;
  return { files, objects, policies, ...verdicts };
}
