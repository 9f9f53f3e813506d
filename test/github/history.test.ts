import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listPullRequestFiles } from '../../src/github/list-pull-request-files.ts';
import { readChangeSet } from '../../src/github/read-change-set.ts';
import type { ChangedFile } from '../../src/model/files.ts';
import { readChangeSet as readFromCheckout } from '../../src/repository/read-change-set.ts';
import { corporaFolder, notRun } from '../corpora.ts';
import { startGitHub } from '../github-twin/start-github.ts';
import { gitRepository } from '../repository/git-fixture.ts';
import { apiOf, readerOf } from './api.ts';

const BUNDLES = ['argocd-example-apps', 'flux2-kustomize-helm-example'];
const COMMITS = 5;
const corpora = corporaFolder();

describe('real commits, each as a pull request', () => {
  it.skipIf(corpora === undefined)(
    corpora === undefined ? notRun(BUNDLES.length, 'histories') : 'change the same files over the API as in a checkout',
    async () => {
      let renamed = 0;
      for (const bundle of BUNDLES) {
        await using clone = gitRepository({ clone: { from: join(corpora ?? '', 'repos', `${bundle}.bundle`) } });
        await using twin = await startGitHub();
        const shop = twin.createRepository('acme/shop');
        const github = apiOf(twin, { token: readerOf(twin, 'acme/shop') });
        const history = ['log', '--format=%H', '--no-merges', '--min-parents=1', `--max-count=${COMMITS}`] as const;
        const latest = clone.git(...history).split('\n');
        const renaming = clone.git(...history, '-M', '--diff-filter=R').split('\n');
        for (const commit of new Set([...latest, ...renaming])) {
          const base = shop.pushFrom(clone.folder, clone.git('rev-parse', `${commit}~1`), 'main');
          const head = shop.pushFrom(clone.folder, commit, `topic-${commit}`);
          const { number } = shop.openPullRequest({ head: `topic-${commit}`, base: 'main' });
          const files = await listPullRequestFiles(github, { owner: 'acme', repo: 'shop', number });
          const expected = await readFromCheckout({ folder: clone.folder, base, head });
          const listed = await readChangeSet(github, { owner: 'acme', repo: 'shop', base, head, files });
          expect(listed.changedFiles, commit).toEqual(expected.changedFiles);
          const unlisted = await readChangeSet(github, { owner: 'acme', repo: 'shop', base, head });
          expect(unlisted.changedFiles.map(withoutHunks), commit).toEqual(expected.changedFiles.map(withoutHunks));
          renamed += expected.changedFiles.filter(({ status }) => status === 'renamed').length;
        }
        expect(twin.violations).toEqual([]);
      }
      expect(renamed).toBeGreaterThan(0);
    },
  );
});

/** Of the many shortest diffs of two texts git takes another than we do, where GitHub shows none that could be taken. */
function withoutHunks({ hunks: _, ...file }: ChangedFile) {
  return file;
}
