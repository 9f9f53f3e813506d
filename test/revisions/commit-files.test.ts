import { expect, it } from 'vitest';
import { commitFiles } from '../../src/revisions/commit-files.ts';

it('reads a content once, however many files have it: a commit that names one a thousand times is small', async () => {
  const bytes = Buffer.alloc(5_000_000, 'a: 1\n');
  const paths = Array.from({ length: 200 }, (_, index) => `${index}.yaml`);
  const files = commitFiles({
    revision: 'head',
    id: 'commit',
    fileBytes: bytes.length,
    readTree: async () => new Map(paths.map((path) => [path, { path, mode: '100644', id: 'blob', kind: 'file' }])),
    readBlobs: async (entries) => entries.map(() => ({ outcome: 'found', bytes })),
  });
  const before = process.memoryUsage().rss;
  const contents = await files.read(paths);
  expect(process.memoryUsage().rss - before).toBeLessThan(300_000_000);
  expect([...contents.values()].map((content) => content.outcome === 'text' && content.source.file)).toEqual(paths);
});
