import { countOf } from '../base/count-of.ts';
import { nameOfObject } from '../kubernetes/name-of-object.ts';
import type { ReportedFinding } from '../model/finding.ts';
import type { Review } from '../model/review.ts';
import { escapeMarkdown, markdownBlock, markdownCode } from './escape-markdown.ts';
import { findingFrame } from './finding-frame.ts';
import { nameOfRule, outcomeWord, proofLine } from './finding-words.ts';
import { isStanding } from './is-standing.ts';
import { fitMarkdown, MOST_IN_A_COMMENT, type Section } from './markdown-budget.ts';
import {
  closingLine,
  countsLine,
  exemptedItems,
  exemptionWords,
  fixedItems,
  gateChangeItems,
  headline,
  LEVEL_SIGNS,
  noteItems,
  notJudgedItems,
  placeCode,
  previewItems,
  problemItems,
  quote,
  ruleCode,
  unusedExemptionItems,
} from './markdown-parts.ts';
import type { ReportOptions } from './report-options.ts';
import { ShownSuggestions } from './shown-suggestions.ts';
import { suggestionLines } from './suggestion-lines.ts';
import { NOWHERE, reproduction, type Whereabouts } from './whereabouts.ts';

export interface MarkdownOptions extends Pick<ReportOptions, 'version' | 'showAll'> {
  readonly whereabouts?: Whereabouts;
  /** Characters; as many as a comment on GitHub holds where it is not said. */
  readonly most?: number;
}

/**
 * A review as Markdown, whole: the decision first, a table, then the details of each finding. Nothing from manifests and policies
 * becomes markup, a mention or an image. Where it would grow too long, details of the last findings are left out and counted.
 */
export function reportToMarkdown(review: Review, options: MarkdownOptions): string {
  const { whereabouts: where = NOWHERE, most = MOST_IN_A_COMMENT } = options;
  const open = review.findings.filter(isStanding);
  const shown = new ShownSuggestions();
  const parts = [
    headline(review),
    countsLine(review),
    section('This pull request changes its own gate', gateChangeItems(review, where), 'change'),
    section('Not everything could be judged', problemItems(review.problems, where), 'problem'),
    open.length > 0 ? table(open, where) : '',
    ...surroundings(review, where),
    options.showAll ? section('Passed and skipped', otherVerdictItems(review), 'verdict', 'folded') : '',
    closingLine(review, options.version),
  ];
  // The details come before what surrounds them, and have what room is left.
  const used = fitMarkdown(parts, most).length;
  const details = fitDetails(open, most - used, (finding) => detailsOf(finding, shown, where));
  return fitMarkdown([...parts.slice(0, 5), ...details, ...parts.slice(5)], most);
}

/** What is said below the findings, in every Markdown of a review. */
export function surroundings(review: Review, where: Whereabouts): readonly Section[] {
  const { findings, notJudged, preview } = review;
  const count = (items: readonly string[], what: string, plural?: string) => countOf(items.length, what, plural);
  const exempted = exemptedItems(findings, where);
  const fixed = fixedItems(findings);
  const unused = unusedExemptionItems(review, where);
  const previewed = previewItems(review, where);
  const silent = previewed.length === 0 ? ['They find what those of the base branch find.'] : previewed;
  return [
    section(`Not judged: ${countOf(notJudged.length, 'place')}`, notJudgedItems(review, where), 'reason'),
    section(
      "Preview of this pull request's own policies, which decide nothing here",
      preview ? silent : [],
      'finding',
      'folded',
    ),
    section(`${count(exempted, 'exempted finding')}`, exempted, 'finding', 'folded'),
    section(`${count(unused, 'exemption')} that excuse nothing`, unused, 'exemption', 'folded'),
    section(`${count(fixed, 'finding')} fixed by this change`, fixed, 'finding', 'folded'),
    section('Notes', noteItems(review), 'note', 'folded'),
  ];
}

export function section(title: string, items: readonly string[], item: string, folded?: 'folded'): Section {
  return { title, items, item, folded: folded === 'folded' };
}

function table(findings: readonly ReportedFinding[], where: Whereabouts): string {
  const rows = findings
    .slice(0, MAX_ROWS)
    .map(
      (finding) =>
        `| ${[
          placeCode(finding.location.span, where, 'table'),
          markdownCode(nameOfObject(finding.object), 'table'),
          markdownCode(nameOfRule(finding), 'table'),
          `${LEVEL_SIGNS[finding.level]} ${finding.level}`,
          finding.status,
          finding.mending.outcome === 'suggestion' ? 'proven' : '',
        ].join(' | ')} |`,
    );
  const more = findings.length - rows.length;
  return [
    '| Where | Object | Rule | Level | Status | Fix |',
    '|---|---|---|---|---|---|',
    ...rows,
    ...(more > 0 ? ['', `… and ${countOf(more, 'more finding')}.`] : []),
  ].join('\n');
}

const MAX_ROWS = 100;

function fitDetails(
  findings: readonly ReportedFinding[],
  room: number,
  describe: (finding: ReportedFinding) => string,
): readonly string[] {
  const kept: string[] = [];
  let left = room - 100;
  for (const finding of findings) {
    const text = describe(finding);
    left -= text.length + 2;
    if (left < 0) {
      const missing = countOf(findings.length - kept.length, 'more finding');
      return [...kept, `Details of ${missing} are left out: see the whole report.`];
    }
    kept.push(text);
  }
  return kept;
}

function detailsOf(finding: ReportedFinding, shown: ShownSuggestions, where: Whereabouts): string {
  const word = outcomeWord(finding.outcome);
  const { file } = finding.location.span.source;
  return [
    `#### ${escapeMarkdown(nameOfRule(finding))}${word ? ` (${word})` : ''}`,
    '',
    `${LEVEL_SIGNS[finding.level]} ${finding.level} · ${placeCode(finding.location.span, where)} · ${markdownCode(nameOfObject(finding.object))} · policy ${ruleCode(finding, where)}`,
    '',
    ...quote(finding.message),
    '',
    ...(finding.exemption ? [`It ${exemptionWords(finding.exemption)}`, ''] : []),
    ...markdownBlock(
      'yaml',
      findingFrame(finding.location).map((frameLine) => frameLine.text),
    ),
    '',
    ...mendingLines(finding, shown),
    '',
    `<sub>${markdownCode(reproduction([file], where))}</sub>`,
  ].join('\n');
}

function mendingLines(finding: ReportedFinding, shown: ShownSuggestions): readonly string[] {
  const { mending } = finding;
  if (mending.outcome === 'none') return [`No fix: ${escapeMarkdown(mending.reason)}`];
  const earlier = shown.earlier(finding, mending.suggestion);
  if (earlier) return [`Fix: the one of ${markdownCode(nameOfRule(earlier))} above mends this too.`];
  const signs = { removed: '-', added: '+', same: ' ' };
  return [
    `Fix, ${proofLine(mending.suggestion.proof)}:`,
    '',
    ...markdownBlock(
      'diff',
      suggestionLines(mending.suggestion)
        .flat()
        .map(({ kind, text }) => `${signs[kind]}${text}`),
    ),
  ];
}

function otherVerdictItems({ otherVerdicts }: Review): readonly string[] {
  return otherVerdicts.map(
    (verdict) =>
      `${verdict.outcome}: ${markdownCode(nameOfRule(verdict))} on ${markdownCode(nameOfObject(verdict.object))}${verdict.reason === '' ? '' : `: ${escapeMarkdown(verdict.reason)}`}`,
  );
}
