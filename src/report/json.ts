import type { JsonObject, JsonValue } from '../base/json.ts';
import { formatPath } from '../base/path.ts';
import type { TidewaiterError } from '../errors/tidewaiter-error.ts';
import { nameOfObject } from '../kubernetes/name-of-object.ts';
import type { AppliedExemption, Exemption } from '../model/exemption.ts';
import type { ReportedFinding } from '../model/finding.ts';
import type { ObjectReference } from '../model/kubernetes-object.ts';
import type { NotJudged } from '../model/manifest.ts';
import type { Effect, OtherVerdict, Preview, Review } from '../model/review.ts';
import { endOf, startOf } from '../text/position.ts';
import type { Span } from '../text/span.ts';
import type { ReportOptions } from './report-options.ts';
import { wholeLineEdits } from './whole-line-edits.ts';
import { writeJson } from './write-json.ts';

export const REPORT_SCHEMA_VERSION = 1;

/** The contract that other programs build on: one document, described by `schema/report.schema.json`. */
export function reportToJson(review: Review, options: ReportOptions): string {
  const { base, head, decision, reasons, counts } = review;
  const report: JsonObject = {
    schemaVersion: REPORT_SCHEMA_VERSION,
    tool: { name: 'tidewaiter', version: options.version },
    decision,
    reasons,
    ...(base === undefined ? {} : { base }),
    head,
    findings: review.findings.map(findingToJson),
    notJudged: notJudgedOf(review).map(({ file, line, reason, code }) => ({ file, line, reason, code })),
    problems: review.problems.map(problemToJson),
    notes: review.notes,
    hidden: { ...review.hidden },
    gateChanges: review.gateChanges.map(({ kind, file, line, text }) => ({ kind, file, line, text })),
    unusedExemptions: review.unusedExemptions.map(exemptionToJson),
    effects: review.effects.map(effectToJson),
    ...(review.preview ? { preview: previewToJson(review.preview) } : {}),
    ...(options.showAll ? { verdicts: review.otherVerdicts.map(verdictToJson) } : {}),
    counts: { ...counts },
    durationMs: Math.round(review.durationMs * 1000) / 1000,
  };
  return writeJson(report, { levels: 2 });
}

function findingToJson(finding: ReportedFinding): JsonObject {
  const { span } = finding.location;
  return {
    fingerprint: finding.fingerprint,
    status: finding.status,
    level: finding.level,
    outcome: finding.outcome,
    engine: finding.engine,
    policy: finding.policy,
    rule: finding.rule,
    message: finding.message,
    ...(finding.documentation === undefined ? {} : { documentation: finding.documentation }),
    object: referenceToJson(finding.object),
    path: formatPath(finding.path),
    file: span.source.file,
    revision: span.source.revision === 'base' ? 'base' : 'head',
    ...positionsOf(span),
    ...mendingToJson(finding),
    ...(finding.exemption ? { exemption: appliedToJson(finding.exemption) } : {}),
  };
}

function referenceToJson({ apiVersion, kind, namespace, name }: ObjectReference): JsonObject {
  return { apiVersion, kind, ...(namespace === undefined ? {} : { namespace }), name };
}

function positionsOf(span: Span): JsonObject {
  return { start: { ...startOf(span) }, end: { ...endOf(span) } };
}

function mendingToJson({ mending }: ReportedFinding): JsonObject {
  if (mending.outcome === 'none') return { noSuggestion: mending.reason };
  const { source, proof } = mending.suggestion;
  const lines = wholeLineEdits(mending.suggestion);
  if (lines.outcome === 'secret') return { noSuggestion: lines.reason };
  const { gone, added, policiesRun, idempotent } = proof;
  const edits = lines.edits.map((edit) => ({ file: source.file, ...edit }));
  return { suggestion: { edits, proof: { gone, added, policiesRun, idempotent } } };
}

function appliedToJson({ state, exemption }: AppliedExemption): JsonObject {
  const { policy, reason, until, approvedBy, span } = exemption;
  return { state, policy, reason, until, ...(approvedBy === undefined ? {} : { approvedBy }), ...lineOf(span) };
}

/** What could not be read is not judged either: a reader of `notJudged` alone must not take it for clean. */
function notJudgedOf({ notJudged, problems }: Review): readonly NotJudged[] {
  const fromProblems = problems.flatMap(({ span, message, code }) =>
    span ? [{ file: span.source.file, line: startOf(span).line, reason: message, code }] : [],
  );
  const key = ({ file, line, code }: NotJudged) => JSON.stringify([file, line, code]);
  const known = new Set(notJudged.map(key));
  return [...notJudged, ...fromProblems.filter((entry) => !known.has(key(entry)))];
}

function exemptionToJson({ policy, kinds, namespaces, names, ...more }: Exemption): JsonObject {
  const { reason, until, approvedBy, span } = more;
  const by = approvedBy === undefined ? {} : { approvedBy };
  return { policy, kinds, namespaces, names, reason, until, ...by, ...lineOf(span) };
}

function lineOf(span: Span): JsonObject {
  return { file: span.source.file, line: startOf(span).line };
}

function effectToJson({ kind, engine, policy, rule, object, trigger, file, line }: Effect): JsonObject {
  return { kind, engine, policy, rule, object: referenceToJson(object), trigger: referenceToJson(trigger), file, line };
}

function previewToJson({ appearing, disappearing, problems }: Preview): JsonObject {
  return {
    appearing: appearing.map(findingToJson),
    disappearing: disappearing.map(findingToJson),
    problems: problems.map(problemToJson),
  };
}

function verdictToJson({ policy, rule, object, outcome, reason }: OtherVerdict): JsonObject {
  return { policy, rule, object: nameOfObject(object), outcome, reason };
}

function problemToJson({ name, code, message, remedy, span }: TidewaiterError): JsonValue {
  return {
    code,
    kind: name,
    message,
    ...(remedy === undefined ? {} : { remedy }),
    ...(span ? { file: span.source.file, ...positionsOf(span) } : {}),
  };
}
