import { describe, expect, test } from 'vitest';
import { corporaFolder, notRun } from '../corpora.ts';
import { FAILS_AS_IT_SHOULD, gapNames, knownGap } from './known-gaps.ts';
import { type CorpusSuite, loadCorpus, runCorpusSuite, whatFailed } from './suites.ts';

const folder = corporaFolder();

if (folder === undefined) {
  test.skip(notRun(439, 'suites of Kyverno'), () => {});
} else {
  const corpus = loadCorpus(folder);
  const run = (suite: CorpusSuite) => runCorpusSuite(suite, folder);
  const [gaps, expected] = [
    corpus.filter(({ name }) => knownGap(name) !== undefined),
    corpus.filter(({ name }) => knownGap(name) === undefined && name !== FAILS_AS_IT_SHOULD),
  ];

  describe('suites that pass', () => {
    test.each(expected.map((suite) => [suite.name, suite] as const))('%s', (_, suite) => {
      expect(whatFailed(run(suite))).toEqual([]);
    });
  });

  describe('known gaps', () => {
    test.each(gaps.map((suite) => [suite.name, suite] as const))('%s', (name, suite) => {
      const { passed } = run(suite);
      expect(passed, `it passes now: take it out of known-gaps.ts (${knownGap(name)})`).toBe(false);
    });
  });

  test('the ledger names only suites that there are', () => {
    const names = new Set(corpus.map(({ name }) => name));
    expect(gapNames().filter((name) => !names.has(name))).toEqual([]);
  });

  test('a row about a policy that does not exist fails', () => {
    const suite = corpus.find(({ name }) => name === FAILS_AS_IT_SHOULD);
    const lines = suite ? run(suite).rows.flatMap((row) => row.lines) : [];
    expect(lines.map(({ outcome }) => outcome)).toEqual(['not-found']);
  });

  test('of the suites without CEL and Pod Security all pass that ask no registry', () => {
    const inScope = corpus.filter(({ beyond, name }) => beyond.length === 0 && name !== FAILS_AS_IT_SHOULD);
    const failing = inScope.map(({ name }) => name).filter((name) => knownGap(name) !== undefined);
    expect(inScope.length).toBeGreaterThanOrEqual(200);
    expect(failing).toEqual([
      'kyverno-cli/test/cli/test/images/signatures',
      'kyverno-cli/test/cli/test/images/verify-signature',
    ]);
  });
}
