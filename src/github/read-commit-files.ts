import type { Files } from '../model/files.ts';
import { commitFiles } from '../revisions/commit-files.ts';
import { DEFAULT_FILE_BYTES } from '../revisions/decode-content.ts';
import { BlobStore } from './blob-store.ts';
import type { GitHub } from './client.ts';
import { readGitTree } from './read-git-tree.ts';
import type { RepositoryName } from './repository-name.ts';

/**
 * The files of one commit over GitHub's API.
 * @throws GitHubError, also while its files are read, when GitHub does not answer or a limit is hit
 */
export async function readCommitFiles(
  github: GitHub,
  { owner, repo, commit }: RepositoryName & { readonly commit: string },
): Promise<Files> {
  const tree = await readGitTree(github, { owner, repo, commit });
  const blobs = new BlobStore(github, { owner, repo }, DEFAULT_FILE_BYTES);
  blobs.add(commit, tree);
  return commitFiles({
    revision: 'base',
    id: commit,
    fileBytes: DEFAULT_FILE_BYTES,
    readTree: async () => tree,
    readBlobs: (entries) => blobs.read(entries),
  });
}
