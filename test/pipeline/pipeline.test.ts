import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Review } from '../../src/model/review.ts';
import { judge } from '../../src/pipeline.ts';
import { startOf } from '../../src/text/position.ts';
import { applyEdits } from '../../src/text/text-edit.ts';
import { changeSetOf } from '../change-set.ts';
import { textFiles } from '../text-files.ts';

const INPUTS = join(import.meta.dirname, 'inputs');

function readTexts(folder: string): { readonly [path: string]: string } {
  let paths: readonly string[];
  try {
    paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch {
    return {};
  }
  const texts: { [path: string]: string } = {};
  for (const path of paths.toSorted()) if (/\.\w+$/.test(path)) texts[path] = readFileSync(join(folder, path), 'utf8');
  return texts;
}

function judgeCase(name: string): Promise<Review> {
  const base = readTexts(join(INPUTS, name, 'base'));
  return judge({
    change: changeSetOf({ base, head: { ...base, ...readTexts(join(INPUTS, name, 'head')) } }),
    library: textFiles({}),
    now: 0,
    seed: 1,
    clock: () => 0,
  });
}

/** `file:line rule` for each `# expect: rule` of the head. */
function expectations(name: string): readonly string[] {
  return Object.entries(readTexts(join(INPUTS, name, 'head'))).flatMap(([file, text]) =>
    text.split('\n').flatMap((line, index) => {
      const rule = /# expect: (\S+)/.exec(line)?.[1];
      return rule ? [`${file}:${index + 1} ${rule}`] : [];
    }),
  );
}

describe('a pull request from its files to its review', () => {
  for (const name of readdirSync(INPUTS)) {
    it(`${name}: every finding stands on the line that says so`, async () => {
      const review = await judgeCase(name);
      expect(review.problems).toEqual([]);
      const found = review.findings.map(
        ({ location, rule }) => `${location.span.source.file}:${startOf(location.span).line} ${rule}`,
      );
      expect(found.toSorted()).toEqual(expectations(name).toSorted());
    });

    const mended = readTexts(join(INPUTS, name, 'mended'));
    for (const [file, text] of Object.entries(mended)) {
      it(`${name}: the proven suggestions make of ${file} what is expected`, async () => {
        const review = await judgeCase(name);
        const suggestions = review.findings.flatMap(({ mending }) =>
          mending.outcome === 'suggestion' ? [mending.suggestion] : [],
        );
        const edits = new Map(
          suggestions
            .filter(({ source }) => source.file === file)
            .flatMap((suggestion) => suggestion.edits.map((edit) => [JSON.stringify(edit), edit] as const)),
        );
        const source = suggestions.find((suggestion) => suggestion.source.file === file)?.source;
        expect(source && applyEdits(source.text, [...edits.values()])).toBe(text);
      });
    }
  }
});
