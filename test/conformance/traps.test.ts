import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { seededRandom } from '../../src/base/seeded-random.ts';
import { suiteFilesFromDisk } from '../../src/cli/suite-files-from-disk.ts';
import { engines } from '../../src/engines/registry.ts';
import { findSuites } from '../../src/suites/find-suites.ts';
import { runSuiteFile } from '../../src/suites/kyverno/run-suite.ts';
import { whatFailed } from './suites.ts';

// Suites of our own for the traps that Kyverno's engine holds and that its public suites pass by. What they expect was measured in
// Kyverno's source, not in ours.
const files = suiteFilesFromDisk(fileURLToPath(new URL('traps', import.meta.url)));

test.each(findSuites('', 'kyverno-test.yaml', files))('%s', (file) => {
  const results = runSuiteFile(file, { files, engines, now: 0, random: seededRandom(1) }) ?? [];
  expect(results.flatMap(({ rows }) => rows).length).toBeGreaterThan(10);
  expect(results.flatMap(whatFailed)).toEqual([]);
});
