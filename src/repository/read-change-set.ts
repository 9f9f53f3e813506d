import { ConfigError } from '../errors/tidewaiter-error.ts';
import type { ChangeSet, Files, Hunk } from '../model/files.ts';
import { DEFAULT_FILE_BYTES } from '../revisions/decode-content.ts';
import { findChangedFiles } from '../revisions/find-changed-files.ts';
import { visible } from '../text/visible.ts';
import { diffTexts } from './diff-texts.ts';
import { filesFromDisk } from './files-from-disk.ts';
import { findRepository, type RepositoryPlace } from './find-repository.ts';
import { type Environment, ownEnvironment } from './git-environment.ts';
import { type Checkout, openCheckout } from './open-checkout.ts';
import { openWorkingTree } from './open-working-tree.ts';

export interface ReadChangeSetOptions {
  /** The checkout, or any folder in it; without `base` and `head` a folder of no repository too. */
  readonly folder: string;
  /** A revision: the branch to merge into. Without it everything at head counts as added. */
  readonly base?: string | undefined;
  /** A revision. Without it the working tree is judged, with what is neither committed nor ignored. */
  readonly head?: string | undefined;
  /** How many bytes of one file are read; a larger one is `unreadable`. */
  readonly fileBytes?: number;
  /** Where git is and where temporary files go: by default this process's own environment. Tokens in it reach no child. */
  readonly environment?: Environment;
}

/** A change set, and the folder that its paths start from: the top of the repository. */
export interface CheckedOutChangeSet extends ChangeSet {
  readonly root: string;
}

/**
 * Reads what is to be judged from a checkout, with `git` itself. Nothing that the repository holds is run: no hook, no
 * filter, no text conversion, no fetch. Links and submodules are listed and never followed.
 * @throws ConfigError `git/*` when a revision, the history or the repository is not there; `config/no-such-file` when the folder is not.
 */
export async function readChangeSet(options: ReadChangeSetOptions): Promise<CheckedOutChangeSet> {
  const { base, head, fileBytes = DEFAULT_FILE_BYTES, environment = ownEnvironment() } = options;
  const place = findRepository(options.folder);
  if (place.kind === 'none') {
    if (base !== undefined || head !== undefined) throw notARepository(options.folder);
    return {
      root: place.root,
      ...(await everything(filesFromDisk(['.'], { folder: place.root, revision: 'head', fileBytes }))),
    };
  }
  if (head === undefined && place.kind === 'bare') throw noWorkingTree(place);
  const checkout = openCheckout(place, { environment, fileBytes });
  const changeSet =
    base === undefined
      ? await everything(await openHead(checkout, head, fileBytes))
      : await compare(checkout, { base, head, fileBytes, environment });
  return { root: place.root, ...changeSet };
}

/** The hunk of a file of which every line counts, however many there are: so that not all files are read to count them. */
export const WHOLE_FILE: Hunk = { oldStart: 0, oldLines: 0, newStart: 1, newLines: Number.MAX_SAFE_INTEGER };

async function everything(head: Files): Promise<ChangeSet> {
  const entries = await head.list();
  const changedFiles = entries.map(({ path, kind }) => ({
    path,
    kind,
    status: 'added' as const,
    hunks: kind === 'file' ? [WHOLE_FILE] : [],
  }));
  return { head, changedFiles };
}

async function openHead(checkout: Checkout, head: string | undefined, fileBytes: number): Promise<Files> {
  if (head === undefined) return (await openWorkingTree(checkout, fileBytes)).files;
  const [commit = ''] = await checkout.resolve([head]);
  return checkout.files(commit, 'head');
}

export interface CompareOptions {
  readonly base: string;
  readonly head: string | undefined;
  /** A commit's id, for a repository without the history that would tell. */
  readonly mergeBase?: string;
  readonly fileBytes: number;
  readonly environment: Environment;
}

/** What changed in a repository from where two revisions parted. */
export async function compare(checkout: Checkout, options: CompareOptions): Promise<ChangeSet> {
  const { base, head, mergeBase, fileBytes, environment } = options;
  // The working tree is compared from where the commit that is checked out parted from the base.
  const workingTree = head === undefined ? openWorkingTree(checkout, fileBytes) : undefined;
  workingTree?.catch(() => undefined);
  const [tip = '', commit = ''] = await checkout.resolve([base, head ?? 'HEAD']);
  const [before, after] = await Promise.all([
    partingOf(checkout, { tip, commit, mergeBase }),
    workingTree ?? checkout.tree(commit),
    // Read meanwhile: policies are looked for in it, and most often it is where the branches parted.
    checkout.tree(tip),
  ]);
  const mergeBaseFiles = checkout.files(before.id, 'base');
  const headSide =
    'asTree' in after
      ? { tree: after.asTree(before.tree), files: after.files }
      : { tree: after, files: checkout.files(commit, 'head') };
  const changedFiles = await findChangedFiles({ tree: before.tree, files: mergeBaseFiles }, headSide, (texts) =>
    diffTexts(texts, {
      environment,
      untrusted: checkout.root,
      after: head === undefined ? 'checked-out' : 'committed',
    }),
  );
  return { base: { tip: checkout.files(tip, 'base'), mergeBase: mergeBaseFiles }, head: headSide.files, changedFiles };
}

async function partingOf(
  checkout: Checkout,
  { tip, commit, mergeBase }: { readonly tip: string; readonly commit: string; readonly mergeBase: string | undefined },
) {
  const id = mergeBase ?? (await checkout.mergeBase(tip, commit));
  return { id, tree: await checkout.tree(id) };
}

function notARepository(folder: string): ConfigError {
  return new ConfigError(`"${visible(folder)}" is in no git repository, so it has no revisions`, {
    code: 'git/not-a-repository',
    remedy:
      'Run this in a checkout (actions/checkout makes one), or leave out the base and the head to judge the folder as it is.',
  });
}

function noWorkingTree({ root }: RepositoryPlace): ConfigError {
  return new ConfigError(`"${visible(root)}" is a bare repository: it has no working tree to judge`, {
    code: 'config/usage',
    remedy: 'Name the commit to judge, for example `--head HEAD`.',
  });
}
