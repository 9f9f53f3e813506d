import { dirname, resolve } from 'node:path';
import { compareText } from '../../base/compare-text.ts';
import { ConfigError } from '../../errors/tidewaiter-error.ts';
import { collectCoverage } from '../../suites/collect-coverage.ts';
import { findSuites } from '../../suites/find-suites.ts';
import { runSuiteFile, type SuiteSurroundings } from '../../suites/kyverno/run-suite.ts';
import type { SuiteReport } from '../../suites/suite-report.ts';
import type { SuiteResult } from '../../suites/suite-result.ts';
import { visible } from '../../text/visible.ts';
import { traceFiles } from './trace-files.ts';

/** Which suites are run, and how. */
export interface SuiteRequest {
  /** Files, and folders to look for test files in. */
  readonly paths: readonly string[];
  readonly fileName: string;
  /** The folder that paths are seen from. */
  readonly folder: string;
  readonly surroundings: SuiteSurroundings;
  clock(): number;
}

/** The suites of a request. What each file of them asked for is remembered, so that a change runs no others. */
export class SuiteRuns {
  readonly #request: SuiteRequest;
  /** By test file: the full paths of what it asked for. */
  readonly #asked = new Map<string, ReadonlySet<string>>();
  /** The test files that failed when they were last run. */
  readonly #failing = new Set<string>();
  /** The full paths of what was looked through for test files. */
  #searched: ReadonlySet<string> = new Set();

  constructor(request: SuiteRequest) {
    this.#request = request;
  }

  /** Runs every suite that there is. Throws a ConfigError for a path that holds none. */
  runAll(): SuiteReport {
    const found = this.#search();
    for (const [path, files] of found) if (files.length === 0) throw noSuites(path, this.#request.fileName);
    return this.#run(filesOf(found));
  }

  /** Runs the suites that asked for one of the files, and those that are new; undefined where there are none. */
  runTouched(changed: ReadonlySet<string>): SuiteReport | undefined {
    const found = filesOf(this.#search());
    for (const file of this.#asked.keys()) if (!found.includes(file)) this.#forget(file);
    // A folder that was listed may hold more or less by now.
    const touched = new Set([...changed, ...[...changed].map((path) => dirname(path))]);
    const again = found.filter((file) => {
      const asked = this.#asked.get(file);
      return asked === undefined || [...touched].some((path) => asked.has(path));
    });
    const report = this.#run(again);
    return report.results.length === 0 ? undefined : report;
  }

  /** The test files that fail, beside those that a report tells of. */
  failingBeside({ results }: SuiteReport): readonly string[] {
    const told = new Set(results.map(({ file }) => file));
    return [...this.#failing].filter((file) => !told.has(file)).toSorted(compareText);
  }

  /** Whether some suite read a file, or would have if it were there. */
  asksFor(path: string): boolean {
    return [...this.#asked.values()].some((asked) => asked.has(path));
  }

  /** The folders in which a change may touch a suite. */
  folders(): ReadonlySet<string> {
    const asked = [...this.#asked.values()].flatMap((paths) => [...paths].map((path) => dirname(path)));
    return new Set([...this.#searched, ...asked]);
  }

  /** The test files, by the path that holds them. */
  #search(): ReadonlyMap<string, readonly string[]> {
    const { paths, fileName, folder, surroundings } = this.#request;
    const { files, asked } = traceFiles(surroundings.files);
    const found = new Map(paths.map((path) => [path, findSuites(path, fileName, files)]));
    this.#searched = new Set([...asked].map((path) => resolve(folder, path)));
    return found;
  }

  #run(files: readonly string[]): SuiteReport {
    const started = this.#request.clock();
    const results = files.flatMap((file) => this.#runFile(file));
    const { selection } = this.#request.surroundings;
    const coverage = selection === undefined ? collectCoverage(results) : undefined;
    return { results, coverage, milliseconds: this.#request.clock() - started };
  }

  #runFile(file: string): readonly SuiteResult[] {
    const { folder, surroundings } = this.#request;
    const { files, asked } = traceFiles(surroundings.files);
    const results = runSuiteFile(file, { ...surroundings, files }) ?? [];
    this.#forget(file);
    this.#asked.set(file, new Set([...asked].map((path) => resolve(folder, path))));
    if (results.some(({ passed }) => !passed)) this.#failing.add(file);
    return results;
  }

  #forget(file: string): void {
    this.#asked.delete(file);
    this.#failing.delete(file);
  }
}

function filesOf(found: ReadonlyMap<string, readonly string[]>): readonly string[] {
  return [...new Set([...found.values()].flat())];
}

function noSuites(path: string, fileName: string): ConfigError {
  const where = path === '' ? 'this folder' : visible(path);
  return new ConfigError(`there is no ${visible(fileName)} in ${where} or below it`, {
    code: 'config/no-such-file',
    remedy: 'Name a folder that holds one, or the files by -f.',
  });
}
