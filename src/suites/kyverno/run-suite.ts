import { EngineError, PolicyError, TidewaiterError } from '../../errors/tidewaiter-error.ts';
import type { Operation, UserInfo } from '../../model/admission-request.ts';
import type { Engine, Instant } from '../../model/engine.ts';
import type { KubernetesObject } from '../../model/kubernetes-object.ts';
import type { Target } from '../../model/target.ts';
import type { SuiteFiles } from '../suite-files.ts';
import type { RowResult, SuiteResult } from '../suite-result.ts';
import { askPolicies, inPhases, type Questions } from './ask-policies.ts';
import { type Answered, checkRow } from './check-row.ts';
import { loadSuitePolicies } from './load-policies.ts';
import { readSuites } from './read-suite.ts';
import { readUserInfo, readValues } from './read-values.ts';
import type { KyvernoSuite, ValuesSpec } from './suite.ts';
import { readSuiteCluster } from './suite-cluster.ts';
import { SuiteReader } from './suite-reader.ts';
import { SuiteRequests } from './suite-requests.ts';
import { createSuiteValues } from './suite-values.ts';

/** What suites are run with. */
export interface SuiteSurroundings {
  readonly files: SuiteFiles;
  readonly engines: readonly Engine[];
  readonly now: Instant;
  /** From 0 to 1, seeded. */
  readonly random: () => number;
}

/** Suites expect what Kyverno's CLI says, in the version that the corpora are of. */
const TARGET: Target = { kubernetes: '1.34', profile: 'kyverno-cli', kyverno: { version: '1.19' } };

/**
 * Runs every suite of a test file: its policies against its resources, its rows against the answers.
 * @returns one result a document; what is wrong with a document is a problem in its result. Undefined where the file does not exist.
 */
export function runSuiteFile(file: string, surroundings: SuiteSurroundings): readonly SuiteResult[] | undefined {
  const text = surroundings.files.read(file);
  if (text === undefined) return undefined;
  return readSuites({ file, revision: 'disk', text }).map((suite) => {
    if (!(suite instanceof PolicyError)) return runSuite(suite, surroundings);
    return { file, name: '', rows: [], problems: [suite], notes: [], passed: false };
  });
}

/** Runs one suite. */
export function runSuite(suite: KyvernoSuite, surroundings: SuiteSurroundings): SuiteResult {
  const reader = new SuiteReader(surroundings.files, suite.folder, suite.document);
  if (suite.results.length === 0) reader.notes.push('the suite has no results: nothing is checked');
  try {
    const rows = checkRows(suite, reader, surroundings);
    const passed = reader.problems.length === 0 && rows.every((row) => row.passed);
    return { file: suite.file, name: suite.name, rows, problems: reader.problems, notes: reader.notes, passed };
  } catch (error) {
    const problems = [...reader.problems, error instanceof TidewaiterError ? error : crash(suite, error)];
    return { file: suite.file, name: suite.name, rows: [], problems, notes: reader.notes, passed: false };
  }
}

/** A defect of ours in one suite keeps none of the others from being run. */
function crash(suite: KyvernoSuite, cause: unknown): EngineError {
  const what = cause instanceof Error ? cause.message : String(cause);
  return new EngineError(`the suite could not be run: ${what}`, {
    code: 'engine/crash',
    span: suite.document.locate([]).span,
    remedy: 'This is a defect of Tidewaiter: please report it with the suite.',
    cause,
  });
}

function checkRows(suite: KyvernoSuite, reader: SuiteReader, surroundings: SuiteSurroundings): readonly RowResult[] {
  const spec = suite.values ?? readSpec(suite, reader);
  const values = createSuiteValues(spec, readUser(suite, reader));
  // First of all: it knows which kinds have no namespace.
  const cluster = readSuiteCluster(suite, reader);
  const policies = loadSuitePolicies(suite, reader, surroundings.engines, TARGET);
  const resources = reader.resources(suite.resources).map(({ object }) => object);
  const { now, random } = surroundings;
  const context = { cluster, target: TARGET, now, random, values };
  const requests = new SuiteRequests(values, spec.subresources ?? []);
  const questions: Questions = { phases: inPhases(policies), context, requests };

  const runs = new Map<Operation | undefined, readonly Answered[]>();
  const answersFor = (operation: Operation | undefined): readonly Answered[] => {
    const known = runs.get(operation);
    if (known) return known;
    const answered = resources.map((object) => ({ object, responses: askPolicies(object, questions, operation) }));
    runs.set(operation, answered);
    return answered;
  };
  const expected = new Map<string, readonly KubernetesObject[] | undefined>();
  const readExpected = (path: string) => {
    if (!expected.has(path)) expected.set(path, reader.objectsOf(path));
    return expected.get(path);
  };
  const rows = suite.results.map((row) => checkRow(row, answersFor(row.operation), readExpected));
  return withGaps(suite, rows);
}

/** What a suite uses and nobody evaluates yet makes every one of its rows a failure with that reason. */
function withGaps(suite: KyvernoSuite, rows: readonly RowResult[]): readonly RowResult[] {
  const used = [
    ...suite.unsupported,
    ...(suite.targetResources.length > 0 ? ['targetResources'] : []),
    ...(suite.jsonPayloads.length > 0 ? ['jsonPayloads'] : []),
  ];
  if (used.length === 0) return rows;
  const gap = {
    outcome: 'unsupported',
    object: '',
    rule: '',
    got: 'nothing',
    reason: `needs: ${used.join(', ')}`,
  } as const;
  return rows.map((row) => ({ ...row, lines: [gap, ...row.lines], passed: false }));
}

function readSpec(suite: KyvernoSuite, reader: SuiteReader): ValuesSpec {
  if (!suite.variables) return {};
  const source = reader.source(suite.variables);
  if (source) return readValues(source);
  reader.missing(suite.variables, 'file of values');
  return {};
}

function readUser(suite: KyvernoSuite, reader: SuiteReader): UserInfo | undefined {
  if (!suite.userInfo) return undefined;
  const source = reader.source(suite.userInfo);
  if (source) return readUserInfo(source);
  reader.missing(suite.userInfo, 'file about the user');
  return undefined;
}
