import { isArray } from '../base/json.ts';
import { GitHubError } from '../errors/tidewaiter-error.ts';
import { kindOfMode, type TreeEntry } from '../revisions/tree.ts';
import type { GitHub } from './client.ts';
import { malformedAnswer } from './github-errors.ts';
import { isInexact, readRawNames } from './read-raw-names.ts';
import type { RepositoryName } from './repository-name.ts';

/** A file of a commit as GitHub lists it. */
export interface SizedEntry extends TreeEntry {
  /** In bytes; 0 for a submodule. */
  readonly size: number;
}

export type SizedTree = ReadonlyMap<string, SizedEntry>;

/**
 * Every file of a commit, in one request.
 * @throws GitHubError `github/too-large` when GitHub lists a part only: over 100,000 entries, or 7 MB
 */
export async function readGitTree(
  github: GitHub,
  { owner, repo, commit }: RepositoryName & { readonly commit: string },
): Promise<SizedTree> {
  const { data } = await github.request('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', {
    owner,
    repo,
    tree_sha: commit,
    recursive: 'true',
  });
  if (!isArray(data.tree)) throw malformedAnswer(`GET …/git/trees/${commit}`, 'a tree');
  if (data.truncated) throw tooManyFiles(owner, repo, commit);
  const exact = data.tree.filter(({ path }) => !isInexact(path));
  const inexact = data.tree.filter(({ path }) => isInexact(path));
  const folders = new Map([['', commit], ...exact.map(({ path, sha }): [string, string] => [path, sha])]);
  const parents = new Set(inexact.map(({ path }) => exactFolderOf(path)));
  const raw = await readRawNames(
    github,
    { owner, repo },
    [...parents].map((path) => ({ path, id: folders.get(path) ?? '' })),
  );
  const files = [...exact, ...raw].filter(({ type }) => type !== 'tree');
  const tree = new Map<string, SizedEntry>();
  for (const { path, mode, sha, size = 0 } of files) {
    if (isNoPath(path) || tree.has(path)) throw malformedAnswer(`GET …/git/trees/${commit}`, TREE_OF_GIT);
    tree.set(path, { path, mode, id: sha, kind: kindOfMode(mode), size });
  }
  return tree;
}

/** Of two files under one path one would hide the other, and git lets neither that nor `..` into a tree that it checks. */
const TREE_OF_GIT = 'a tree, in which each path is there once and leads down';

function isNoPath(path: string): boolean {
  return /(?:^|\/)\.{0,2}(?:\/|$)/.test(path);
}

/** The folder above the first name that JSON could not hold. */
function exactFolderOf(path: string): string {
  const names = path.split('/');
  return names.slice(0, names.findIndex(isInexact)).join('/');
}

function tooManyFiles(owner: string, repo: string, commit: string): GitHubError {
  return new GitHubError(
    `GitHub lists only a part of the files of ${owner}/${repo} at ${commit.slice(0, 12)}: there are too many`,
    {
      code: 'github/too-large',
      remedy: 'Check the repository out before this step: `actions/checkout` with `fetch-depth: 0`.',
    },
  );
}
