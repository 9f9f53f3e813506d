import { isArray, type JsonObject, type JsonValue } from '../base/json.ts';
import { formatPath } from '../base/path.ts';
import type { TidewaiterError } from '../errors/tidewaiter-error.ts';
import { nameOfObject } from '../kubernetes/name-of-object.ts';
import type { ReportedFinding } from '../model/finding.ts';
import type { NotJudged } from '../model/manifest.ts';
import type { OtherVerdict, Review } from '../model/review.ts';
import type { Suggestion } from '../model/suggestion.ts';
import { toLineEdits } from '../text/line-edits.ts';
import { endOf, lineCount, startOf } from '../text/position.ts';
import type { Span } from '../text/span.ts';
import { maskSuggestion } from './mask-secrets.ts';
import type { ReportOptions } from './report-options.ts';

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
    ...(options.showAll ? { verdicts: review.otherVerdicts.map(verdictToJson) } : {}),
    counts: { ...counts },
    durationMs: Math.round(review.durationMs * 1000) / 1000,
  };
  return `${writeLines(report)}\n`;
}

/** A member a line, and an item of a list a line: what `grep` and `diff` can work with, and a third smaller than with all its indentation. */
function writeLines(report: JsonObject): string {
  const members = Object.entries(report).map(([name, value]) => `  ${JSON.stringify(name)}: ${writeMember(value)}`);
  return `{\n${members.join(',\n')}\n}`;
}

function writeMember(value: JsonValue): string {
  if (!isArray(value) || value.length === 0) return JSON.stringify(value);
  return `[\n${value.map((item) => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`;
}

function findingToJson(finding: ReportedFinding): JsonObject {
  const { span } = finding.location;
  const { apiVersion, kind, namespace, name } = finding.object;
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
    object: { apiVersion, kind, ...(namespace === undefined ? {} : { namespace }), name },
    path: formatPath(finding.path),
    file: span.source.file,
    revision: span.source.revision === 'base' ? 'base' : 'head',
    ...positionsOf(span),
    ...mendingToJson(finding),
  };
}

function positionsOf(span: Span): JsonObject {
  return { start: { ...startOf(span) }, end: { ...endOf(span) } };
}

function mendingToJson({ mending }: ReportedFinding): JsonObject {
  if (mending.outcome === 'none') return { noSuggestion: mending.reason };
  const { suggestion } = mending;
  const edits = toLineEdits(suggestion.source, suggestion.edits).map((edit) => ({
    file: suggestion.source.file,
    startLine: edit.startLine,
    endLine: edit.endLine,
    replacement: wholeLines(suggestion, edit),
  }));
  if (holdsSecret(suggestion)) {
    return { noSuggestion: 'its lines hold a value of a Secret, which no report prints; `tidewaiter fix` writes it' };
  }
  const { gone, added, policiesRun, idempotent } = suggestion.proof;
  return { suggestion: { edits, proof: { gone, added, policiesRun, idempotent } } };
}

/** With the line breaks that the lines have; empty where the lines are removed. */
function wholeLines(
  { source }: Suggestion,
  { endLine, replacement }: { readonly endLine: number; readonly replacement: string | undefined },
): string {
  if (replacement === undefined) return '';
  const lastWithoutBreak = endLine >= lineCount(source) && !source.text.endsWith('\n');
  return lastWithoutBreak ? replacement : `${replacement}${source.text.includes('\r\n') ? '\r\n' : '\n'}`;
}

/** Whether whole lines of the suggestion would print what a Secret hides. */
function holdsSecret(suggestion: Suggestion): boolean {
  const masked = maskSuggestion(suggestion);
  if (masked === suggestion) return false;
  const shown = toLineEdits(masked.source, masked.edits);
  const lines = toLineEdits(suggestion.source, suggestion.edits);
  return lines.some(({ replacement }, index) => replacement !== shown[index]?.replacement);
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
