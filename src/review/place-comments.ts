import { secretSpans } from '../manifests/secret-spans.ts';
import type { Hunk } from '../model/files.ts';
import type { ReportedFinding } from '../model/finding.ts';
import type { Suggestion } from '../model/suggestion.ts';
import { joinLineEdits, type LineEdit } from '../text/line-edits.ts';
import { endOf, startOf } from '../text/position.ts';
import type { Source } from '../text/source.ts';
import { visible } from '../text/visible.ts';
import { isExempted } from './is-exempted.ts';
import { sortFindings } from './select-findings.ts';

/** What is said about one place of the diff: a run of lines of a head file within one hunk. */
export interface LineComment {
  readonly file: string;
  /** From 1, both inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  /** Worst first; at least one. */
  readonly findings: readonly ReportedFinding[];
  readonly offer: Offer;
}

/** Lines that may stand in for the comment's own with one click; or why that cannot be offered, where there is a suggestion. */
export type Offer =
  | { readonly outcome: 'lines'; readonly edit: LineEdit; readonly suggestion: Suggestion }
  | { readonly outcome: 'withheld'; readonly suggestion: Suggestion; readonly reason: string }
  | { readonly outcome: 'none' };

export interface Placement {
  /** Worst first. */
  readonly comments: readonly LineComment[];
  /** Findings that no comment tells, worst first: the summary has to. */
  readonly elsewhere: readonly ElsewhereFinding[];
}

export interface ElsewhereFinding {
  readonly finding: ReportedFinding;
  /** `refused`: GitHub did not take the comment. */
  readonly reason: 'outside-the-diff' | 'beyond-the-limit' | 'reported-only' | 'refused';
}

export interface PlacementOptions {
  /** The hunks of the diff as GitHub shows it; a line outside of them takes no comment. */
  hunksOf(file: string): readonly Hunk[];
  /** How many comments at most. */
  readonly most: number;
}

/**
 * Decides where each finding is told: on the lines that its suggestion replaces, else on the line where it stands, if they are in the diff.
 * Findings of one place share a comment. GitHub refuses a whole review for a single line outside of the diff, and lines of a comment have
 * to be within one hunk.
 */
export function placeComments(findings: readonly ReportedFinding[], { hunksOf, most }: PlacementOptions): Placement {
  const open = sortFindings(findings.filter(isOpen));
  const places = new Map<string, LineComment>();
  const elsewhere: ElsewhereFinding[] = [];
  for (const finding of open) {
    const place = isForComments(finding) ? placeOf(finding, hunksOf(fileOf(finding))) : undefined;
    if (!place) {
      elsewhere.push({ finding, reason: isForComments(finding) ? 'outside-the-diff' : 'reported-only' });
      continue;
    }
    const key = JSON.stringify([place.file, place.startLine, place.endLine]);
    const known = places.get(key);
    places.set(key, known ? { ...known, findings: [...known.findings, finding], offer: better(known, place) } : place);
  }
  const all = [...places.values()];
  for (const comment of all.slice(most)) {
    for (const finding of comment.findings) elsewhere.push({ finding, reason: 'beyond-the-limit' });
  }
  return { comments: all.slice(0, most), elsewhere };
}

/** What still stands, and that nobody has agreed to live with. */
function isOpen(finding: ReportedFinding): boolean {
  return finding.status !== 'fixed' && !isExempted(finding);
}

/** `audit` only reports; a policy that broke, and what only a cluster could tell, is no matter of these lines. */
function isForComments({ level, outcome, location }: ReportedFinding): boolean {
  return level !== 'audit' && (outcome === 'fail' || outcome === 'mutate') && location.span.source.revision === 'head';
}

function placeOf(finding: ReportedFinding, hunks: readonly Hunk[]): LineComment | undefined {
  const file = fileOf(finding);
  const suggestion = finding.mending.outcome === 'suggestion' ? finding.mending.suggestion : undefined;
  const edit = suggestion ? joinLineEdits(suggestion.source, suggestion.edits) : undefined;
  if (
    suggestion &&
    edit &&
    isInOneHunk(edit.startLine, edit.endLine, hunks) &&
    edit.endLine - edit.startLine < MOST_LINES
  ) {
    const { startLine, endLine } = edit;
    return { file, startLine, endLine, findings: [finding], offer: offerOf(suggestion, edit) };
  }
  const { line } = startOf(finding.location.span);
  if (!isInOneHunk(line, line, hunks)) return undefined;
  return {
    file,
    startLine: line,
    endLine: line,
    findings: [finding],
    offer: suggestion
      ? { outcome: 'withheld', suggestion, reason: 'it edits lines outside of this diff' }
      : { outcome: 'none' },
  };
}

/** More lines than these in one suggestion nobody reviews. */
const MOST_LINES = 50;

function offerOf(suggestion: Suggestion, edit: LineEdit): Offer {
  const withheld = (reason: string): Offer => ({ outcome: 'withheld', suggestion, reason });
  // GitHub's own commit of a suggestion writes line breaks as it likes in such a file.
  if (suggestion.source.text.includes('\r\n')) return withheld('the file has Windows line breaks (CRLF)');
  if (holdsSecret(suggestion.source, edit)) return withheld('a secret stands between the lines that it edits');
  const lines = edit.replacement ?? '';
  if (visible(lines, { keepLines: true }) !== lines) return withheld('its lines hold characters that cannot be shown');
  return { outcome: 'lines', edit, suggestion };
}

/** No edit of a suggestion touches a secret; what lies between two of them may. */
function holdsSecret(source: Source, { startLine, endLine }: LineEdit): boolean {
  return secretSpans(source).some((span) => startOf(span).line <= endLine && endOf(span).line >= startLine);
}

/** Two findings of one place: the one with lines to take is what the reader wants. */
function better(known: LineComment, other: LineComment): Offer {
  return known.offer.outcome === 'lines' || other.offer.outcome === 'none' ? known.offer : other.offer;
}

function isInOneHunk(startLine: number, endLine: number, hunks: readonly Hunk[]): boolean {
  return hunks.some(({ newStart, newLines }) => startLine >= newStart && endLine < newStart + newLines);
}

function fileOf({ location }: ReportedFinding): string {
  return location.span.source.file;
}
