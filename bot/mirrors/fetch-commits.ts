import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Git, openGit } from '../../src/repository/git.ts';
import type { Environment, Network } from '../../src/repository/git-environment.ts';

export interface FetchSource {
  /** The mirror: made where it is not there. */
  readonly folder: string;
  readonly serverUrl: string;
  readonly owner: string;
  readonly repo: string;
  readonly token: string;
  readonly environment: Environment;
  readonly signal: AbortSignal;
}

/** `blob:limit` leaves out what has this many bytes or more. No manifest is as large, but data and pictures are. */
const LIMIT_BYTES = 5 * 1024 * 1024;
export const MOST_FILE_BYTES = LIMIT_BYTES - 1;

/** A fetch of what a large repository has at three commits takes a minute. */
const TIMEOUT_MS = 300_000;

/**
 * Fetches those of the commits that a mirror lacks, with their trees and contents and without their history.
 * @returns the ids of contents that were left out for their size
 */
export async function fetchCommits(commits: readonly string[], source: FetchSource): Promise<ReadonlySet<string>> {
  for (const commit of commits) if (!/^[0-9a-f]{40}$/.test(commit)) throw new Error(`"${commit}" is no id of a commit`);
  const { folder, environment, signal } = source;
  const place = { folder, gitDirectory: folder, untrusted: folder };
  await prepare(source);
  const known = await readNotes(folder, commits);
  const missing = commits.filter((commit) => !known.has(commit));
  if (missing.length > 0) {
    await fetchAll(openGit({ ...place, network: networkOf(source) }, environment), missing, source);
    const leftOut = await findLeftOut(openGit(place, environment), missing, signal);
    for (const commit of missing) {
      await writeNote(folder, commit, leftOut);
      known.set(commit, leftOut);
    }
  }
  return new Set([...known.values()].flat());
}

/**
 * Whether something failed that has nothing to do with the state of the mirror: there was no answer, or it was refused. Anybody can push what
 * git's checks refuse, or what is too much to list: it must not cost the repository its mirror.
 */
export function isTroubleOfTheRemote(words: string): boolean {
  return /fsck error|printed more than|unable to access|Authentication failed|could not read Username|repository '.*' not found|RPC failed|remote error|remote end hung up|early EOF|expected '|took longer/i.test(
    words,
  );
}

async function prepare({ folder, environment }: FetchSource): Promise<void> {
  await mkdir(join(folder, NOTES), { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).includes('HEAD')) return;
  await openGit({ folder, untrusted: folder }, environment).run(['init', '--quiet', '--bare', '--template=']);
}

/**
 * A note for each commit that has arrived whole, with the ids of what was left out: git itself cannot tell what was never asked for from
 * what is lost. Where a fetch was broken off there is none.
 */
const NOTES = 'commits';

async function readNotes(folder: string, commits: readonly string[]): Promise<Map<string, readonly string[]>> {
  const notes = new Map<string, readonly string[]>();
  for (const commit of commits) {
    const note = await readFile(join(folder, NOTES, commit), 'latin1').catch(() => undefined);
    if (note !== undefined)
      notes.set(
        commit,
        note.split('\n').filter((id) => id !== ''),
      );
  }
  return notes;
}

async function writeNote(folder: string, commit: string, leftOut: readonly string[]): Promise<void> {
  const path = join(folder, NOTES, commit);
  await writeFile(`${path}.new`, leftOut.join('\n'));
  await rename(`${path}.new`, path);
}

function networkOf({ serverUrl, owner, repo, token }: FetchSource): Network {
  const credentials = Buffer.from(`x-access-token:${token}`).toString('base64');
  return {
    protocol: new URL(serverUrl).protocol.replace(/:$/, ''),
    settings: {
      'remote.origin.url': `${serverUrl}/${owner}/${repo}.git`,
      // Said here, git does not write them into the mirror, which so has no remote that it could ask while it is read.
      'remote.origin.promisor': 'true',
      'remote.origin.partialclonefilter': `blob:limit=${LIMIT_BYTES}`,
      [`http.${serverUrl}/.extraHeader`]: `Authorization: Basic ${credentials}`,
      // git would hand the header over to wherever it is sent.
      'http.followRedirects': 'false',
      'http.lowSpeedLimit': '1000',
      'http.lowSpeedTime': '30',
      'transfer.fsckObjects': 'true',
      // Old clients wrote such trees; GitHub takes and keeps them.
      'fetch.fsck.zeroPaddedFilemode': 'ignore',
    },
  };
}

async function fetchAll(git: Git, commits: readonly string[], { folder, signal }: FetchSource): Promise<void> {
  const options = ['--quiet', '--depth=1', `--filter=blob:limit=${LIMIT_BYTES}`, '--no-tags', '--no-write-fetch-head'];
  // The refs tell the next fetch what is here already.
  const wanted = commits.map((commit) => `+${commit}:refs/commits/${commit}`);
  try {
    const command = ['fetch', ...options, '--no-auto-maintenance', '--no-recurse-submodules', 'origin', ...wanted];
    await git.run(command, { timeoutMs: TIMEOUT_MS, signal });
  } catch (error) {
    await removeUnfinished(folder);
    throw error;
  }
}

/** Of a pack that did not arrive whole, what did would lie there for ever. */
async function removeUnfinished(folder: string): Promise<void> {
  const packs = join(folder, 'objects/pack');
  const names = await readdir(packs).catch(() => []);
  for (const name of names) if (name.startsWith('tmp_')) await rm(join(packs, name), { force: true });
}

async function findLeftOut(git: Git, commits: readonly string[], signal: AbortSignal): Promise<readonly string[]> {
  const command = ['rev-list', '--objects', '--no-object-names', '--missing=print', ...commits];
  const { stdout } = await git.run(command, { signal });
  return stdout
    .toString('latin1')
    .split('\n')
    .filter((line) => line.startsWith('?'))
    .map((line) => line.slice(1));
}
