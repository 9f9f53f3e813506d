import { assertNever } from '../base/assert-never.ts';
import { countOf } from '../base/count-of.ts';
import type { ReportedFinding } from '../model/finding.ts';
import type { Review } from '../model/review.ts';
import type { Level } from '../model/verdict.ts';
import { collectFixes, type Fix } from '../review/collect-fixes.ts';
import type { ElsewhereFinding, Placement } from '../review/place-comments.ts';
import { applyEdits } from '../text/text-edit.ts';
import { unifiedDiff } from '../text/unified-diff.ts';
import { visible } from '../text/visible.ts';
import { fencedBlock, markdownCode } from './escape-markdown.ts';
import { outcomeWord } from './finding-words.ts';
import { isStanding } from './is-standing.ts';
import { section, surroundings } from './markdown.ts';
import { fitMarkdown, MOST_IN_A_COMMENT } from './markdown-budget.ts';
import {
  closingLine,
  countsLine,
  exemptionWords,
  gateChangeItems,
  headline,
  inline,
  LEVEL_SIGNS,
  problemItems,
  wordsOf,
} from './markdown-parts.ts';
import { maskSuggestion } from './mask-secrets.ts';
import { reproduction, type Whereabouts } from './whereabouts.ts';

export interface SummaryOptions {
  readonly version: string;
  readonly whereabouts: Whereabouts;
}

/**
 * The summary in a pull request's conversation: the decision, the counts, a table by file, then what no comment on a line tells, what was
 * not judged, and the fixes as one patch. What the comments tell is not told again.
 */
export function summaryToMarkdown(review: Review, placement: Placement, options: SummaryOptions): string {
  const where = options.whereabouts;
  const open = review.findings.filter(isStanding);
  const elsewhere = placement.elsewhere;
  return fitMarkdown(
    [
      headline(review),
      countsLine(review),
      section('This pull request changes its own gate', gateChangeItems(review, where), 'change'),
      section('Not everything could be judged', problemItems(review.problems, where), 'problem'),
      tableByFile(open, where),
      section(
        `${countOf(elsewhere.length, 'finding')} without a comment on a line`,
        elsewhereItems(elsewhere, where),
        'file',
      ),
      ...surroundings(review, where),
      patchBlock(open),
      closingLine(review, options.version),
    ],
    MOST_IN_A_COMMENT,
  );
}

const MOST_FILES = 50;

function tableByFile(findings: readonly ReportedFinding[], { linkTo }: Whereabouts): string {
  if (findings.length === 0) return '';
  const files = [...Map.groupBy(findings, ({ location }) => location.span.source)];
  const rows = files.slice(0, MOST_FILES).map(([source, inFile]) => {
    const code = markdownCode(source.file, 'table');
    const address = linkTo(source.file, 1, source.revision);
    const mended = inFile.filter(({ mending }) => mending.outcome === 'suggestion').length;
    return `| ${[
      address === undefined ? code : `[${code}](${address})`,
      ...LEVELS.map((level) => inFile.filter((finding) => finding.level === level).length || ''),
      mended === 0 ? '' : `${mended} proven`,
    ].join(' | ')} |`;
  });
  const more = files.length - rows.length;
  return [
    `| File | ${LEVELS.map((level) => `${LEVEL_SIGNS[level]} ${level}`).join(' | ')} | Fixes |`,
    '|---|--:|--:|--:|---|',
    ...rows,
    ...(more > 0 ? ['', `… and ${countOf(more, 'more file')}.`] : []),
  ].join('\n');
}

const LEVELS: readonly Level[] = ['enforce', 'warn', 'audit'];

/** An item a file, so that its command is said once. */
function elsewhereItems(elsewhere: readonly ElsewhereFinding[], where: Whereabouts): readonly string[] {
  return [...Map.groupBy(elsewhere, ({ finding }) => finding.location.span.source.file)].map(([file, inFile]) => {
    const told = inFile.slice(0, MOST_OF_A_FILE).map((each) => `  - ${describeElsewhere(each, where)}`);
    const more = inFile.length - told.length;
    return [
      markdownCode(reproduction([file], where)),
      ...told,
      ...(more > 0 ? [`  - … and ${countOf(more, 'more finding')} of this file`] : []),
    ].join('\n');
  });
}

const MOST_OF_A_FILE = 25;

function describeElsewhere({ finding, reason }: ElsewhereFinding, where: Whereabouts): string {
  const { rule, place, object } = wordsOf(finding, where);
  const word = outcomeWord(finding.outcome);
  const exemption = finding.exemption ? ` (${exemptionWords(finding.exemption)})` : '';
  return `${LEVEL_SIGNS[finding.level]} ${place} ${rule} on ${object}${word ? ` (${word})` : ''}: ${inline(finding.message)}${exemption} <sub>${reasonWords(reason)}</sub>`;
}

function reasonWords(reason: ElsewhereFinding['reason']): string {
  switch (reason) {
    case 'outside-the-diff':
      return 'outside of the diff';
    case 'beyond-the-limit':
      return 'beyond the limit of comments';
    case 'reported-only':
      return 'reported only';
    case 'refused':
      return 'GitHub takes no comment there';
    default:
      return assertNever(reason);
  }
}

/** All proven fixes as a patch that `git apply` reads, file by file as far as they fit. */
function patchBlock(findings: readonly ReportedFinding[]): string {
  const fixes = collectFixes(findings);
  if (fixes.length === 0) return '';
  const patches: string[] = [];
  let room = MOST_PATCH;
  for (const patch of fixes.flatMap((fix) => printablePatch(fix) ?? [])) {
    if (patch.length > room) continue;
    room -= patch.length;
    patches.push(patch);
  }
  const left = fixes.length - patches.length;
  const rest = `${countOf(left, 'file')} of the fixes ${left === 1 ? 'is' : 'are'} not in this patch, for length, line breaks or secrets: ${markdownCode('npx tidewaiter fix')} writes them all.`;
  if (patches.length === 0) return rest;
  return [
    '<details>',
    `<summary>All proven fixes as a patch, for <code>git apply</code></summary>`,
    '',
    ...fencedBlock('diff', patches.join('').replace(/\n$/, '').split('\n')),
    ...(left > 0 ? ['', rest] : []),
    '',
    '</details>',
  ].join('\n');
}

const MOST_PATCH = 20_000;

/** A patch is taken over as it is printed: one that would show a secret, or that Markdown would change, is none. */
function printablePatch({ source, text, findings }: Fix): string | undefined {
  const patch = unifiedDiff(source.file, source.text, text);
  if (visible(patch, { keepLines: true }) !== patch) return undefined;
  const masked = findings.flatMap(({ mending }) =>
    mending.outcome === 'suggestion' ? [maskSuggestion(mending.suggestion)] : [],
  );
  const [first] = masked;
  if (!first || first.source === source) return patch;
  const edits = new Map(
    masked.flatMap((suggestion) => suggestion.edits.map((edit) => [`${edit.start}-${edit.end}`, edit] as const)),
  );
  const shown = unifiedDiff(source.file, first.source.text, applyEdits(first.source.text, [...edits.values()]));
  return shown === patch ? patch : undefined;
}
