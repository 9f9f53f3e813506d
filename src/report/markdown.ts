import { countOf } from '../base/count-of.ts';
import type { TidewaiterError } from '../errors/tidewaiter-error.ts';
import { nameOfObject } from '../kubernetes/name-of-object.ts';
import type { ReportedFinding } from '../model/finding.ts';
import type { Review } from '../model/review.ts';
import { startOf } from '../text/position.ts';
import { clipText } from './clip-text.ts';
import { escapeMarkdown, markdownBlock, markdownCode } from './escape-markdown.ts';
import { findingFrame } from './finding-frame.ts';
import { durationOf, evaluationsOf, nameOfRule, outcomeWord, proofLine } from './finding-words.ts';
import type { ReportOptions } from './report-options.ts';
import { ShownSuggestions } from './shown-suggestions.ts';
import { suggestionLines } from './suggestion-lines.ts';

/** GitHub takes 65,536 characters in a comment and in a check; the rest is room for whoever wraps this. */
const MAX_CHARACTERS = 60_000;

/**
 * A review as Markdown: the decision first, a table by file, then the details of each finding. Nothing from manifests and policies
 * becomes markup, a mention or an image. Where it would grow too long, details of the last findings are left out and counted.
 */
export function reportToMarkdown(review: Review, options: ReportOptions): string {
  const open = review.findings.filter((finding) => finding.status !== 'fixed');
  const head = [
    headline(review),
    countsLine(review),
    review.problems.length > 0 ? problemBlock(review.problems) : '',
    open.length > 0 ? table(open) : '',
  ];
  const tail = [
    fixedBlock(review.findings),
    notJudgedBlock(review),
    options.showAll ? otherVerdictsBlock(review) : '',
    footer(review, options),
  ];
  const used = [...head, ...tail].reduce((sum, block) => sum + block.length + 2, 0);
  const shown = new ShownSuggestions();
  const details = withinBudget(
    open.map((finding) => detailsOf(finding, shown)),
    MAX_CHARACTERS - used,
  );
  return `${[...head, ...details, ...tail].filter((block) => block !== '').join('\n\n')}\n`;
}

const SIGNS = { pass: '✅', warn: '⚠️', block: '⛔' } as const;
const WORDS = { pass: 'Pass', warn: 'Warn', block: 'Block' } as const;

function headline({ decision, reasons }: Review): string {
  const [first = '', ...more] = reasons;
  return [
    `### ${SIGNS[decision]} ${WORDS[decision]}: ${escapeMarkdown(first)}`,
    ...list(more.map(escapeMarkdown)),
  ].join('\n');
}

function table(findings: readonly ReportedFinding[]): string {
  const rows = findings.slice(0, MAX_ROWS).map((finding) => {
    const { line } = startOf(finding.location.span);
    return `| ${[
      markdownCode(`${finding.location.span.source.file}:${line}`, 'table'),
      markdownCode(nameOfObject(finding.object), 'table'),
      markdownCode(nameOfRule(finding), 'table'),
      finding.level,
      finding.status,
      finding.mending.outcome === 'suggestion' ? 'proven' : '',
    ].join(' | ')} |`;
  });
  const more = findings.length - rows.length;
  return [
    '| Where | Object | Rule | Level | Status | Fix |',
    '|---|---|---|---|---|---|',
    ...rows,
    ...(more > 0 ? ['', `… and ${countOf(more, 'more finding')}.`] : []),
  ].join('\n');
}

const MAX_ROWS = 100;

function detailsOf(finding: ReportedFinding, shown: ShownSuggestions): string {
  const { line } = startOf(finding.location.span);
  const word = outcomeWord(finding.outcome);
  const where = `${finding.location.span.source.file}:${line}`;
  return [
    `#### ${escapeMarkdown(nameOfRule(finding))}${word ? ` (${word})` : ''}`,
    '',
    `${finding.level} · ${markdownCode(where)} · ${markdownCode(nameOfObject(finding.object))}${policyPlace(finding)}${documentation(finding)}`,
    '',
    ...quote(finding.message),
    '',
    ...markdownBlock(
      'yaml',
      findingFrame(finding.location).map((frameLine) => frameLine.text),
    ),
    '',
    ...mendingLines(finding, shown),
  ].join('\n');
}

function mendingLines(finding: ReportedFinding, shown: ShownSuggestions): readonly string[] {
  const { mending } = finding;
  if (mending.outcome === 'none') return [`No fix: ${escapeMarkdown(mending.reason)}`];
  const earlier = shown.earlier(finding, mending.suggestion);
  if (earlier) return [`Fix: the one of ${markdownCode(nameOfRule(earlier))} above mends this too.`];
  const lines = suggestionLines(mending.suggestion).flat();
  const signs = { removed: '-', added: '+', same: ' ' };
  return [
    `Fix, ${proofLine(mending.suggestion.proof)}:`,
    '',
    ...markdownBlock(
      'diff',
      lines.map(({ kind, text }) => `${signs[kind]}${text}`),
    ),
  ];
}

function policyPlace({ policySpan }: ReportedFinding): string {
  return policySpan ? ` · policy ${markdownCode(`${policySpan.source.file}:${startOf(policySpan).line}`)}` : '';
}

/** Only a plain web address becomes a link; its characters are those of an address, so it cannot end early. */
function documentation({ documentation: address }: ReportedFinding): string {
  if (address === undefined || !/^https?:\/\/[\w.~:/?#[\]@!$&'*+,;=%-]+$/.test(address)) return '';
  return ` · [documentation](<${address}>)`;
}

function quote(message: string): readonly string[] {
  return clipText(message)
    .split('\n')
    .map((line) => `> ${escapeMarkdown(line)}`.trimEnd());
}

function problemBlock(problems: readonly TidewaiterError[]): string {
  return [
    `**${countOf(problems.length, 'problem')}: not everything could be judged**`,
    '',
    ...list(
      problems.map(({ span, message, remedy, code }) => {
        const where = span ? `${markdownCode(`${span.source.file}:${startOf(span).line}`)}: ` : '';
        return `${where}${escapeMarkdown(clipText(message))} (${markdownCode(code)})${remedy === undefined ? '' : `. ${escapeMarkdown(remedy)}`}`;
      }),
    ),
  ].join('\n');
}

function fixedBlock(findings: readonly ReportedFinding[]): string {
  const fixed = findings.filter((finding) => finding.status === 'fixed');
  if (fixed.length === 0) return '';
  return folded(
    `${countOf(fixed.length, 'finding')} fixed by this change`,
    list(
      fixed.map((finding) => `${markdownCode(nameOfRule(finding))} in ${markdownCode(nameOfObject(finding.object))}`),
    ),
  );
}

function notJudgedBlock({ notJudged }: Review): string {
  if (notJudged.length === 0) return '';
  return folded(
    `${countOf(notJudged.length, 'place')} not judged`,
    list(notJudged.map(({ file, line, reason }) => `${markdownCode(`${file}:${line}`)}: ${escapeMarkdown(reason)}`)),
  );
}

function otherVerdictsBlock({ otherVerdicts }: Review): string {
  if (otherVerdicts.length === 0) return '';
  return folded(
    `${countOf(otherVerdicts.length, 'verdict')} without a finding`,
    list(
      otherVerdicts.map(
        (verdict) =>
          `${verdict.outcome}: ${markdownCode(nameOfRule(verdict))} on ${markdownCode(nameOfObject(verdict.object))}${verdict.reason === '' ? '' : `: ${escapeMarkdown(verdict.reason)}`}`,
      ),
    ),
  );
}

const MAX_ITEMS = 200;

function folded(summary: string, items: readonly string[]): string {
  const more = items.length - MAX_ITEMS;
  const shown = more > 0 ? [...items.slice(0, MAX_ITEMS), `- … and ${more} more`] : items;
  return ['<details>', `<summary>${summary}</summary>`, '', ...shown, '', '</details>'].join('\n');
}

function countsLine({ counts, durationMs, base, head }: Review): string {
  const compared =
    base === undefined
      ? markdownCode(shortId(head))
      : `${markdownCode(shortId(base))} → ${markdownCode(shortId(head))}`;
  return [
    countOf(counts.files, 'file'),
    countOf(counts.objects, 'object'),
    countOf(counts.policies, 'policy', 'policies'),
    evaluationsOf(counts),
    durationOf(durationMs),
    compared,
  ].join(' · ');
}

function footer({ notes, hidden }: Review, { version }: ReportOptions): string {
  const outside = (['new', 'existing', 'fixed'] as const)
    .filter((status) => hidden[status] > 0)
    .map((status) => `${hidden[status]} ${status}`);
  return [
    ...list(notes.map(escapeMarkdown)),
    ...list(outside.length > 0 ? [`Outside the report's scope: ${outside.join(', ')}.`] : []),
    '',
    `<sub>Tidewaiter ${escapeMarkdown(version)}</sub>`,
  ].join('\n');
}

function shortId(id: string): string {
  return /^[0-9a-f]{40}$/.test(id) ? id.slice(0, 10) : id;
}

function list(items: readonly string[]): readonly string[] {
  return items.map((item) => `- ${item}`);
}

function withinBudget(blocks: readonly string[], budget: number): readonly string[] {
  const kept: string[] = [];
  let used = 0;
  for (const block of blocks) {
    used += block.length + 2;
    if (used > budget - 100)
      return [
        ...kept,
        `Details of ${countOf(blocks.length - kept.length, 'more finding')} are left out: see the whole report.`,
      ];
    kept.push(block);
  }
  return kept;
}
