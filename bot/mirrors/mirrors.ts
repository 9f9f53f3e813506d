import { ConfigError, TidewaiterError } from '../../src/errors/tidewaiter-error.ts';
import type { RepositoryName } from '../../src/github/repository-name.ts';
import type { ChangeSet } from '../../src/model/files.ts';
import { findGit, ownEnvironment } from '../../src/repository/git-environment.ts';
import { readMirror } from '../../src/repository/read-mirror.ts';
import { visible } from '../../src/text/visible.ts';
import { fetchCommits, isTroubleOfTheRemote, MOST_FILE_BYTES } from './fetch-commits.ts';
import { type Mirror, openShelf } from './shelf.ts';
import { takeFolder } from './take-folder.ts';

/**
 * Bare copies of repositories on the disk, with the commits that judgements need and nothing of their history. They are a cache: a mirror
 * that is damaged, or in the way, is thrown away and fetched again.
 */
export interface Mirrors {
  /**
   * Fetches what a mirror lacks of a comparison, in one fetch, and hands over what changed. Files are read when `use` asks for them, and the
   * mirror stays for as long. Where it turns out to be damaged `use` is called once more, on a new one.
   */
  read<Result>(
    comparison: Comparison,
    use: (change: ChangeSet) => Promise<Result>,
    signal: AbortSignal,
  ): Promise<MirrorReading<Result>>;
  /** Another process may have the folder then. */
  close(): Promise<void>;
}

/** Commits by their ids. */
export interface Comparison extends RepositoryName {
  readonly base: string;
  readonly mergeBase: string;
  readonly head: string;
  readonly token: string;
}

export type MirrorReading<Result> =
  | { readonly outcome: 'read'; readonly result: Result }
  /** There is no git, no room, no answer: the API has the same files. */
  | { readonly outcome: 'unusable'; readonly reason: string };

export interface MirrorOptions {
  /** Several processes may have the same: each takes a part of it for itself. */
  readonly folder: string;
  /** How many bytes the mirrors of one process may take together. */
  readonly mostBytes: number;
  /** `https://github.com`. */
  readonly serverUrl: string;
}

/**
 * Opens the folder, which is made where it is not there, and takes up the mirrors that lie in it.
 * @throws ConfigError `config/not-writable`
 */
export async function openMirrors({ folder, mostBytes, serverUrl }: MirrorOptions): Promise<Mirrors> {
  const { shelf, isLost, release } = await openOwnShelf(folder, mostBytes);
  return {
    async read(comparison, use, signal) {
      if (isLost()) return { outcome: 'unusable', reason: 'another process has taken the folder of the mirrors' };
      try {
        // Where there is none, no mirror is to blame.
        await ofTheMirror(async () => findGit(ownEnvironment(), folder));
        return await shelf.use(nameOf(comparison), (mirror) =>
          readFrom(mirror, { ...comparison, serverUrl }, use, signal),
        );
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof MirrorTrouble)) throw error;
        return { outcome: 'unusable', reason: error.message };
      }
    },
    close: release,
  };
}

async function openOwnShelf(folder: string, mostBytes: number) {
  try {
    const own = await takeFolder(folder);
    return { shelf: await openShelf(own.folder, mostBytes), isLost: own.isLost, release: own.release };
  } catch (cause) {
    throw notUsable(folder, cause);
  }
}

function notUsable(folder: string, cause: unknown): ConfigError {
  return new ConfigError(
    `mirrors cannot be kept in ${folder}: ${cause instanceof Error ? cause.message : String(cause)}`,
    {
      code: 'config/not-writable',
      remedy: 'Name a folder in which the bot may write.',
      cause,
    },
  );
}

/** `acme+shop.git`: GitHub takes no plus sign in a name, and does not tell names apart by their case. */
function nameOf({ owner, repo }: RepositoryName): string {
  const name = `${owner}+${repo}.git`.toLowerCase();
  if (/^[\w.-]+\+[\w.-]+$/.test(name)) return name;
  throw new MirrorTrouble(new Error(`"${visible(name)}" is no name of a repository`));
}

/** Something about the mirror, and nothing about what was done with it. */
class MirrorTrouble extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

async function readFrom<Result>(
  mirror: Mirror,
  comparison: Comparison & { readonly serverUrl: string },
  use: (change: ChangeSet) => Promise<Result>,
  signal: AbortSignal,
): Promise<MirrorReading<Result>> {
  try {
    return await readOnce(mirror, comparison, use, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof MirrorTrouble) || isTroubleOfTheRemote(error.message)) throw error;
  }
  await ofTheMirror(() => mirror.discard());
  return readOnce(mirror, comparison, use, signal);
}

async function readOnce<Result>(
  mirror: Mirror,
  { base, mergeBase, head, ...source }: Comparison & { readonly serverUrl: string },
  use: (change: ChangeSet) => Promise<Result>,
  signal: AbortSignal,
): Promise<MirrorReading<Result>> {
  const environment = ownEnvironment();
  const change = await ofTheMirror(async () => {
    const { folder } = mirror;
    const leftOut = await mirror.change(signal, (stop) =>
      fetchCommits([...new Set([base, mergeBase, head])], { ...source, folder, environment, signal: stop }),
    );
    return readMirror({ folder, base, mergeBase, head, leftOut, fileBytes: MOST_FILE_BYTES, environment });
  });
  try {
    return { outcome: 'read', result: await use(change) };
  } catch (error) {
    // Nothing else that is done with a change asks git.
    throw error instanceof TidewaiterError && error.code.startsWith('git/') ? new MirrorTrouble(error) : error;
  }
}

async function ofTheMirror<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw new MirrorTrouble(error);
  }
}
