import { lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigError } from '../errors/tidewaiter-error.ts';
import { visible } from '../text/visible.ts';

export type RepositoryPlace =
  /** `root` holds the working tree, `gitDirectory` is its `.git` (a folder, or the file that a linked tree has). */
  | { readonly kind: 'working-tree'; readonly root: string; readonly gitDirectory: string }
  | { readonly kind: 'bare'; readonly root: string; readonly gitDirectory: string }
  | { readonly kind: 'none'; readonly root: string };

/**
 * The repository around a folder, found as git finds it: the nearest folder upwards with a `.git`; failing that, the
 * folder itself where it is a bare repository. A bare repository that lies *inside* a working tree is content of a pull
 * request like any other (its configuration could run programs), so it is never taken for the repository.
 * @throws ConfigError `config/no-such-file` when the folder does not exist.
 */
export function findRepository(folder: string): RepositoryPlace {
  const start = realFolder(folder);
  for (let root = start; ; root = dirname(root)) {
    const gitDirectory = join(root, '.git');
    if (isGitDirectory(gitDirectory) || isGitFile(gitDirectory)) return { kind: 'working-tree', root, gitDirectory };
    if (dirname(root) === root) break;
  }
  if (isGitDirectory(start)) return { kind: 'bare', root: start, gitDirectory: start };
  return { kind: 'none', root: start };
}

function realFolder(folder: string): string {
  try {
    const real = realpathSync(folder);
    if (statSync(real).isDirectory()) return real;
  } catch (cause) {
    throw noSuchFolder(folder, cause);
  }
  throw noSuchFolder(folder, undefined);
}

function noSuchFolder(folder: string, cause: unknown): ConfigError {
  return new ConfigError(`there is no folder "${visible(folder)}"`, {
    code: 'config/no-such-file',
    remedy: 'Name the folder of a checkout.',
    cause,
  });
}

/** What git itself asks of a folder before it calls it a repository. */
function isGitDirectory(path: string): boolean {
  const has = (name: string) => lstatSync(join(path, name), { throwIfNoEntry: false }) !== undefined;
  return isDirectory(path) && has('HEAD') && ((has('objects') && has('refs')) || has('commondir'));
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function isGitFile(path: string): boolean {
  const state = lstatSync(path, { throwIfNoEntry: false });
  return state?.isFile() === true && state.size < 10_000 && readFileSync(path, 'latin1').startsWith('gitdir: ');
}
