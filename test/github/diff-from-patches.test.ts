import { expect, it } from 'vitest';
import { diffFromPatches } from '../../src/github/diff-from-patches.ts';
import { blobId } from '../../src/revisions/blob-id.ts';

const HUNK = { oldStart: 4, oldLines: 4, newStart: 4, newLines: 4 };

function idOf(text: string): string {
  return blobId(Buffer.from(text), 40);
}

it('takes hunks and renames from GitHub, where they are of this content', async () => {
  const diff = await diffFromPatches([
    { path: 'a.yaml', status: 'modified', id: idOf('after\n'), hunks: [HUNK] },
    { path: 'stale.yaml', status: 'modified', id: idOf('another head\n'), hunks: [HUNK] },
    { path: 'new.yaml', previousPath: 'old.yaml', status: 'renamed', id: idOf('after\n'), hunks: [HUNK] },
  ])({
    modified: [
      { path: 'a.yaml', before: 'before\n', after: 'after\n' },
      { path: 'stale.yaml', before: 'before\n', after: 'after\n' },
    ],
    removed: [{ path: 'old.yaml', text: 'nothing alike\n' }],
    added: [{ path: 'new.yaml', text: 'after\n' }],
  });
  expect(diff).toEqual({
    modified: [[HUNK], [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1 }]],
    renamed: [{ removed: 0, added: 0, hunks: [HUNK] }],
  });
});

it('pairs what GitHub does not list, and nothing that it lists otherwise', async () => {
  const text = (from: number) => Array.from({ length: 20 }, (_, index) => `line ${from + index}\n`).join('');
  const removed = [
    { path: 'listed-before.yaml', text: text(0) },
    { path: 'before.yaml', text: text(100) },
  ];
  const added = [
    { path: 'listed-after.yaml', text: `${text(0)}more\n` },
    { path: 'after.yaml', text: `${text(100)}more\n` },
  ];
  const diff = await diffFromPatches([
    { path: 'listed-before.yaml', status: 'removed' },
    { path: 'listed-after.yaml', status: 'added' },
  ])({ modified: [], removed, added });
  expect(diff.renamed).toEqual([
    { removed: 1, added: 1, hunks: [{ oldStart: 18, oldLines: 3, newStart: 18, newLines: 4 }] },
  ]);
});

it('does not compare without end what has nothing in common', async () => {
  const text = (side: string) => Array.from({ length: 3_000 }, (_, index) => `${side} ${index}\n`).join('');
  const modified = Array.from({ length: 300 }, (_, index) => ({
    path: `${index}.yaml`,
    before: text('before'),
    after: text('after'),
  }));
  const diff = await diffFromPatches([])({ modified, removed: [], added: [] });
  const everything = { oldStart: 1, oldLines: 3_000, newStart: 1, newLines: 3_000 };
  expect(diff.modified).toEqual(modified.map(() => [everything]));
});
