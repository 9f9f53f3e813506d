import { countOf } from '../base/count-of.ts';
import type { ReportedFinding } from '../model/finding.ts';
import { startOf } from '../text/position.ts';
import type { Source } from '../text/source.ts';
import { markdownCode } from './escape-markdown.ts';
import { nameOfRule, outcomeWord } from './finding-words.ts';
import { GRADE_SIGNS, type Grade, gradeOf, signOf } from './markdown-parts.ts';
import type { Whereabouts } from './whereabouts.ts';

/** A table with a row for each file: how many findings of which level, which rules at which lines, and how many have a proven fix. */
export function tableByFile(findings: readonly ReportedFinding[], where: Whereabouts): string {
  const files = [...Map.groupBy(findings, ({ location }) => location.span.source)];
  if (files.length === 0) return '';
  const details = [...READABLE.filter((detail) => files.length <= detail.files), ...CUT];
  return details.map((detail) => compose(files, detail, where)).find(({ length }) => length <= MOST_CHARACTERS) ?? '';
}

type FileFindings = readonly [source: Source, findings: readonly ReportedFinding[]];

interface Detail {
  readonly files: number;
  /** Of a file. */
  readonly rules: number;
}

/** The more files, the less of each, so that the table stays on one screen. */
const READABLE: readonly Detail[] = [
  { files: 6, rules: 5 },
  { files: 20, rules: 2 },
];

/** For more files, or for names that are too long for all of that; the last fits in any case. */
const CUT: readonly Detail[] = [
  { files: 50, rules: 0 },
  { files: 10, rules: 0 },
  { files: 0, rules: 0 },
];

/** A third of a comment: the rest is for what the table does not tell. */
const MOST_CHARACTERS = 20_000;

function compose(files: readonly FileFindings[], { files: most, rules }: Detail, where: Whereabouts): string {
  const more = files.length - most;
  return [
    '| File | Findings | Proven fixes |',
    '|---|---|---|',
    ...files.slice(0, most).map((each) => row(each, rules, where)),
    ...(more > 0 ? ['', `… and ${countOf(more, 'more file')}.`] : []),
  ].join('\n');
}

function row([source, findings]: FileFindings, mostRules: number, { linkTo }: Whereabouts): string {
  const code = markdownCode(source.file, 'table');
  const address = linkTo(source.file, 1, source.revision);
  const rules = [...Map.groupBy(findings, (finding) => `${gradeOf(finding)} ${nameOfRule(finding)}`).values()];
  // Naming the last one takes no more room than counting it.
  const shown = rules.length === mostRules + 1 ? rules : rules.slice(0, mostRules);
  const more = rules.length - shown.length;
  const mended = findings.filter(({ mending }) => mending.outcome === 'suggestion').length;
  return `| ${[
    `${address === undefined ? code : `[${code}](${address})`}<br>${gradeCounts(findings)}`,
    [
      ...shown.map((each) => ruleAtLines(each, linkTo)),
      ...(more > 0 ? [shown.length > 0 ? `… and ${countOf(more, 'more rule')}` : countOf(more, 'rule')] : []),
    ].join('<br>'),
    mended === 0 ? '' : `${mended} of ${findings.length}`,
  ].join(' | ')} |`;
}

/** `⛔ 4 enforce · ⚠️ 2 warn`, which no narrow column breaks inside. */
function gradeCounts(findings: readonly ReportedFinding[]): string {
  return GRADES.map((grade) => ({ grade, count: findings.filter((finding) => gradeOf(finding) === grade).length }))
    .filter(({ count }) => count > 0)
    .map(({ grade, count }) => `${GRADE_SIGNS[grade]}\u00a0${count}\u00a0${grade}`)
    .join(' · ');
}

const GRADES: readonly Grade[] = ['enforce', 'warn', 'audit', 'unknown'];

const MOST_LINES = 4;

/** `⛔ require-labels/team lines 7, 31`, the numbers being links. */
function ruleAtLines(findings: readonly ReportedFinding[], linkTo: Whereabouts['linkTo']): string {
  const [first] = findings;
  if (!first) return '';
  const lines = [...new Set(findings.map(({ location }) => startOf(location.span).line))];
  const { file, revision } = first.location.span.source;
  const shown = lines.slice(0, MOST_LINES).map((line) => {
    const address = linkTo(file, line, revision);
    return address === undefined ? String(line) : `[${line}](${address})`;
  });
  const word = outcomeWord(first.outcome);
  const at = `${lines.length === 1 ? 'line' : 'lines'} ${shown.join(', ')}${lines.length > MOST_LINES ? ', …' : ''}`;
  return `${signOf(first)} ${markdownCode(nameOfRule(first), 'table')} ${at}${word ? `: ${word}` : ''}`;
}
