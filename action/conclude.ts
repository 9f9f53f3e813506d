import { TidewaiterError } from '../src/errors/tidewaiter-error.ts';
import type { Published } from '../src/github/publish-review.ts';
import type { Review } from '../src/model/review.ts';
import { type Annotation, annotationsOf } from '../src/report/annotations.ts';
import { escapeMarkdown } from '../src/report/escape-markdown.ts';
import { isStanding } from '../src/report/is-standing.ts';
import { reportToMarkdown } from '../src/report/markdown.ts';
import { ANSI_PALETTE } from '../src/report/palette.ts';
import { REPORTERS } from '../src/report/reporters.ts';
import type { Whereabouts } from '../src/report/whereabouts.ts';
import { startOf } from '../src/text/position.ts';
import { visible } from '../src/text/visible.ts';
import type { ActionInputs } from './inputs.ts';
import type { OpenSubject, SubjectRead } from './read-subject.ts';
import { OUTPUT_NAMES, type OutputName, type Runner } from './runner.ts';
import { writeReport } from './write-report.ts';

export interface Run {
  readonly subject: OpenSubject;
  readonly read: SubjectRead;
  readonly inputs: ActionInputs;
  readonly where: Whereabouts;
  readonly said: Said;
}

export type Said =
  | Exclude<Published, { outcome: 'moved' }>
  | { readonly outcome: 'nowhere' }
  /** What was judged stands, and could not be said, or not all of it. */
  | { readonly outcome: 'failed'; readonly error: TidewaiterError };

/** GitHub takes 1 MiB as a step's summary, and a character is up to four bytes. */
const MOST_IN_A_SUMMARY = 250_000;

/** Ends a run: the log, the report files, the annotations, the step summary, the outputs, and the job's exit code. */
export async function conclude(review: Review, run: Run, runner: Runner): Promise<0 | 1> {
  runner.write(REPORTERS.terminal(review, reportOptions(runner)));
  const files = writeReports(review, run, runner);
  const failures = [...failureToSay(run), ...files.failures];
  const notes = [...sayingNotes(run), ...otherHead(run)];
  const ours = notes.map((message) => ({ level: 'notice', title: 'Tidewaiter', message }) as const);
  for (const annotation of annotationsOf(review, [...failures, ...ours])) runner.annotate(annotation);

  const told = failures.map(({ title, message }) => `${title}: ${message}`);
  const summary = reportToMarkdown(
    { ...review, notes: [...told, ...notes, ...review.notes] },
    { version: runner.version, showAll: false, whereabouts: run.where, most: MOST_IN_A_SUMMARY },
  );
  await runner.summarise(summary);

  const address = run.said.outcome === 'published' ? run.said.summaryUrl : undefined;
  const outputs = {
    ...outputsOf(review),
    ...files.paths,
    ...(address === undefined ? {} : { 'comment-url': address }),
  };
  for (const name of OUTPUT_NAMES) if (outputs[name] !== undefined) runner.output(name, outputs[name]);
  return review.decision === 'block' || otherHead(run).length > 0 || failures.length > 0 ? 1 : 0;
}

function reportOptions({ version }: Runner) {
  return { version, showAll: false, width: 120, palette: ANSI_PALETTE };
}

/** What kept the run from judging. */
export async function concludeWithError(error: unknown, runner: Runner): Promise<1> {
  const { title, message } = wordsOf(error, 'Could not judge');
  runner.annotate({ level: 'error', title, message, ...placeOf(error) });
  runner.output('conclusion', 'error');
  await runner.summarise(`### ⛔ Could not judge\n\n${message.split('\n').map(escapeMarkdown).join('\n\n')}\n`);
  return 1;
}

function wordsOf(error: unknown, what: string): { readonly title: string; readonly message: string } {
  if (!(error instanceof TidewaiterError)) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return {
      title: 'Tidewaiter crashed',
      message: visible(`Nothing was judged. Please report this:\n${stack}`, { keepLines: true }),
    };
  }
  const { message, remedy, code } = error;
  return {
    title: `${what} (${code})`,
    message: visible(remedy === undefined ? message : `${message}\n${remedy}`, { keepLines: true }),
  };
}

function placeOf(error: unknown) {
  const span = error instanceof TidewaiterError ? error.span : undefined;
  return span ? { file: span.source.file, startLine: startOf(span).line } : {};
}

type Outputs = { readonly [name in OutputName]?: string };

/** The report files that were asked for; one that cannot be written makes the job red, and the rest is told all the same. */
function writeReports(review: Review, { inputs }: Run, runner: Runner) {
  const { GITHUB_WORKSPACE: workspace = '.', RUNNER_TEMP } = runner.environment;
  const place = { workspace, allowed: [workspace, ...(RUNNER_TEMP === undefined ? [] : [RUNNER_TEMP])] };
  const wanted = [
    { name: 'sarif-file', path: inputs.sarifFile, format: 'sarif' },
    { name: 'report-file', path: inputs.reportFile, format: 'json' },
  ] as const;
  const paths: { [name in OutputName]?: string } = {};
  const failures: Annotation[] = [];
  for (const { name, path, format } of wanted) {
    if (path === undefined) continue;
    try {
      paths[name] = writeReport(path, REPORTERS[format](review, reportOptions(runner)), place);
    } catch (error) {
      if (!(error instanceof TidewaiterError)) throw error;
      failures.push({ level: 'error', ...wordsOf(error, 'Judged, but not written') });
    }
  }
  return { paths, failures };
}

function outputsOf({ decision, findings, blocking, notJudged }: Review): Outputs {
  const standing = findings.filter(isStanding);
  const count = (some: readonly unknown[]) => String(some.length);
  return {
    conclusion: decision,
    violations: count(standing),
    'new-violations': count(standing.filter(({ status }) => status === 'new')),
    blocking: String(blocking),
    unknown: count(standing.filter(({ outcome }) => outcome === 'unknown')),
    'not-judged': count(notJudged),
    suggestions: count(standing.filter(({ mending }) => mending.outcome === 'suggestion')),
  };
}

function failureToSay({ said }: Run): readonly Annotation[] {
  return said.outcome === 'failed' ? [{ level: 'error', ...wordsOf(said.error, 'Could not comment') }] : [];
}

/** A reader has to know where else to look, and is told once. */
function sayingNotes({ said }: Run): readonly string[] {
  if (said.outcome === 'read-only') {
    return [
      `Comments could not be written, or not all of them, so that annotations and this summary tell alone: the token may not write (${said.reason}). In a pull request from a fork it never may.`,
    ];
  }
  return said.outcome === 'published' && said.refused > 0
    ? [`GitHub did not take ${said.refused} of the comments; the summary tells what they would have said.`]
    : [];
}

/** A job's conclusion is about the commit of its event: what was judged instead says nothing about that one. */
function otherHead({ subject, read }: Run): readonly string[] {
  const judged = read.pullRequest?.state.headSha;
  if (subject.kind !== 'pull-request' || judged === undefined || judged === subject.headSha) return [];
  return [
    `This run is of ${subject.headSha.slice(0, 10)}, and the head of the pull request is ${judged.slice(0, 10)} by now. That one was judged, so this run fails: the run of the last push tells.`,
  ];
}
