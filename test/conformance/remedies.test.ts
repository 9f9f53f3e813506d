import { beforeAll, describe, expect, test } from 'vitest';
import { applyEdits, type TextEdit } from '../../src/text/text-edit.ts';
import { corporaFolder, notRun } from '../corpora.ts';
import { failingRowsOf } from './failing-rows.ts';
import { bodyOf, countRemedies, type TriedRow } from './remedies.ts';
import { loadCorpus, runCorpusSuite } from './suites.ts';

const folder = corporaFolder();

describe.skipIf(folder === undefined)('the failing rows of the suites', () => {
  const tried: TriedRow[] = [];

  beforeAll(async () => {
    const root = folder ?? '';
    for (const suite of loadCorpus(root)) {
      for (const row of await failingRowsOf(suite, runCorpusSuite(suite, root), root)) {
        tried.push({ row, findings: await row.mend() });
      }
    }
  }, 120_000);

  test('have as many proven remedies as they had', () => {
    const mended = new Map(countRemedies(tried).map((counts) => [counts.body, counts.mended]));
    expect(mended.get('pattern')).toBeGreaterThanOrEqual(77);
    expect(mended.get('anyPattern')).toBeGreaterThanOrEqual(46);
    expect(mended.get('foreach deny')).toBeGreaterThanOrEqual(74);
  });

  test('fail no longer once all of their suggestions are taken over', async () => {
    const left: string[] = [];
    for (const { row, findings } of tried) {
      const suggestions = findings.flatMap(({ mending }) =>
        mending.outcome === 'suggestion' ? [mending.suggestion.edits] : [],
      );
      if (suggestions.length < findings.length) continue;
      const edits = new Map<string, TextEdit>(suggestions.flat().map((edit) => [JSON.stringify(edit), edit]));
      if (await row.denies(applyEdits(row.text, [...edits.values()]))) {
        left.push(`${row.policy}/${row.ruleName} (${bodyOf(row)}) of ${row.object.kind} ${row.object.metadata.name}`);
      }
    }
    expect(left).toEqual([]);
  }, 120_000);
});

test.skipIf(folder !== undefined)(notRun(570, 'failing rows of suites of Kyverno'), () => {});
