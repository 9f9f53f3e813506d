import { formatCount } from '../base/format-count.ts';
import { GitHubError } from '../errors/tidewaiter-error.ts';
import type { Files } from '../model/files.ts';
import { commitFiles } from '../revisions/commit-files.ts';
import { DEFAULT_FILE_BYTES } from '../revisions/decode-content.ts';
import type { TreeEntry } from '../revisions/tree.ts';
import { BlobStore } from './blob-store.ts';
import type { GitHub } from './client.ts';
import { readGitTree, type SizedTree } from './read-git-tree.ts';
import type { RepositoryName } from './repository-name.ts';

export interface CommitToRead extends RepositoryName {
  readonly commit: string;
  /** How many bytes may be asked for at once. */
  readonly mostBytes: number;
}

/**
 * The files of one commit over GitHub's API. Nothing of them is kept.
 * @throws GitHubError, also while its files are read, when GitHub does not answer or a limit is hit
 */
export async function readCommitFiles(
  github: GitHub,
  { owner, repo, commit, mostBytes }: CommitToRead,
): Promise<Files> {
  const tree = await readGitTree(github, { owner, repo, commit });
  return commitFiles({
    revision: 'base',
    id: commit,
    fileBytes: DEFAULT_FILE_BYTES,
    readTree: async () => tree,
    async readBlobs(entries) {
      const wanted = pick(tree, entries);
      const bytes = [...wanted.values()].reduce((sum, { size }) => sum + size, 0);
      if (bytes > mostBytes) throw tooMuch({ owner, repo }, bytes, mostBytes);
      const blobs = new BlobStore(github, { owner, repo }, DEFAULT_FILE_BYTES);
      // Of what else is in an archive nothing is kept then.
      blobs.add(commit, wanted);
      return blobs.read(entries);
    },
  });
}

function pick(tree: SizedTree, entries: readonly TreeEntry[]): SizedTree {
  return new Map(
    entries.flatMap(({ path }) => {
      const entry = tree.get(path);
      return entry ? [[path, entry]] : [];
    }),
  );
}

function tooMuch({ owner, repo }: RepositoryName, bytes: number, mostBytes: number): GitHubError {
  return new GitHubError(
    `${owner}/${repo} has ${formatCount(bytes)} bytes of files that would have to be read, and no more than ${formatCount(mostBytes)} are`,
    { code: 'github/too-large', remedy: 'Keep fewer or smaller files there.' },
  );
}
