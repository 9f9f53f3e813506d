import { countOf } from '../base/count-of.ts';
import { nameOfObject } from '../kubernetes/name-of-object.ts';
import type { ReportedFinding } from '../model/finding.ts';
import type { Preview, Review } from '../model/review.ts';
import { summaryOfEffects } from './effect-words.ts';
import { escapeMarkdown, markdownBlock, markdownCode } from './escape-markdown.ts';
import { findingFrame } from './finding-frame.ts';
import { nameOfRule, proofLine, reasonOf } from './finding-words.ts';
import { isStanding } from './is-standing.ts';
import { fitMarkdown, MOST_IN_A_COMMENT, type Section } from './markdown-budget.ts';
import {
  closingLine,
  consequence,
  countsLine,
  effectItems,
  exemptedItems,
  exemptionWords,
  fixedItems,
  gateChangeItems,
  gradeOf,
  headline,
  inline,
  nextStep,
  noteItems,
  notJudgedItems,
  placeCode,
  previewItems,
  problemItems,
  quote,
  ruleLine,
  signOf,
  unusedExemptionItems,
} from './markdown-parts.ts';
import type { ReportOptions } from './report-options.ts';
import { ShownSuggestions } from './shown-suggestions.ts';
import { suggestionLines } from './suggestion-lines.ts';
import { mendingCommand, NOWHERE, reproduction, type Whereabouts } from './whereabouts.ts';

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
  const above = [
    headline(review),
    nextStep(open, `run ${markdownCode(mendingCommand(where))}`),
    countsLine(review),
    refusedSection(review),
    gateChangesSection(review, where),
    section('Not everything could be judged', problemItems(review.problems, where), 'problem'),
    table(open, where),
  ];
  const below = [
    ...surroundings(review, where),
    options.showAll ? section('Passed and skipped', otherVerdictItems(review), 'verdict', 'folded') : '',
    closingLine(review, options.version),
  ];
  // The details come before what surrounds them, and have what room is left.
  const used = fitMarkdown([...above, ...below], most).length;
  const details = fitDetails(open, most - used, (finding) => detailsOf(finding, shown, where));
  return fitMarkdown([...above, ...details, ...below], most);
}

/** First of all that there may be much of: a pull request must not push it out of the text. */
export function refusedSection({ refused }: Review): Section {
  return {
    title: '⚠️ Weaker than the owner requires, so it has no effect',
    items: refused.map(inline),
    item: 'attempt',
    most: MOST_REFUSED,
  };
}

const MOST_REFUSED = 20;

/** What a person has to look at, for no policy does. */
export function gateChangesSection(review: Review, where: Whereabouts): Section {
  return section(
    '⚠️ This pull request changes its own gate, so a person has to look at it',
    gateChangeItems(review, where),
    'change',
  );
}

/** What is said below the findings, in every Markdown of a review. */
export function surroundings(review: Review, where: Whereabouts): readonly Section[] {
  const { findings, effects, notJudged, preview } = review;
  const exempted = exemptedItems(findings, where);
  const fixed = fixedItems(findings);
  const unused = unusedExemptionItems(review, where);
  return [
    section(`Not judged: ${countOf(notJudged.length, 'place')}`, notJudgedItems(review, where), 'reason'),
    section(preview ? previewTitle(preview) : '', previewItems(review, where), 'finding', 'folded'),
    section(countOf(exempted.length, 'exempted finding'), exempted, 'finding', 'folded'),
    section(`${countOf(unused.length, 'exemption')} without a finding`, unused, 'exemption', 'folded'),
    section(`${countOf(fixed.length, 'finding')} fixed by this change`, fixed, 'finding', 'folded'),
    section(summaryOfEffects(effects), effectItems(review, where), 'effect', 'folded'),
    section('Notes', noteItems(review), 'note'),
  ];
}

function previewTitle({ appearing, disappearing, problems }: Preview): string {
  const differences = [
    ...(problems.length > 0 ? [countOf(problems.length, 'problem')] : []),
    ...(appearing.length > 0 ? [`${countOf(appearing.length, 'finding')} more`] : []),
    ...(disappearing.length > 0 ? [`${countOf(disappearing.length, 'finding')} less`] : []),
  ];
  const what = differences.length > 0 ? differences.join(', ') : 'the same findings';
  return `Preview of this pull request's own policies and settings, which decide nothing here: ${what}`;
}

export function section(title: string, items: readonly string[], item: string, folded?: 'folded'): Section {
  return { title, items, item, folded: folded === 'folded' };
}

function table(findings: readonly ReportedFinding[], where: Whereabouts): string {
  if (findings.length === 0) return '';
  const rows = findings
    .slice(0, MAX_ROWS)
    .map(
      (finding) =>
        `| ${[
          `${signOf(finding)}\u00a0${gradeOf(finding)}${finding.status === 'new' ? '' : ` (${finding.status})`}`,
          markdownCode(nameOfRule(finding), 'table'),
          placeCode(finding.location.span, where, 'table'),
          markdownCode(nameOfObject(finding.object), 'table'),
          finding.mending.outcome === 'suggestion' ? 'proven' : '',
        ].join(' | ')} |`,
    );
  const more = findings.length - rows.length;
  return [
    '| Level | Rule | Where | Object | Fix |',
    '|---|---|---|---|---|',
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
  const { file } = finding.location.span.source;
  const { blocks, footer } = mendingParts(finding, shown);
  return [
    `#### ${escapeMarkdown(nameOfRule(finding))}`,
    `${consequence(finding)} · ${placeCode(finding.location.span, where)} · ${markdownCode(nameOfObject(finding.object))}`,
    quote(reasonOf(finding)).join('\n'),
    ...(finding.exemption ? [`It ${exemptionWords(finding.exemption)}`] : []),
    ...blocks,
    `<sub>${[footer, ruleLine(finding, where), `Reproduce: ${markdownCode(reproduction([file], where))}`].join('<br>')}</sub>`,
  ].join('\n\n');
}

/** The lines as they will be, where that is proven, else as they are. */
function mendingParts(
  finding: ReportedFinding,
  shown: ShownSuggestions,
): { readonly blocks: readonly string[]; readonly footer: string } {
  const { mending, location } = finding;
  const frame = markdownBlock(
    'yaml',
    findingFrame(location).map(({ text }) => text),
  ).join('\n');
  if (mending.outcome === 'none') return { blocks: [frame], footer: `No fix: ${inline(mending.reason)}.` };
  const earlier = shown.earlier(finding, mending.suggestion);
  if (earlier) {
    const other = markdownCode(nameOfRule(earlier));
    return { blocks: [frame], footer: `✔ The fix of ${other} above mends this, too.` };
  }
  const signs = { removed: '-', added: '+', same: ' ' };
  const lines = suggestionLines(mending.suggestion).flat();
  const diff = markdownBlock(
    'diff',
    lines.map(({ kind, text }) => `${signs[kind]}${text}`),
  ).join('\n');
  return { blocks: [diff], footer: `✔ Fix ${proofLine(mending.suggestion.proof)}.` };
}

function otherVerdictItems({ otherVerdicts }: Review): readonly string[] {
  return otherVerdicts.map(
    (verdict) =>
      `${verdict.outcome}: ${markdownCode(nameOfRule(verdict))} on ${markdownCode(nameOfObject(verdict.object))}${verdict.reason === '' ? '' : `: ${escapeMarkdown(verdict.reason)}`}`,
  );
}
