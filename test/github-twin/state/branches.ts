import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readCommit, type Signature, writeCommit } from '../git/commits.ts';
import type { ObjectStore } from '../git/object-store.ts';
import { runGit } from '../git/run-git.ts';
import { readFiles, type TreeFile, writeTree } from '../git/trees.ts';
import type { FileContent, Files, PushOptions } from '../twin.ts';
import { requestSuites } from './checks.ts';
import type { PullState, RepositoryState, User } from './model.ts';
import { headMoved, headVanished } from './pulls.ts';
import { findCommit, resolveCommit, setRef } from './refs.ts';
import type { World } from './world.ts';

/** Commits the files onto a branch and moves it. */
export function push(
  world: World,
  repository: RepositoryState,
  branch: string,
  files: Files,
  options: PushOptions = {},
): string {
  const tip = findCommit(repository, branch) ?? startOf(repository, options.from);
  const { objects } = repository.network;
  const parent = tip === undefined ? undefined : readCommit(objects, tip);
  const tree = changeTree(repository, parent?.tree, files);
  const pusher = options.login === undefined ? repository.admin : world.user(options.login);
  const sha = writeCommit(objects, {
    tree,
    parents: parent === undefined ? [] : options.amend === true ? parent.parents : [parent.id],
    author: signatureOf(world, pusher.login),
    message: options.message ?? 'A change',
  });
  moveBranch(world, repository, branch, sha, pusher);
  return sha;
}

/** Fetches a commit with its history from a repository on disk, and moves a branch to it. */
export function pushFrom(
  world: World,
  repository: RepositoryState,
  branch: string,
  { folder, revision }: { readonly folder: string; readonly revision: string },
): string {
  const { gitDirectory } = repository.network.objects;
  // However many they are, the store wants its objects loose.
  runGit(gitDirectory, ['-c', 'fetch.unpackLimit=1000000', 'fetch', '--quiet', '--no-tags', folder, revision]);
  const sha = runGit(gitDirectory, ['rev-parse', 'FETCH_HEAD']).stdout.toString('latin1').trim();
  moveBranch(world, repository, branch, sha, repository.admin);
  return sha;
}

function startOf(repository: RepositoryState, from: string | undefined): string | undefined {
  return from === undefined ? findCommit(repository, repository.defaultBranch) : resolveCommit(repository, from);
}

function changeTree(repository: RepositoryState, tree: string | undefined, changes: Files): string {
  const { objects } = repository.network;
  const files = tree === undefined ? new Map<string, TreeFile>() : readFiles(objects, tree);
  for (const [path, content] of Object.entries(changes)) {
    if (content === null) files.delete(path);
    else {
      removeInTheWay(files, path);
      files.set(path, writeFile(objects, content, files.get(path)));
    }
  }
  return writeTree(objects, files);
}

/** A file where a folder was, or a folder where a file was. */
function removeInTheWay(files: Map<string, TreeFile>, path: string): void {
  for (const other of files.keys()) {
    if (other.startsWith(`${path}/`) || path.startsWith(`${other}/`)) files.delete(other);
  }
}

/** New text of an executable file leaves it executable. */
function writeFile(objects: ObjectStore, content: FileContent, before: TreeFile | undefined): TreeFile {
  if (typeof content === 'string' || Buffer.isBuffer(content)) {
    return { mode: before?.mode === '100755' ? '100755' : '100644', id: objects.write('blob', content) };
  }
  if ('symlink' in content) return { mode: '120000', id: objects.write('blob', content.symlink) };
  if ('submodule' in content) return { mode: '160000', id: content.submodule };
  return { mode: '100755', id: objects.write('blob', content.executable) };
}

export function signatureOf(world: World, login: string): Signature {
  return { name: login, email: `${login}@users.noreply.github.com`, date: world.now() };
}

/** Moves a branch to a commit, and with it the pull requests that come from it. */
export function moveBranch(world: World, repository: RepositoryState, branch: string, sha: string, pusher: User): void {
  const ref = `refs/heads/${branch}`;
  const before = repository.refs.get(ref) ?? NOTHING;
  if (before === sha) return;
  setRef(repository, ref, sha);
  world.tell({ event: 'push', repository, sender: pusher, ref, before, after: sha });
  for (const pull of pullsFrom(world, repository, branch)) headMoved(world, pull, sha, pusher);
  requestSuites(world, repository, sha, pusher);
}

/** How git writes that there is no commit. */
const NOTHING = '0'.repeat(40);

export function deleteBranch(world: World, repository: RepositoryState, branch: string, by: User): void {
  const ref = `refs/heads/${branch}`;
  const before = repository.refs.get(ref);
  if (before === undefined) throw new Error(`there is no branch ${branch} to delete`);
  repository.refs.delete(ref);
  rmSync(join(repository.folder, ref));
  world.tell({ event: 'push', repository, sender: by, ref, before, after: NOTHING });
  for (const pull of pullsFrom(world, repository, branch)) headVanished(world, pull, by);
  for (const pull of repository.pulls.values()) if (pull.baseBranch === branch) headVanished(world, pull, by);
}

function pullsFrom(world: World, repository: RepositoryState, branch: string): readonly PullState[] {
  const all = [...world.repositories.values()].flatMap((other) => [...other.pulls.values()]);
  return all.filter((pull) => pull.head.repository === repository && pull.head.branch === branch);
}
