import { countOf } from '../base/count-of.ts';
import type { TidewaiterError } from '../errors/tidewaiter-error.ts';
import type { ReportedFinding } from '../model/finding.ts';
import type { NotJudged } from '../model/manifest.ts';
import type { Decision, Review } from '../model/review.ts';
import { lastLineOf, startOf } from '../text/position.ts';
import type { Span } from '../text/span.ts';
import { visible } from '../text/visible.ts';
import { spanToMark } from './finding-frame.ts';
import { isStanding } from './is-standing.ts';
import { plainMessage, plainText, plainTitle } from './plain-words.ts';
import { severityOf } from './severity.ts';

/** What GitHub shows of a run beside its lines, as data: the Action hands it to the runner, `-o github` writes it as commands. */
export type Annotation = AnnotationWords & (AnnotationPlace | NoPlace);

export interface AnnotationWords {
  readonly level: AnnotationLevel;
  readonly title: string;
  readonly message: string;
}

export type AnnotationLevel = 'error' | 'warning' | 'notice';

/** In a file at head, lines from 1, the last one inclusive. */
export interface AnnotationPlace {
  readonly file: string;
  readonly startLine: number;
  readonly endLine: number;
  /** Only where it is about one line: GitHub takes no column otherwise. */
  readonly startColumn?: number;
}

/** It is about the whole, or about what stands only at base. */
export interface NoPlace {
  readonly file?: undefined;
}

/** GitHub shows so many of each level of a step, and drops the others without a word. */
const SHOWN_BY_GITHUB = 10;

const LEVELS: readonly AnnotationLevel[] = ['error', 'warning', 'notice'];

/**
 * The annotations of a review as a step of GitHub Actions makes them: as many as GitHub shows; a last notice counts those that are left out.
 * @param more what else the run has to say, first of its level
 */
export function annotationsOf(review: Review, more: readonly Annotation[] = []): readonly Annotation[] {
  const all = everyAnnotationOf(review, more);
  const byLevel = LEVELS.map((level) => all.filter((annotation) => annotation.level === level));
  if (byLevel.every(({ length }) => length <= SHOWN_BY_GITHUB)) return all;
  const shown = byLevel.flatMap((annotations, index) =>
    annotations.slice(0, LEVELS[index] === 'notice' ? SHOWN_BY_GITHUB - 1 : SHOWN_BY_GITHUB),
  );
  return [...shown, leftOut(all.length - shown.length)];
}

/**
 * All annotations of a review, worst first. Levels are those of the findings. But nothing is red in a job that does not fail: where nothing
 * blocks, what a policy would deny is a warning. What could not be judged at all is an error whatever happens, and what no policy was
 * asked about a notice.
 */
export function everyAnnotationOf(review: Review, more: readonly Annotation[] = []): readonly Annotation[] {
  const all = [
    ...more,
    ...review.problems.map(ofProblem),
    ...ofNotJudged(review.notJudged),
    ...review.findings.filter(isStanding).map((finding) => ofFinding(finding, review.decision)),
  ];
  return LEVELS.flatMap((level) => all.filter((annotation) => annotation.level === level));
}

function ofProblem({ code, message, remedy, span }: TidewaiterError): Annotation {
  return {
    level: 'error',
    title: `could not judge: ${code}`,
    message: elsewhere(span) + plainText(remedy === undefined ? message : `${message}\n${remedy}`),
    ...placeOf(span),
  };
}

/** One reason often holds for many files: it is told once, at the first of them. */
function ofNotJudged(notJudged: readonly NotJudged[]): readonly Annotation[] {
  return [...Map.groupBy(notJudged, ({ reason }) => reason)].flatMap(([reason, [first, ...others]]) => {
    if (!first) return [];
    const more = others.length === 0 ? '' : ` (and ${countOf(others.length, 'more place')})`;
    return [
      {
        level: 'notice',
        title: 'not judged',
        message: `${plainText(reason)}${more}`,
        file: visible(first.file),
        startLine: first.line,
        endLine: first.line,
      },
    ];
  });
}

function ofFinding(finding: ReportedFinding, decision: Decision): Annotation {
  const span = spanToMark(finding.location);
  return {
    level: levelOf(finding, decision),
    title: plainTitle(finding),
    message: elsewhere(span) + plainMessage(finding),
    ...placeOf(span),
  };
}

function levelOf(finding: ReportedFinding, decision: Decision): AnnotationLevel {
  const severity = severityOf(finding);
  if (severity === 'note') return 'notice';
  return decision === 'block' ? severity : 'warning';
}

/** What stands only at base has no lines at head that it could be shown at. */
function placeOf(span: Span | undefined): AnnotationPlace | NoPlace {
  if (!span || !isAtHead(span)) return {};
  const [start, endLine] = [startOf(span), lastLineOf(span)];
  return {
    file: visible(span.source.file),
    startLine: start.line,
    endLine,
    ...(start.line === endLine ? { startColumn: start.column } : {}),
  };
}

/** It is named in words then. */
function elsewhere(span: Span | undefined): string {
  if (!span || isAtHead(span)) return '';
  return `${visible(span.source.file)}:${startOf(span).line}${span.source.revision === 'base' ? ' at base' : ''}: `;
}

function isAtHead({ source }: Span): boolean {
  return source.revision === 'head' || source.revision === 'disk';
}

function leftOut(count: number): Annotation {
  return {
    level: 'notice',
    title: `${count} more`,
    message: `GitHub shows ${SHOWN_BY_GITHUB} errors, warnings and notices of a step: ${count} more are left out here. The whole report has them.`,
  };
}
