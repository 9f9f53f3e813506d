import { assertNever } from '../base/assert-never.ts';
import { countOf } from '../base/count-of.ts';
import { formatPath } from '../base/path.ts';
import type { TidewaiterError } from '../errors/tidewaiter-error.ts';
import { nameOfObject } from '../kubernetes/name-of-object.ts';
import type { AppliedExemption } from '../model/exemption.ts';
import type { ReportedFinding } from '../model/finding.ts';
import type { Review } from '../model/review.ts';
import type { Level } from '../model/verdict.ts';
import { startOf } from '../text/position.ts';
import type { Revision } from '../text/source.ts';
import type { Span } from '../text/span.ts';
import { clipText } from './clip-text.ts';
import { escapeMarkdown, markdownCode } from './escape-markdown.ts';
import { durationOf, evaluationsOf, exemptionLine, nameOfRule } from './finding-words.ts';
import { webAddress } from './web-address.ts';
import type { Whereabouts } from './whereabouts.ts';

/** What every Markdown of a review is made of. A part that has nothing to say is the empty string. */

/** How much a reader has to care: what only a live cluster could tell is no objection yet, whatever its policy's level. */
export type Grade = Level | 'unknown';

export const GRADE_SIGNS: { readonly [grade in Grade]: string } = {
  enforce: '⛔',
  warn: '⚠️',
  audit: 'ℹ️',
  unknown: '❔',
};

export function gradeOf({ level, outcome }: Pick<ReportedFinding, 'level' | 'outcome'>): Grade {
  return outcome === 'unknown' ? 'unknown' : level;
}

export function signOf(finding: Pick<ReportedFinding, 'level' | 'outcome'>): string {
  return GRADE_SIGNS[gradeOf(finding)];
}

const VERDICTS = { pass: '✅ Passed', warn: '⚠️ Not blocked', block: '⛔ Blocked' } as const;

/** The decision, and why: what a reader sees first, and perhaps alone. */
export function headline({ decision, reasons, problems }: Review): string {
  const [first = '', ...more] = reasons;
  const verdict =
    problems.length > 0
      ? `${decision === 'block' ? '⛔' : '⚠️'} ${capitalise(first)}`
      : `${VERDICTS[decision]}: ${first}`;
  return [
    `### ${escapeMarkdown(verdict)}`,
    ...(more.length > 0 ? [escapeMarkdown(capitalise(more.join('; ')))] : []),
  ].join('\n\n');
}

/** How to get rid of what can be mended at once: `how` ends the sentence. */
export function nextStep(open: readonly ReportedFinding[], how: string): string {
  const mendable = open.filter(({ mending }) => mending.outcome === 'suggestion').length;
  if (mendable === 0) return '';
  return `**${mendable} of ${countOf(open.length, 'finding')} ${mendable === 1 ? 'has' : 'have'} a proven fix:** ${how}`;
}

export function countsLine({ counts }: Review): string {
  if (counts.objects === 0) return `No Kubernetes object to judge · ${countOf(counts.policies, 'policy', 'policies')}`;
  return [
    countOf(counts.files, 'file'),
    countOf(counts.objects, 'object'),
    countOf(counts.policies, 'policy', 'policies'),
    evaluationsOf(counts),
  ].join(' · ');
}

/** Which commits were compared, how long it took and who says so: the last line. */
export function closingLine({ base, head, durationMs }: Review, version: string): string {
  const compared = base === undefined ? shortId(head) : `policies of ${shortId(base)}, manifests of ${shortId(head)}`;
  return `<sub>${escapeMarkdown(`Tidewaiter ${version} · ${compared}`)} · ${durationOf(durationMs)}</sub>`;
}

function shortId(id: string): string {
  return /^[0-9a-f]{40,64}$/.test(id) ? id.slice(0, 10) : id;
}

/** `deploy/web.yaml:12`, as a link where there is an address. */
export function placeCode(span: Span, { linkTo }: Whereabouts, place: 'text' | 'table' = 'text'): string {
  return lineCode(span.source.file, startOf(span).line, span.source.revision, linkTo, place);
}

export function lineCode(
  file: string,
  line: number,
  revision: Revision,
  linkTo: Whereabouts['linkTo'],
  place: 'text' | 'table' = 'text',
): string {
  const code = markdownCode(`${file}:${line}`, place);
  const address = linkTo(file, line, revision);
  return address === undefined ? code : `[${code}](${address})`;
}

/** `line 12`, where the file is named before. */
export function lineLink(span: Span, { linkTo }: Whereabouts): string {
  const { line } = startOf(span);
  const address = linkTo(span.source.file, line, span.source.revision);
  return address === undefined ? `line ${line}` : `[line ${line}](${address})`;
}

/** The rule's name, linked to where it is written or to the page about it. */
export function ruleCode(finding: ReportedFinding, where: Whereabouts): string {
  const code = markdownCode(nameOfRule(finding));
  const address = policyAddress(finding, where) ?? webAddress(finding.documentation);
  return address === undefined ? code : `[${code}](${address})`;
}

function policyAddress({ policySpan }: ReportedFinding, { linkTo }: Whereabouts): string | undefined {
  return policySpan && linkTo(policySpan.source.file, startOf(policySpan).line, policySpan.source.revision);
}

/** Which rule, about which field, and where to read more. */
export function ruleLine(finding: ReportedFinding, where: Whereabouts): string {
  const page = policyAddress(finding, where) === undefined ? undefined : webAddress(finding.documentation);
  return [
    `Rule ${ruleCode(finding, where)} at ${markdownCode(formatPath(finding.path))}`,
    ...(page === undefined ? [] : [`[documentation](${page})`]),
    ...(finding.status === 'existing' ? ['was so before this pull request'] : []),
  ].join(' · ');
}

/** What admission would do about it: `⛔ Would be denied by ClusterPolicy/require-labels (enforce)`. */
export function consequence(finding: ReportedFinding): string {
  const { level, policyId } = finding;
  return `${signOf(finding)} ${whatAdmissionDoes(finding)} by ${markdownCode(policyId)} (${level})`;
}

function whatAdmissionDoes({ outcome, level }: ReportedFinding): string {
  switch (outcome) {
    case 'fail':
      return DOES[level];
    case 'mutate':
      return 'Would be changed at admission';
    case 'error':
    case 'unknown':
      return 'Could not be judged';
    default:
      return assertNever(outcome);
  }
}

const DOES = {
  enforce: 'Would be denied',
  warn: 'Would be admitted with a warning',
  audit: 'Would be admitted and reported',
} as const;

export function quote(message: string): readonly string[] {
  return clipText(message)
    .split('\n')
    .map((line) => `> ${withCode(line)}`.trimEnd());
}

/** A message in the middle of a line. */
export function inline(message: string): string {
  return withCode(clipText(message).replace(/\s+/g, ' ').trim());
}

/** What stands between single backticks is code, as whoever wrote it meant; the rest is escaped. */
function withCode(line: string): string {
  return line
    .split(/(?<!`)`([^`]+)`(?!`)/)
    .map((part, index) => (index % 2 === 1 ? markdownCode(part) : escapeMarkdown(part)))
    .join('');
}

export function problemItems(problems: readonly TidewaiterError[], where: Whereabouts): readonly string[] {
  return problems.map(({ span, message, remedy, code }) => {
    const place = span ? `${placeCode(span, where)}: ` : '';
    return `${place}${inline(message)}${remedy === undefined ? '' : `. ${inline(remedy)}`} (${markdownCode(code)})`;
  });
}

export function notJudgedItems({ notJudged }: Review, { linkTo }: Whereabouts): readonly string[] {
  return [...Map.groupBy(notJudged, ({ reason }) => reason)].map(([reason, places]) => {
    const shown = places.slice(0, MOST_PLACES).map(({ file, line }) => lineCode(file, line, 'head', linkTo));
    const more = places.length - shown.length;
    return `${shown.join(', ')}${more > 0 ? ` and ${countOf(more, 'more place')}` : ''}: ${inline(reason)}`;
  });
}

const MOST_PLACES = 5;

export function gateChangeItems({ gateChanges }: Review, { linkTo }: Whereabouts): readonly string[] {
  return gateChanges.map(({ file, line, text }) => `${lineCode(file, line, 'head', linkTo)} ${inline(text)}`);
}

export function exemptedItems(findings: readonly ReportedFinding[], where: Whereabouts): readonly string[] {
  return findings.flatMap((finding) => {
    if (finding.exemption?.state !== 'active') return [];
    const { rule, place, object } = wordsOf(finding, where);
    return [`${place} ${rule} on ${object}: ${exemptionWords(finding.exemption)}`];
  });
}

/** `exempted until 2027-03-31 by octocat: the reason`. */
export function exemptionWords(exemption: AppliedExemption): string {
  return inline(exemptionLine(exemption));
}

export function unusedExemptionItems({ unusedExemptions }: Review, where: Whereabouts): readonly string[] {
  return unusedExemptions.map(
    ({ policy, until, span }) => `${placeCode(span, where)}: ${markdownCode(policy)}, until ${escapeMarkdown(until)}`,
  );
}

export function fixedItems(findings: readonly ReportedFinding[]): readonly string[] {
  return findings
    .filter(({ status }) => status === 'fixed')
    .map((finding) => `${markdownCode(nameOfRule(finding))} in ${markdownCode(nameOfObject(finding.object))}`);
}

export function effectItems({ effects }: Review, { linkTo }: Whereabouts): readonly string[] {
  return effects.map((effect) => {
    const [object, trigger] = [effect.object, effect.trigger].map((each) => markdownCode(nameOfObject(each)));
    const place = lineCode(effect.file, effect.line, 'head', linkTo);
    return `${markdownCode(nameOfRule(effect))} ${effect.kind} ${object} for ${trigger} ${place}`;
  });
}

export function previewItems({ preview }: Review, where: Whereabouts): readonly string[] {
  if (!preview) return [];
  const tell = (words: string) => (finding: ReportedFinding) => {
    const { rule, place, object } = wordsOf(finding, where);
    return `${words}: ${signOf(finding)} ${place} ${rule} on ${object}`;
  };
  const items = [
    ...problemItems(preview.problems, where),
    ...preview.appearing.map(tell('appears')),
    ...preview.disappearing.map(tell('disappears')),
  ];
  return items.length === 0 ? ['It would find the same.'] : items;
}

export function wordsOf(finding: ReportedFinding, where: Whereabouts) {
  return {
    rule: ruleCode(finding, where),
    place: placeCode(finding.location.span, where),
    object: markdownCode(nameOfObject(finding.object)),
  };
}

/** What is refused has been said above. */
export function noteItems({ notes, refused, hidden }: Review): readonly string[] {
  const isRefused = new Set(refused);
  const outside = (['new', 'existing', 'fixed'] as const)
    .filter((status) => hidden[status] > 0)
    .map((status) => countOf(hidden[status], `${status} finding`));
  return [
    ...notes.filter((note) => !isRefused.has(note)).map(inline),
    ...(outside.length > 0 ? [`Not in this report's scope: ${outside.join(', ')}.`] : []),
  ];
}

function capitalise(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
