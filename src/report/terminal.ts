import { assertNever } from '../base/assert-never.ts';
import { countOf } from '../base/count-of.ts';
import { formatPath } from '../base/path.ts';
import type { TidewaiterError } from '../errors/tidewaiter-error.ts';
import { nameOfObject } from '../kubernetes/name-of-object.ts';
import type { ReportedFinding } from '../model/finding.ts';
import type { Decision, Review } from '../model/review.ts';
import type { Suggestion } from '../model/suggestion.ts';
import { isExempted } from '../review/is-exempted.ts';
import { startOf } from '../text/position.ts';
import { visible } from '../text/visible.ts';
import { clipText } from './clip-text.ts';
import { findingFrame, frameOf } from './finding-frame.ts';
import {
  durationOf,
  evaluationsOf,
  exemptionLine,
  nameOfRule,
  outcomeWord,
  proofLine,
  reasonOf,
} from './finding-words.ts';
import { LEVEL_SIGNS, levelStyle } from './level-style.ts';
import type { Palette } from './palette.ts';
import type { ReportOptions } from './report-options.ts';
import { ShownSuggestions } from './shown-suggestions.ts';
import { suggestionLines } from './suggestion-lines.ts';
import { effectsSection } from './terminal-effects.ts';
import { exemptedSection, unusedExemptionsSection } from './terminal-exemptions.ts';
import { terminalFrame } from './terminal-frame.ts';
import { gateChangesSection, previewSection } from './terminal-gate.ts';
import { placeOf } from './terminal-item.ts';
import { wrapText } from './wrap-text.ts';

/**
 * A review for a terminal: the findings by file, then what is exempted, what would be done in the cluster and what the pull request changes about its
 * gate, what was not judged and what went wrong, and the decision in the last line, where the eye is when the run ends. Whatever comes from manifests and
 * policies is shown, never obeyed.
 */
export function reportToTerminal(review: Review, options: ReportOptions): string {
  const open = review.findings.filter((finding) => finding.status !== 'fixed' && !isExempted(finding));
  const sections = [
    ...findingSections(open, options),
    exemptedSection(review.findings, options),
    fixedSection(review.findings, options),
    effectsSection(review, options),
    options.showAll ? otherVerdictsSection(review, options) : [],
    unusedExemptionsSection(review.unusedExemptions, options),
    gateChangesSection(review.gateChanges, options),
    review.preview ? previewSection(review.preview, options) : [],
    notJudgedSection(review, options),
    ...review.problems.map((problem) => problemSection(problem, options)),
    noteSection(review, options),
    closing(review, open, options),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function findingSections(findings: readonly ReportedFinding[], options: ReportOptions): readonly (readonly string[])[] {
  const shown = new ShownSuggestions();
  return [...Map.groupBy(findings, fileOf)].flatMap(([file, inFile]) => [
    [fileHeading(file, inFile.length, options)],
    ...inFile.map((finding) => findingLines(finding, shown, options)),
  ]);
}

function fileHeading(file: string, count: number, { palette, width }: ReportOptions): string {
  const name = visible(file);
  const total = countOf(count, 'finding');
  const rule = '─'.repeat(Math.max(2, width - name.length - total.length - 2));
  return `${palette.bold(name)} ${palette.dim(`${rule} ${total}`)}`;
}

function findingLines(finding: ReportedFinding, shown: ShownSuggestions, options: ReportOptions): readonly string[] {
  const { palette, width } = options;
  const mark = levelStyle(finding.level, palette);
  const { line, column } = startOf(finding.location.span);
  const place = `${visible(fileOf(finding))}:${line}:${column}`;
  const word = outcomeWord(finding.outcome);
  const status = finding.status === 'existing' ? palette.dim(' (existing)') : '';
  const frame = terminalFrame(findingFrame(finding.location), {
    width: width - 2,
    palette,
    mark,
    label: missing(finding),
  });
  return [
    `${mark(palette.bold(`${LEVEL_SIGNS[finding.level]} ${finding.level}`))}  ${palette.bold(visible(nameOfRule(finding)))}${word ? `: ${word}` : ''}${status}`,
    ...wrapText(visible(clipText(reasonOf(finding)), { keepLines: true }), width - 2).map((text) => `  ${text}`),
    ...expiredLines(finding, options),
    `  ${palette.cyan(place)}  ${visible(nameOfObject(finding.object))}`,
    '',
    ...frame.map((text) => `  ${text}`),
    '',
    ...mendingLines(finding, shown, options),
    ...policyLine(finding, palette),
  ];
}

/** Who had exempted it, once that is over. */
function expiredLines({ exemption }: ReportedFinding, { palette, width }: ReportOptions): readonly string[] {
  if (!exemption) return [];
  return wrapText(visible(exemptionLine(exemption)), width - 2).map((text) => `  ${palette.yellow(text)}`);
}

/** Where the rule is written, and the page about it. */
function policyLine({ policySpan, documentation }: ReportedFinding, palette: Palette): readonly string[] {
  const place = policySpan ? placeOf(policySpan) : undefined;
  const page = documentation === undefined ? undefined : palette.underline(visible(documentation));
  const parts = [place, page].filter((part) => part !== undefined);
  return parts.length === 0 ? [] : [`  ${palette.dim('policy')} ${parts.join(palette.dim(' · '))}`];
}

/** What is not there, said where it could be. */
function missing({ location, path }: ReportedFinding): string | undefined {
  const rest = path.slice(location.path.length);
  return location.exact || rest.length === 0 ? undefined : `no ${visible(formatPath(rest))} here`;
}

function mendingLines(finding: ReportedFinding, shown: ShownSuggestions, options: ReportOptions): readonly string[] {
  const { palette, width } = options;
  if (finding.mending.outcome === 'none') {
    const [first = '', ...more] = wrapText(visible(finding.mending.reason), width - 10);
    return [`  ${palette.dim('no fix')}  ${first}`, ...more.map((text) => `          ${text}`)];
  }
  const { suggestion } = finding.mending;
  const earlier = shown.earlier(finding, suggestion);
  if (earlier) {
    return [
      `  ${palette.green('fix')} ${palette.dim(`the one above, of ${visible(nameOfRule(earlier))}, mends this too`)}`,
    ];
  }
  const [first = '', ...more] = wrapText(proofLine(suggestion.proof), width - 6);
  return [
    `  ${palette.green('fix')} ${palette.dim(first)}`,
    ...more.map((text) => `      ${palette.dim(text)}`),
    ...diffLines(suggestion, options),
  ];
}

function diffLines(suggestion: Suggestion, { palette }: ReportOptions): readonly string[] {
  const runs = suggestionLines(suggestion);
  const digits = String(Math.max(0, ...runs.flat().map(({ number }) => number))).length;
  return runs.flat().map(({ kind, number, text }) => {
    const sign = kind === 'removed' ? '-' : kind === 'added' ? '+' : ' ';
    const line = `${sign} ${String(number).padStart(digits)} │ ${visible(text)}`;
    if (kind === 'same') return `  ${palette.dim(line)}`;
    return `  ${kind === 'removed' ? palette.red(line) : palette.green(line)}`;
  });
}

function fixedSection(findings: readonly ReportedFinding[], { palette }: ReportOptions): readonly string[] {
  const fixed = findings.filter((finding) => finding.status === 'fixed');
  if (fixed.length === 0) return [];
  return [
    palette.bold('Fixed by this change'),
    ...fixed.map((finding) => {
      const where = `${visible(nameOfObject(finding.object))}, at base in ${placeOf(finding.location.span)}`;
      return `  ${palette.green('✔')} ${visible(nameOfRule(finding))}  ${palette.dim(where)}`;
    }),
  ];
}

function otherVerdictsSection({ otherVerdicts }: Review, { palette, width }: ReportOptions): readonly string[] {
  if (otherVerdicts.length === 0) return [];
  const lines = [...Map.groupBy(otherVerdicts, ({ object }) => nameOfObject(object))].flatMap(([object, verdicts]) => [
    `  ${visible(object)}`,
    ...verdicts.flatMap(({ policy, rule, outcome, reason }) => {
      const name = visible(nameOfRule({ policy, rule }));
      const sign = outcome === 'pass' ? palette.green('pass') : palette.dim('skip');
      const [first = '', ...more] = wrapText(visible(reason), width - 13 - name.length);
      return [
        `    ${sign}  ${name}${first === '' ? '' : palette.dim(`: ${first}`)}`,
        ...more.map((text) => palette.dim(`          ${text}`)),
      ];
    }),
  ]);
  return [palette.bold('Passed and skipped'), ...lines];
}

/** One reason often holds for many files: it is said once, with the first of them. */
const MAX_FILES = 5;

function notJudgedSection({ notJudged }: Review, { palette, width, showAll }: ReportOptions): readonly string[] {
  if (notJudged.length === 0) return [];
  const lines = [...Map.groupBy(notJudged, ({ reason }) => reason)].flatMap(([reason, files]) => {
    const shown = showAll ? files : files.slice(0, MAX_FILES);
    const more = files.length - shown.length;
    return [
      ...wrapText(visible(reason), width - 2).map((text) => `  ${text}`),
      ...shown.map(({ file, line }) => `    ${palette.cyan(`${visible(file)}:${line}`)}`),
      ...(more > 0 ? [palette.dim(`    and ${more} more (--all names them)`)] : []),
    ];
  });
  return [palette.yellow(palette.bold(`Not judged: ${countOf(notJudged.length, 'place')}`)), ...lines];
}

function problemSection(problem: TidewaiterError, { palette, width }: ReportOptions): readonly string[] {
  const { span, remedy, code } = problem;
  const place = span ? startOf(span) : undefined;
  const frame = span ? terminalFrame(frameOf(span), { width: width - 2, palette, mark: palette.red }) : [];
  return [
    `${palette.red(palette.bold('✖ error'))}  ${palette.bold(code)}`,
    ...wrapText(visible(clipText(problem.message), { keepLines: true }), width - 2).map((text) => `  ${text}`),
    ...(span && place ? [`  ${palette.cyan(`${visible(span.source.file)}:${place.line}:${place.column}`)}`] : []),
    ...(frame.length > 0 ? ['', ...frame.map((text) => `  ${text}`)] : []),
    ...(remedy === undefined
      ? []
      : wrapText(visible(remedy), width - 4).map(
          (text, index) => `  ${index === 0 ? palette.green('→') : ' '} ${text}`,
        )),
  ];
}

function noteSection({ notes, hidden }: Review, { palette, width }: ReportOptions): readonly string[] {
  const elsewhere = (['new', 'existing', 'fixed'] as const).filter((status) => hidden[status] > 0);
  const outside = elsewhere.map((status) => `${hidden[status]} ${status}`).join(', ');
  const all = outside === '' ? notes : [...notes, `Not shown: ${outside} (see --report).`];
  return all.flatMap((note) =>
    wrapText(visible(note), width - 6).map((text, index) => `${palette.dim(index === 0 ? 'note: ' : '      ')}${text}`),
  );
}

function closing(review: Review, open: readonly ReportedFinding[], options: ReportOptions): readonly string[] {
  const { palette, width } = options;
  const { counts } = review;
  const measured = [
    countOf(counts.files, 'file'),
    countOf(counts.objects, 'object'),
    countOf(counts.policies, 'policy', 'policies'),
    evaluationsOf(counts),
    durationOf(review.durationMs),
  ];
  const mendable = open.filter((finding) => finding.mending.outcome === 'suggestion').length;
  const word = review.decision.toUpperCase();
  const reasons = wrapText(visible(review.reasons.join('; ')), width - word.length - 4);
  return [
    ...wrapItems(measured, width).map((text) => palette.dim(text)),
    ...(mendable === 0
      ? []
      : [
          `${mendable} of ${countOf(open.length, 'finding')} ${mendable === 1 ? 'has' : 'have'} a proven fix: ${palette.bold('tidewaiter fix')}`,
        ]),
    '',
    ...reasons.map((text, index) =>
      index === 0
        ? `${decisionStyle(review.decision, palette)(` ${word} `)} ${palette.bold(text)}`
        : `${' '.repeat(word.length + 3)}${palette.bold(text)}`,
    ),
  ];
}

/** Items in a row, broken only between them. */
function wrapItems(items: readonly string[], width: number): readonly string[] {
  const whole = items.map((item) => item.replaceAll(' ', NO_BREAK)).join(`${NO_BREAK}· `);
  return wrapText(whole, width).map((line) => line.replaceAll(NO_BREAK, ' '));
}

const NO_BREAK = '\u00a0';

function decisionStyle(decision: Decision, palette: Palette): (text: string) => string {
  switch (decision) {
    case 'block':
      return palette.onRed;
    case 'warn':
      return palette.onYellow;
    case 'pass':
      return palette.onGreen;
    default:
      return assertNever(decision);
  }
}

function fileOf(finding: ReportedFinding): string {
  return finding.location.span.source.file;
}
