import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffTexts } from '../../src/repository/diff-texts.ts';
import { pairSimilarTexts } from '../../src/revisions/pair-similar-texts.ts';

/** What `git diff -M50%` pairs. */
async function pairedByGit(removed: readonly { path: string; text: string }[], added: typeof removed) {
  const options = { environment: process.env, untrusted: process.cwd(), after: 'committed' } as const;
  const { renamed } = await diffTexts({ modified: [], removed, added }, options);
  return renamed.map(({ removed: from, added: to }) => `${from} ${to}`).sort();
}

const line = fc.constantFrom('a: 1', 'kind: Deployment', '  - name: web', '', 'x'.repeat(150), '\ttab', 'ž', 'end\r');
const text = fc.array(line, { minLength: 1, maxLength: 12 }).map((lines) => `${lines.join('\n')}\n`);
const PATHS = [
  'a/web.yaml',
  'b/web.yaml',
  'c/db.yaml',
  'd/job.yaml',
  'e/job.yaml',
  'f/x.yaml',
  'g/y.yaml',
  'h/web.yaml',
];
const files = fc.uniqueArray(fc.record({ path: fc.constantFrom(...PATHS), text }), {
  selector: ({ path }) => path,
  maxLength: PATHS.length,
});

test('files that were moved and edited are paired as git pairs them', async () => {
  await fc.assert(
    fc.asyncProperty(files, files, async (removed, added) => {
      // Equal contents are paired before, by their ids.
      const after = added.filter((file) => removed.every((old) => old.text !== file.text));
      const ours = pairSimilarTexts(removed, after).map((pair) => `${pair.removed} ${pair.added}`);
      expect(ours.sort()).toEqual(await pairedByGit(removed, after));
    }),
    { numRuns: 100 },
  );
});

test('thousands of large files are not compared each with each', () => {
  const many = (side: string) =>
    Array.from({ length: 2_000 }, (_, file) => ({
      path: `${side}/${file}.yaml`,
      text: Array.from({ length: 50 }, (_, row) => `${side} ${file} ${row}\n`).join(''),
    }));
  expect(pairSimilarTexts(many('before'), many('after'))).toEqual([]);
});
