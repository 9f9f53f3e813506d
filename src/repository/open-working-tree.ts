import { type BigIntStats, lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { FileContent, FileEntry, Files } from '../model/files.ts';
import { blobId } from '../revisions/blob-id.ts';
import { readEntries } from '../revisions/commit-files.ts';
import { SUBMODULE, SYMBOLIC_LINK } from '../revisions/decode-content.ts';
import { decodeFileName, encodeFileName } from '../revisions/file-name.ts';
import { kindOfMode, sortedEntries, type Tree, type TreeEntry } from '../revisions/tree.ts';
import type { Checkout } from './open-checkout.ts';
import { readBlobs } from './read-blobs.ts';
import { diskContent, readDiskBytes } from './read-disk-file.ts';
import { type IndexEntry, readIndex } from './read-index.ts';

/** The working tree of a checkout: what is tracked, and what is neither tracked nor ignored. */
export interface WorkingTree {
  readonly files: Files;
  /** The tree as it would be committed, as far as a comparison with another tree needs it. */
  asTree(against: Tree): Tree;
}

interface WorkingEntry extends FileEntry {
  readonly location: string | Buffer;
  /** The index's entry, where the content on disk is known to be what the index holds. */
  readonly unchanged?: IndexEntry;
  readonly mode: string;
  /** Its content is in the index only (a sparse checkout). */
  readonly fromIndex?: IndexEntry;
}

/**
 * Opens the working tree. Git lists the names; contents are read and compared here, as bytes, because git would run the
 * repository's clean filters to compare them.
 */
export async function openWorkingTree(checkout: Checkout, fileBytes: number): Promise<WorkingTree> {
  const [index, untracked, indexTime] = await Promise.all([
    readIndex(checkout.git),
    listUntracked(checkout),
    timeOfIndex(checkout),
  ]);
  const entries = new Map<string, WorkingEntry>();
  const folders = new RealFolders(checkout.root);
  for (const entry of index.values()) {
    const found = lookAt(entry, { root: checkout.root, folders, indexTime });
    if (found !== undefined) entries.set(found.path, found);
  }
  for (const path of untracked) {
    const found = lookAtUntracked(path, { root: checkout.root, folders });
    if (found !== undefined && !entries.has(found.path)) entries.set(found.path, found);
  }
  return {
    files: {
      revision: 'head',
      id: 'worktree',
      list: async () => sortedEntries(entries.values()),
      read: (paths) => readWorkingFiles(paths, { entries, checkout, fileBytes }),
    },
    asTree: (against) => asTree(entries, against, fileBytes),
  };
}

async function listUntracked({ git }: Checkout): Promise<readonly string[]> {
  const { stdout } = await git.run(['ls-files', '-z', '--others', '--exclude-standard', '--full-name']);
  const paths: string[] = [];
  for (let at = 0; at < stdout.length; ) {
    const end = stdout.indexOf(0x00, at);
    paths.push(decodeFileName(stdout.subarray(at, end)));
    at = end + 1;
  }
  return paths;
}

/** When the index was written: a file touched at that very moment or later may differ without looking so. */
async function timeOfIndex({ git, root }: Checkout): Promise<bigint> {
  const { stdout } = await git.run(['rev-parse', '--git-path', 'index']);
  const path = stdout.toString('utf8').replace(/\n$/, '');
  const absolute = path.startsWith('/') || /^[A-Za-z]:/.test(path) ? path : join(root, path);
  return lstatSync(absolute, { bigint: true, throwIfNoEntry: false })?.mtimeNs ?? 0n;
}

interface Surroundings {
  readonly root: string;
  readonly folders: RealFolders;
}

function lookAt(entry: IndexEntry, place: Surroundings & { readonly indexTime: bigint }): WorkingEntry | undefined {
  const { path, kind, mode } = entry;
  if (!isBelowRoot(path)) return undefined;
  const location = locationOf(place.root, path);
  const state = place.folders.holds(path) ? lstatSync(location, { bigint: true, throwIfNoEntry: false }) : undefined;
  if (state === undefined) {
    return entry.sparse ? { path, kind, mode, location, unchanged: entry, fromIndex: entry } : undefined;
  }
  if (kind === 'submodule') return state.isDirectory() ? { path, kind, mode, location, unchanged: entry } : undefined;
  if (kind === 'symbolic-link') {
    // Where links cannot be made (Windows), git writes a plain file in place of one.
    return state.isDirectory()
      ? undefined
      : { path, kind, mode, location, ...(isClean(entry, state, place) && { unchanged: entry }) };
  }
  const actual = kindOnDisk(state);
  if (actual === undefined) return undefined;
  return {
    path,
    kind: actual,
    mode: modeOnDisk(state, mode),
    location,
    ...(isClean(entry, state, place) && { unchanged: entry }),
  };
}

function lookAtUntracked(path: string, place: Surroundings): WorkingEntry | undefined {
  // A trailing slash marks a folder that git will not look into: a repository of its own.
  if (path.endsWith('/')) {
    const name = path.slice(0, -1);
    return { path: name, kind: 'submodule', mode: '160000', location: locationOf(place.root, name) };
  }
  if (!isBelowRoot(path) || !place.folders.holds(path)) return undefined;
  const location = locationOf(place.root, path);
  const state = lstatSync(location, { bigint: true, throwIfNoEntry: false });
  const kind = state && kindOnDisk(state);
  return state && kind ? { path, kind, mode: modeOnDisk(state, '100644'), location } : undefined;
}

/** Git's own test: same times and size as when the index was written, and touched before that. */
function isClean(entry: IndexEntry, state: BigIntStats, { indexTime }: { readonly indexTime: bigint }): boolean {
  const { recorded, unmerged, mode } = entry;
  if (recorded === undefined || unmerged) return false;
  return (
    recorded.mtimeNs === state.mtimeNs &&
    recorded.ctimeNs === state.ctimeNs &&
    recorded.size === Number(state.size & 0xffff_ffffn) &&
    recorded.mtimeNs < indexTime &&
    entry.kind === kindOnDisk(state) &&
    modeOnDisk(state, mode) === mode
  );
}

function kindOnDisk(state: BigIntStats): 'file' | 'symbolic-link' | undefined {
  if (state.isSymbolicLink()) return 'symbolic-link';
  return state.isFile() ? 'file' : undefined;
}

/** The executable bit is taken from the index: not every disk has one, and no policy asks for it. */
function modeOnDisk(state: BigIntStats, recorded: string): string {
  if (state.isSymbolicLink()) return '120000';
  return kindOfMode(recorded) === 'file' ? recorded : '100644';
}

async function readWorkingFiles(
  paths: readonly string[],
  {
    entries,
    checkout,
    fileBytes,
  }: { readonly entries: ReadonlyMap<string, WorkingEntry>; readonly checkout: Checkout; readonly fileBytes: number },
): Promise<ReadonlyMap<string, FileContent>> {
  const contents = new Map<string, FileContent>();
  const fromIndex: TreeEntry[] = [];
  for (const path of paths) {
    const entry = entries.get(path);
    if (entry === undefined) continue;
    if (entry.kind === 'submodule') contents.set(path, SUBMODULE);
    else if (entry.kind === 'symbolic-link') contents.set(path, SYMBOLIC_LINK);
    else if (entry.fromIndex !== undefined) fromIndex.push(entry.fromIndex);
    else {
      const answer = readDiskBytes(entry.location, fileBytes);
      const content = diskContent(answer, { path, revision: 'head', limit: fileBytes });
      if (content !== undefined) contents.set(path, content);
    }
  }
  const indexed = await readEntries(fromIndex, {
    revision: 'head',
    fileBytes,
    readBlobs: (files) => readBlobs(checkout.objects, files, { fileBytes }),
  });
  for (const [path, content] of indexed) contents.set(path, content);
  return contents;
}

/** Ids as git would give them. A file that the other tree has not got needs none: it is added, whatever it holds. */
function asTree(entries: ReadonlyMap<string, WorkingEntry>, against: Tree, fileBytes: number): Tree {
  const tree = new Map<string, TreeEntry>();
  for (const entry of entries.values()) {
    const { path, kind, mode } = entry;
    const before = against.get(path);
    const id = entry.unchanged?.id ?? (before === undefined ? '' : idOnDisk(entry, before, fileBytes));
    tree.set(path, { path, kind, mode, id });
  }
  return tree;
}

function idOnDisk(entry: WorkingEntry, before: TreeEntry, fileBytes: number): string {
  if (entry.kind !== 'file' || before.kind !== 'file') return '';
  const answer = readDiskBytes(entry.location, fileBytes);
  if (answer.outcome !== 'bytes') return '';
  const id = blobId(answer.bytes, before.id.length);
  if (id === before.id || !answer.bytes.includes('\r\n')) return id;
  // Checked out with `core.autocrlf` or `eol=crlf`: the commit holds the same lines with `\n`.
  const withLineFeeds = Buffer.from(answer.bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
  return blobId(withLineFeeds, before.id.length) === before.id ? before.id : id;
}

function locationOf(root: string, path: string): string | Buffer {
  if (path.isWellFormed()) return join(root, path);
  return Buffer.concat([Buffer.from(root), Buffer.from('/'), encodeFileName(path)]);
}

/** An index that was tampered with may name files elsewhere. */
function isBelowRoot(path: string): boolean {
  return (
    path !== '' && path.split('/').every((step) => step !== '' && step !== '.' && step !== '..' && step !== '.git')
  );
}

/** Which folders below the root are folders, and not links that lead elsewhere. */
class RealFolders {
  readonly #known = new Map<string, boolean>([['', true]]);
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  /** Whether a file of this path would lie in real folders all the way. */
  holds(path: string): boolean {
    return this.#isReal(path.slice(0, Math.max(path.lastIndexOf('/'), 0)));
  }

  #isReal(folder: string): boolean {
    const known = this.#known.get(folder);
    if (known !== undefined) return known;
    const real =
      this.holds(folder) &&
      (lstatSync(locationOf(this.#root, folder), { throwIfNoEntry: false })?.isDirectory() ?? false);
    this.#known.set(folder, real);
    return real;
  }
}
