import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readCommit, type Signature, writeCommit } from '../git/commits.ts';
import { runGit } from '../git/run-git.ts';
import type { Files, PushOptions } from '../twin.ts';
import { changeTree } from './change-tree.ts';
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
  const tree = changeTree(objects, parent?.tree, files);
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
