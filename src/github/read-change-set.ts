import type { ChangeSet, Files } from '../model/files.ts';
import { commitFiles } from '../revisions/commit-files.ts';
import { DEFAULT_FILE_BYTES } from '../revisions/decode-content.ts';
import { findChangedFiles } from '../revisions/find-changed-files.ts';
import type { Revision } from '../text/source.ts';
import { BlobStore } from './blob-store.ts';
import type { GitHub } from './client.ts';
import { diffFromPatches } from './diff-from-patches.ts';
import { findMergeBase } from './find-merge-base.ts';
import type { PullRequestFile } from './list-pull-request-files.ts';
import { readGitTree, type SizedTree } from './read-git-tree.ts';
import type { RepositoryName } from './repository-name.ts';

export interface ReadChangeSetOptions extends RepositoryName {
  /** The commit that the base branch is at. */
  readonly base: string;
  /** The commit to judge. */
  readonly head: string;
  /** Of a pull request, the files that GitHub lists of it. */
  readonly files?: readonly PullRequestFile[];
  /** How many bytes of one file are read; a larger one is `unreadable`. */
  readonly fileBytes?: number;
}

/**
 * Reads what is to be judged over GitHub's API: the same as from a checkout of these commits.
 * @throws GitHubError when GitHub does not answer or a limit is hit, ConfigError `git/no-merge-base`
 */
export async function readChangeSet(github: GitHub, options: ReadChangeSetOptions): Promise<ChangeSet> {
  const { owner, repo, base, head, files = [], fileBytes = DEFAULT_FILE_BYTES } = options;
  const treeOf = readTrees(github, { owner, repo });
  const [mergeBase, tipTree, headTree] = await Promise.all([
    findMergeBase(github, { owner, repo, base, head }),
    treeOf(base),
    treeOf(head),
  ]);
  const mergeBaseTree = await treeOf(mergeBase);

  const blobs = new BlobStore(github, { owner, repo }, fileBytes);
  const open = (id: string, tree: SizedTree, revision: Revision): Files => {
    blobs.add(id, tree);
    return commitFiles({
      revision,
      id,
      fileBytes,
      readTree: async () => tree,
      readBlobs: (entries) => blobs.read(entries),
    });
  };
  const tip = open(base, tipTree, 'base');
  const before = { tree: mergeBaseTree, files: open(mergeBase, mergeBaseTree, 'base') };
  const after = { tree: headTree, files: open(head, headTree, 'head') };
  const changedFiles = await findChangedFiles(before, after, diffFromPatches(files));
  return { base: { tip, mergeBase: before.files }, head: after.files, changedFiles };
}

/** Each tree is read once, whatever it is needed for. */
function readTrees(github: GitHub, repository: RepositoryName): (commit: string) => Promise<SizedTree> {
  const trees = new Map<string, Promise<SizedTree>>();
  return (commit) => {
    const tree = trees.get(commit) ?? readGitTree(github, { ...repository, commit });
    trees.set(commit, tree);
    return tree;
  };
}
