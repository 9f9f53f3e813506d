import { EngineError, PolicyError, TidewaiterError } from '../../errors/tidewaiter-error.ts';
import type { Operation } from '../../model/admission-request.ts';
import type { Engine, Instant } from '../../model/engine.ts';
import type { Target } from '../../model/target.ts';
import type { Source } from '../../text/source.ts';
import type { SuiteFiles } from '../suite-files.ts';
import type { RowResult, SuiteResult } from '../suite-result.ts';
import { inPhases } from './ask-policies.ts';
import { checkRow } from './check-row.ts';
import { cloneSourcesOf } from './clone-sources.ts';
import { findTraps } from './find-traps.ts';
import { loadSuitePolicies, type SuitePolicy } from './load-policies.ts';
import { readMaterial } from './read-material.ts';
import { readSuites } from './read-suite.ts';
import type { RowSelection } from './select-rows.ts';
import type { KyvernoSuite } from './suite.ts';
import { SuiteAnswers } from './suite-answers.ts';
import { SuiteReader } from './suite-reader.ts';
import { SuiteRequests } from './suite-requests.ts';
import { testedRules } from './tested-rules.ts';

/** What suites are run with. */
export interface SuiteSurroundings {
  readonly files: SuiteFiles;
  readonly engines: readonly Engine[];
  readonly now: Instant;
  /** From 0 to 1, seeded. */
  readonly random: () => number;
  /** Which rows are run; left out: all. */
  readonly selection?: RowSelection;
  /** Whether a suite with traps fails. */
  readonly strict?: boolean;
}

/** Suites expect what Kyverno's CLI says, in the version that the corpora are of. */
export const TARGET: Target = {
  kubernetes: '1.34',
  profile: 'kyverno-cli',
  // A suite names its exceptions, and all of them count.
  kyverno: { version: '1.19', exceptions: { enabled: true, namespace: '*' } },
};

/**
 * Runs every suite of a test file: its policies against its resources, its rows against the answers.
 * @returns one result a document, but for those of which no row is selected; what is wrong with a document is a problem in its result.
 *   Undefined where the file does not exist.
 */
export function runSuiteFile(file: string, surroundings: SuiteSurroundings): readonly SuiteResult[] | undefined {
  const text = surroundings.files.read(file);
  if (text === undefined) return undefined;
  const source: Source = { file, revision: 'disk', text };
  return readSuites(source).flatMap((suite) => {
    if (suite instanceof PolicyError) return unreadable(source, suite);
    const { selection } = surroundings;
    return selection && !suite.results.some((row) => selection.selects(row)) ? [] : runSuite(suite, surroundings);
  });
}

function unreadable(source: Source, problem: PolicyError): SuiteResult {
  const { file } = source;
  const placeOf = () => problem.span ?? { source, start: 0, end: 0 };
  return { file, name: '', rows: [], problems: [problem], notes: [], traps: [], rules: [], passed: false, placeOf };
}

/** Runs one suite. */
export function runSuite(suite: KyvernoSuite, surroundings: SuiteSurroundings): SuiteResult {
  const reader = new SuiteReader(surroundings.files, suite.folder, suite.document);
  if (suite.results.length === 0) reader.notes.push('the suite has no results: nothing is checked');
  const judged = judgeSafely(suite, reader, surroundings);
  const { problems, notes } = reader;
  const traps = [...reader.traps, ...judged.traps];
  const passed =
    problems.length === 0 &&
    judged.rows.every((row) => row.passed) &&
    !(surroundings.strict === true && traps.length > 0);
  const placeOf = ({ index }: RowResult) => suite.document.locate(['results', index]).span;
  return { file: suite.file, name: suite.name, ...judged, problems, notes, traps, passed, placeOf };
}

type Judged = Pick<SuiteResult, 'rows' | 'traps' | 'rules'>;

/** A defect of ours in one suite keeps none of the others from being run. */
function judgeSafely(suite: KyvernoSuite, reader: SuiteReader, surroundings: SuiteSurroundings): Judged {
  try {
    return judge(suite, reader, surroundings);
  } catch (error) {
    reader.problems.push(error instanceof TidewaiterError ? error : crash(suite, error));
    return { rows: [], traps: [], rules: [] };
  }
}

function crash(suite: KyvernoSuite, cause: unknown): EngineError {
  const what = cause instanceof Error ? cause.message : String(cause);
  return new EngineError(`the suite could not be run: ${what}`, {
    code: 'engine/crash',
    span: suite.document.locate([]).span,
    remedy: 'This is a defect of Tidewaiter: please report it with the suite.',
    cause,
  });
}

function judge(suite: KyvernoSuite, reader: SuiteReader, surroundings: SuiteSurroundings): Judged {
  const { selection } = surroundings;
  const material = readMaterial(suite, reader, { ...surroundings, target: TARGET });
  const policies = loadSuitePolicies(suite, reader, surroundings.engines, TARGET);
  const readObjects = once((path: string) => reader.objectsOf(path));
  const phases = inPhases(policies);
  const cloneSources = (policy: SuitePolicy) => cloneSourcesOf(policy, suite.results, readObjects);
  const answers = new SuiteAnswers(material.resources, material.targets, operationsOf(suite), (operation) => {
    const context = material.contextFor(operation);
    return { phases, context, requests: new SuiteRequests(context.values, material.subresources), cloneSources };
  });
  const comparison = { answers, readExpected: readObjects, isChosen: selection?.isChosen ?? (() => true) };
  const selected = suite.results.filter((row) => selection?.selects(row) ?? true);
  const rows = withGaps(
    suite,
    selected.map((row) => checkRow(row, comparison)),
  );
  return {
    rows,
    traps: findTraps({ suite, rows, policies, answers }),
    rules: testedRules(policies, rows),
  };
}

function operationsOf(suite: KyvernoSuite): readonly Operation[] {
  return suite.results.flatMap(({ operation }) => operation ?? []);
}

function once<Result>(read: (path: string) => Result): (path: string) => Result {
  const known = new Map<string, { readonly result: Result }>();
  return (path) => {
    const entry = known.get(path) ?? { result: read(path) };
    known.set(path, entry);
    return entry.result;
  };
}

/** What a suite uses and nobody evaluates yet makes every one of its rows a failure with that reason. */
function withGaps({ unsupported }: KyvernoSuite, rows: readonly RowResult[]): readonly RowResult[] {
  if (unsupported.length === 0) return rows;
  const reason = `needs: ${unsupported.join(', ')}`;
  const gap = { outcome: 'unsupported', object: '', rule: '', got: 'nothing', reason } as const;
  return rows.map((row) => ({ ...row, lines: [gap, ...row.lines], passed: false }));
}
