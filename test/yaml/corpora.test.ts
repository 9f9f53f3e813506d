import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/base/seeded-random.ts';
import { parseYaml } from '../../src/yaml/parse-yaml.ts';
import { corporaFolder, notRun } from '../corpora.ts';
import { otherReadings, ourReading } from './as-written.ts';
import { checkEdit } from './check-edit.ts';
import { CHANGE_KINDS, randomChange } from './random-changes.ts';

const corpora = corporaFolder();

// Samples of `random-edits.ts` and `compare-structure.ts`, which go through everything.
describe.skipIf(corpora === undefined)('real manifests', () => {
  // The body of a suite that is skipped is run all the same.
  const all = corpora === undefined ? [] : manifestsIn(join(corpora, 'repos'));
  const files = all.filter((file) => readFileSync(file).length < 20_000);

  it('have the structure that the library yaml finds', () => {
    let documents = 0;
    for (const file of files.filter((_, index) => index % 3 === 0)) {
      const text = readFileSync(file, 'utf8');
      for (const document of parseYaml({ file, revision: 'disk', text }).documents) {
        const [theirs] = otherReadings(text.slice(document.start, document.end));
        if (document.problems.length > 0 || theirs === undefined) continue;
        expect(ourReading(text, document.index), `${file}, document ${document.index}`).toEqual(theirs);
        documents++;
      }
    }
    expect(documents).toBeGreaterThan(50);
  });

  it.each(CHANGE_KINDS)('take random edits: %s', (kind) => {
    const random = seededRandom(20_261_121);
    let right = 0;
    for (const file of files) {
      const source = { file, revision: 'disk', text: readFileSync(file, 'utf8') } as const;
      const document = parseYaml(source).documents.find(({ value }) => value !== undefined);
      const change = document?.value === undefined ? undefined : randomChange(document.value, kind, random);
      if (document === undefined || change === undefined) continue;
      expect(checkEdit(source, document.index, change), `${file} ${JSON.stringify(change.patch)}`).toMatchObject({
        outcome: 'right',
      });
      right++;
    }
    expect(right).toBeGreaterThan(50);
  });
});

describe.runIf(corpora === undefined)('real manifests', () => {
  it.skip(notRun(2, 'comparisons over real manifests'), () => {});
});

function manifestsIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && ['.yaml', '.yml', '.json'].includes(extname(entry.name)))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}
