import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCommonYaml, UNCOMMON } from '../../src/yaml/read-common-yaml.ts';
import { yamlFilesIn } from '../bench/parse.ts';
import { corporaFolder, notRun } from '../corpora.ts';
import { compareReaders } from './compare-readers.ts';

const corpora = corporaFolder();

describe('the quick reader', () => {
  it.each([
    ['an anchor', 'a: &b 1\n'],
    ['an alias', 'a: *b\n'],
    ['a tag', 'a: !b 1\n'],
    ['a merge key', 'a:\n  <<: {b: 1}\n'],
    ['text over several lines', 'a: b\n  c\n'],
    ['quoted text over several lines', 'a: "b\n  c"\n'],
    ['brackets over several lines', 'a: [\n  b]\n'],
    ['an explicit key', '? a\n: b\n'],
    ['a tab', 'a:\tb\n'],
    ['a key that stands twice', 'a: 1\na: 2\n'],
    ['the key __proto__', '__proto__: 1\n'],
    ['infinity', 'a: .inf\n'],
    ['null as a key', '~: 1\n'],
    ['a document without content', '# nothing\n'],
    ['a directive', '%YAML 1.2\n---\na: 1\n'],
    ['doubtful indentation', 'a:\n    b: 1\n  c: 2\n'],
    ['more than the depth', 'a: [[[b]]]\n'],
  ])('leaves %s to the parser', (_, text) => {
    expect(readCommonYaml(text, 0, text.length, 3)).toBe(UNCOMMON);
  });

  it('reads only its own part of a file', () => {
    const text = 'a: 1\n---\nb: |\n  x\n---\nc: 3\n';
    expect(readCommonYaml(text, 5, 18, 100)).toEqual({ b: 'x\n' });
  });

  // `compare-common.ts` does the same with more mistakes in more documents.
  it.skipIf(corpora === undefined)('reads nothing that the parser reads otherwise', () => {
    const texts = yamlFilesIn(join(corpora ?? '')).map(({ text }) => text);
    const { whole, mutated, differences } = compareReaders(texts, 1, 20_261_121);
    expect(differences).toEqual([]);
    // It is worth its keep only where it reads nearly everything, and says something only where mistakes still parse.
    expect(whole.common / whole.documents).toBeGreaterThan(0.95);
    expect(mutated.common).toBeGreaterThan(1000);
  });

  it.runIf(corpora === undefined).skip(notRun(1, 'comparison of the two readers'), () => {});
});
