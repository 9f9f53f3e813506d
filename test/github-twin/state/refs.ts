import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readCommit } from '../git/commits.ts';
import { readFiles } from '../git/trees.ts';
import type { RepositoryState } from './model.ts';

export function fullNameOf(repository: RepositoryState): string {
  return `${repository.owner.login}/${repository.name}`;
}

/** What git does not take as a name, so that none leads out of the folder. */
const BAD_NAME = /(^|\/)\.|\.\.|[\0-\x20\x7f~^:?*[\\]|\/\/|@\{|(\/|\.|\.lock)$/;

export function setRef(repository: RepositoryState, ref: string, sha: string): void {
  if (BAD_NAME.test(ref)) throw new Error(`git takes no ref with the name ${ref}`);
  const file = join(repository.folder, ref);
  const isThere = repository.refs.has(ref);
  repository.refs.set(ref, sha);
  if (!isThere) mkdirSync(dirname(file), { recursive: true });
  // In place: every id is as long as every other, and a git that reads meanwhile never finds the file empty.
  writeFileSync(file, `${sha}\n`, { flag: isThere ? 'r+' : 'w' });
}

/** The commit that a branch, a full ref or an id names. */
export function findCommit(repository: RepositoryState, revision: string): string | undefined {
  const named =
    repository.refs.get(`refs/heads/${revision}`) ??
    repository.refs.get(`refs/${revision}`) ??
    repository.refs.get(revision);
  if (named !== undefined) return named;
  return repository.network.objects.read(revision)?.type === 'commit' ? revision : undefined;
}

export function resolveCommit(repository: RepositoryState, revision: string): string {
  const found = findCommit(repository, revision);
  if (found === undefined) throw new Error(`${fullNameOf(repository)} has no branch or commit ${revision}`);
  return found;
}

/** What a file holds at a commit. */
export function readFileAt(repository: RepositoryState, sha: string, path: string): Buffer | undefined {
  const { objects } = repository.network;
  const file = readFiles(objects, readCommit(objects, sha).tree).get(path);
  return file === undefined ? undefined : objects.require(file.id, 'blob');
}
