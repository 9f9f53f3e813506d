import type { JsonObject } from '../base/json.ts';
import type { TidewaiterError } from '../errors/tidewaiter-error.ts';
import type { ReportedFinding } from '../model/finding.ts';
import type { NotJudged } from '../model/manifest.ts';
import type { Review } from '../model/review.ts';
import type { Suggestion } from '../model/suggestion.ts';
import { endOf, lastLineOf, lineText, type Position, startOf } from '../text/position.ts';
import type { Source } from '../text/source.ts';
import type { Span } from '../text/span.ts';
import { clipText } from './clip-text.ts';
import { escapeMarkdown } from './escape-markdown.ts';
import { spanToMark } from './finding-frame.ts';
import { nameOfRule, proofLine } from './finding-words.ts';
import { isStanding } from './is-standing.ts';
import { wholeMessage } from './plain-words.ts';
import { type Severity, severityOf } from './severity.ts';
import { webAddress } from './web-address.ts';
import { wholeLineEdits } from './whole-line-edits.ts';
import { writeJson } from './write-json.ts';

/**
 * A review in reviewdog's Diagnostic Format (`DiagnosticResult` of its proto/rdf/reviewdog.proto), which reviewdog brings to whatever it
 * knows: `tidewaiter check -o rdjson | reviewdog -f=rdjson`. It shows messages as Markdown. A problem that has no place in a file has
 * none here: the command tells it among its diagnostics, and its exit code.
 */
export function reportToRdjson(review: Review): string {
  return writeJson(
    {
      source: { name: 'tidewaiter' },
      diagnostics: [
        ...review.problems.flatMap(ofProblem),
        ...review.findings.filter(isStanding).map(ofFinding),
        ...review.notJudged.map(ofNotJudged),
      ],
    },
    { levels: 2 },
  );
}

const SEVERITIES: { readonly [severity in Severity]: string } = { error: 'ERROR', warning: 'WARNING', note: 'INFO' };

function ofProblem({ message, remedy, code, span }: TidewaiterError): readonly JsonObject[] {
  if (!span) return [];
  return [
    {
      message: markdown(remedy === undefined ? message : `${message}\n\n${remedy}`),
      location: locationOf(span),
      severity: 'ERROR',
      code: { value: code },
    },
  ];
}

function ofNotJudged({ reason, file, line, code }: NotJudged): JsonObject {
  return {
    message: markdown(`Not judged: ${reason}`),
    location: { path: file, range: { start: { line } } },
    severity: 'INFO',
    code: { value: code },
  };
}

function ofFinding(finding: ReportedFinding): JsonObject {
  const { mending, location, documentation } = finding;
  const page = webAddress(documentation);
  return {
    message: [
      markdown(wholeMessage(finding)),
      ...(mending.outcome === 'suggestion' ? [`Fix, ${proofLine(mending.suggestion.proof)}.`] : []),
    ].join('\n\n'),
    location: locationOf(spanToMark(location)),
    severity: SEVERITIES[severityOf(finding)],
    code: { value: nameOfRule(finding), ...(page === undefined ? {} : { url: page }) },
    ...(mending.outcome === 'suggestion' ? suggestionsOf(mending.suggestion) : {}),
  };
}

function markdown(text: string): string {
  return clipText(text).split('\n').map(escapeMarkdown).join('\n');
}

/** What stands only at base has a file, and no lines at head. */
function locationOf(span: Span): JsonObject {
  const { source } = span;
  if (source.revision === 'base') return { path: source.file };
  return {
    path: source.file,
    range: { start: inBytes(startOf(span), source), end: inBytes(endInLine(span), source) },
  };
}

/** The end is exclusive, and reviewdog takes its line for one of the range: a line break at the end is not part of it. */
function endInLine(span: Span): Position {
  const [end, line] = [endOf(span), lastLineOf(span)];
  return line === end.line ? end : { line, column: lineText(span.source, line).length + 1 };
}

/** Its columns count the bytes of UTF-8. */
function inBytes({ line, column }: Position, source: Source): JsonObject {
  return { line, column: Buffer.byteLength(lineText(source, line).slice(0, column - 1)) + 1 };
}

/**
 * Whole lines, which a range without columns stands for. Each suggestion is offered by itself, so that a fix of several places would be
 * taken over in parts that nobody has proven: it is not offered. Neither is one of a file with CRLF, for GitHub takes over LF.
 */
function suggestionsOf(suggestion: Suggestion): JsonObject {
  const lines = wholeLineEdits(suggestion);
  if (lines.outcome === 'secret' || suggestion.source.text.includes('\r\n')) return {};
  const [edit, ...others] = lines.edits;
  if (!edit || others.length > 0) return {};
  const { startLine, endLine, replacement } = edit;
  // No text at all means that the lines go; one empty line cannot be said.
  if (replacement === '\n') return {};
  return {
    suggestions: [
      { range: { start: { line: startLine }, end: { line: endLine } }, text: replacement.replace(/\n$/, '') },
    ],
  };
}
