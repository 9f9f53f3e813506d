import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ChangedFile } from '../../src/model/files.ts';
import { readChangeSet } from '../../src/repository/read-change-set.ts';
import { corporaFolder, notRun } from '../corpora.ts';
import { gitRepository } from './git-fixture.ts';

const BUNDLES = ['argocd-example-apps', 'flux2-kustomize-helm-example'];
const COMMITS = 20;
const corpora = corporaFolder();

/** Real commits, and what `git diff` says of them: same files, same renames, same hunks. */
describe('agreement with git diff -M -U3', () => {
  it.skipIf(corpora === undefined)(
    corpora === undefined ? notRun(BUNDLES.length, 'histories') : 'on real histories',
    async () => {
      let files = 0;
      for (const bundle of BUNDLES) {
        await using clone = gitRepository({ clone: { from: join(corpora ?? '', 'repos', `${bundle}.bundle`) } });
        const commits = clone.git('rev-list', '--no-merges', `--max-count=${COMMITS}`, '--min-parents=1', 'HEAD');
        for (const commit of commits.split('\n')) {
          const set = await readChangeSet({ folder: clone.folder, base: `${commit}~1`, head: commit });
          const theirs = readGitDiff(
            clone.git('-c', 'core.quotePath=false', 'diff', '-M', '-U3', `${commit}~1`, commit),
          );
          const ours = set.changedFiles.filter((file) => !isImage(file.path)).map(describeFile);
          expect(ours.sort(), commit).toEqual(theirs.filter((line) => !isImage(line.split(' ')[0] ?? '')).sort());
          files += ours.length;
        }
      }
      expect(files).toBeGreaterThan(50);
    },
  );
});

/** git gives lines to pictures, too, when it is told to treat them as text; we give them none. */
function isImage(path: string): boolean {
  return /\.(?:png|jpe?g|gif)$/.test(path);
}

function describeFile({ path, previousPath, hunks }: ChangedFile): string {
  const from = previousPath === undefined ? '' : ` <- ${previousPath}`;
  const places = hunks.map((hunk) => ` ${hunk.oldStart},${hunk.oldLines}+${hunk.newStart},${hunk.newLines}`);
  return path + from + places.join('');
}

function readGitDiff(output: string): readonly string[] {
  const files: string[] = [];
  const append = (text: string) => files.push((files.pop() ?? '') + text);
  for (const line of output.split('\n')) {
    const [, path] = /^diff --git a\/.* b\/(.*)$/.exec(line) ?? [];
    const [, oldStart, oldLines = '1', newStart, newLines = '1'] =
      /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line) ?? [];
    if (path !== undefined) files.push(path);
    else if (line.startsWith('rename from ')) append(` <- ${line.slice('rename from '.length)}`);
    else if (oldStart !== undefined) append(` ${oldStart},${oldLines}+${newStart},${newLines}`);
  }
  return files;
}
