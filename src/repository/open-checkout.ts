import { didYouMean } from '../base/did-you-mean.ts';
import { ConfigError } from '../errors/tidewaiter-error.ts';
import type { Files } from '../model/files.ts';
import { commitFiles } from '../revisions/commit-files.ts';
import type { Tree } from '../revisions/tree.ts';
import type { Revision } from '../text/source.ts';
import { visible } from '../text/visible.ts';
import type { RepositoryPlace } from './find-repository.ts';
import { type Git, openGit } from './git.ts';
import type { Environment } from './git-environment.ts';
import { type ObjectReader, openObjectReader } from './object-reader.ts';
import { readBlobs } from './read-blobs.ts';
import { readTree } from './read-tree.ts';

/** A repository on disk that can be asked for commits and their files. */
export interface Checkout {
  readonly git: Git;
  readonly objects: ObjectReader;
  readonly root: string;
  /** The ids of commits, in the order of the revisions. @throws ConfigError `git/unknown-revision`. */
  resolve(revisions: readonly string[]): Promise<readonly string[]>;
  /** Where two histories parted: of several best places the one that `git merge-base` names. @throws ConfigError. */
  mergeBase(base: string, head: string): Promise<string>;
  tree(commit: string): Promise<Tree>;
  files(commit: string, revision: Revision): Files;
}

export interface CheckoutOptions {
  readonly environment: Environment;
  readonly fileBytes: number;
  /** Contents that the repository was never given, for their size: any other that lacks is damage. Undefined where nobody knows. */
  readonly leftOut?: ReadonlySet<string>;
}

/** Opens a repository. Nothing is read before it is asked for. */
export function openCheckout(
  place: Exclude<RepositoryPlace, { kind: 'none' }>,
  { environment, fileBytes, leftOut }: CheckoutOptions,
): Checkout {
  const git = openGit(
    {
      folder: place.root,
      gitDirectory: place.gitDirectory,
      untrusted: place.root,
      ...(place.kind === 'working-tree' ? { workTree: place.root } : {}),
    },
    environment,
  );
  const objects = openObjectReader(git);
  const trees = new Map<string, Promise<Tree>>();
  const tree = (commit: string) => {
    const known = trees.get(commit) ?? readTree(git, commit);
    trees.set(commit, known);
    return known;
  };
  return {
    git,
    objects,
    root: place.root,
    resolve: (revisions) => resolveRevisions(git, objects, revisions),
    mergeBase: (base, head) => findMergeBase(git, base, head),
    tree,
    files: (commit, revision) =>
      commitFiles({
        revision,
        id: commit,
        fileBytes,
        readTree: () => tree(commit),
        readBlobs: (files) => readBlobs(objects, files, { fileBytes, leftOut }),
      }),
  };
}

async function resolveRevisions(
  git: Git,
  objects: ObjectReader,
  revisions: readonly string[],
): Promise<readonly string[]> {
  const names = revisions.map((revision) => (revision === '' ? '' : `${revision}^{commit}`));
  const found = await objects.read(names, 0);
  const ids: string[] = [];
  for (const [index, object] of found.entries()) {
    // Only the id is wanted, so any content is "too large".
    if (object.outcome !== 'too-large' && object.outcome !== 'found') {
      throw await unknownRevision(git, revisions[index] ?? '', object.outcome);
    }
    ids.push(object.id);
  }
  return ids;
}

async function unknownRevision(git: Git, revision: string, outcome: string): Promise<ConfigError> {
  const { stdout } = await git.run(['for-each-ref', '--format=%(refname:short)']);
  const names = stdout.toString('utf8').split('\n').filter(Boolean);
  const near = didYouMean(revision, names);
  const what = outcome === 'ambiguous' ? 'is the beginning of several ids' : 'is no commit of this repository';
  return new ConfigError(`the revision "${visible(revision)}" ${what}`, {
    code: 'git/unknown-revision',
    remedy: unknownRevisionRemedy(names, near),
  });
}

function unknownRevisionRemedy(names: readonly string[], near: string | undefined): string {
  if (names.length === 0) return 'The repository has no branch yet: make a first commit.';
  const meant = near === undefined ? '' : `Did you mean "${visible(near)}"? `;
  return (
    `${meant}If it is only on the remote, fetch it: \`git fetch origin <branch>:refs/remotes/origin/<branch>\`; ` +
    'with actions/checkout, set `fetch-depth: 0`.'
  );
}

async function findMergeBase(git: Git, base: string, head: string): Promise<string> {
  if (base === head) return base;
  const { exitCode, stdout } = await git.run(['merge-base', base, head], { expectedExitCodes: [1] });
  const found = stdout.toString('latin1').split('\n')[0] ?? '';
  if (exitCode === 0 && found !== '') return found;
  throw (await isShallow(git)) ? historyIsCut(base, head) : noMergeBase(base, head);
}

async function isShallow(git: Git): Promise<boolean> {
  const { stdout } = await git.run(['rev-parse', '--is-shallow-repository']);
  return stdout.toString('latin1').trim() === 'true';
}

function historyIsCut(base: string, head: string): ConfigError {
  return new ConfigError(
    `where ${short(base)} and ${short(head)} parted is not in this clone: it is shallow, its history is cut off`,
    {
      code: 'git/shallow',
      remedy:
        'Deepen it with `git fetch --deepen=100` until both meet, or fetch all with `git fetch --unshallow`; ' +
        'with actions/checkout, set `fetch-depth: 0`.',
    },
  );
}

function noMergeBase(base: string, head: string): ConfigError {
  return new ConfigError(`${short(base)} and ${short(head)} have no commit in common`, {
    code: 'git/no-merge-base',
    remedy: 'Name a base that the head was branched from; histories that never met cannot be compared.',
  });
}

function short(id: string): string {
  return id.slice(0, 12);
}
