import { fileURLToPath } from 'node:url';
import { seededRandom } from '../../src/base/seeded-random.ts';
import { suiteFilesFromDisk } from '../../src/cli/suite-files-from-disk.ts';
import { runSuiteFile } from '../../src/suites/kyverno/run-suite.ts';
import type { SuiteResult } from '../../src/suites/suite-result.ts';
import { type Asked, spokenEngine } from './spoken-engine.ts';

export const INPUTS = fileURLToPath(new URL('inputs', import.meta.url));
export const inputFiles = suiteFilesFromDisk(INPUTS);

/** Runs a test file of `inputs` with policies that say what they are told to say. */
export function runInput(file: string, asked: Asked[] = [], engine = spokenEngine(asked)): readonly SuiteResult[] {
  return runSuiteFile(file, { files: inputFiles, engines: [engine], now: 0, random: seededRandom(1) }) ?? [];
}

/** The rows of its only suite, each line as one text. */
export function rowsOf(file: string) {
  const [result] = runInput(file);
  return (result?.rows ?? []).map(({ lines, passed }) => ({
    passed,
    lines: lines.map(({ outcome, object, rule, got }) => `${outcome} ${object} ${rule} ${got}`),
  }));
}
