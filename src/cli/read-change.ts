import { existsSync, realpathSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { ConfigError } from '../errors/tidewaiter-error.ts';
import type { ChangedFile, ChangeSet, FileContent, Files } from '../model/files.ts';
import { CONFIGURATION_FILES } from '../policy/configuration.ts';
import { filesFromDisk } from '../repository/files-from-disk.ts';
import { findRepository } from '../repository/find-repository.ts';
import { readChangeSet, WHOLE_FILE } from '../repository/read-change-set.ts';
import { visible } from '../text/visible.ts';
import { usage } from './arguments.ts';
import type { Surroundings } from './command.ts';

/** What is to be judged, and where it lies. */
export interface ChangeToJudge {
  readonly change: ChangeSet;
  /** Below the root; empty: everything. */
  readonly paths: readonly string[];
  /** The folder that the paths of files start from; undefined where there is none to write to. */
  readonly root: string | undefined;
}

export interface WhatToJudge {
  /** As given on the command line; `-` is standard input. */
  readonly paths: readonly string[];
  readonly base?: string | undefined;
  readonly head?: string | undefined;
}

/** Finds what the arguments name: files of the repository around the current folder, files elsewhere on the disk, or standard input. */
export async function readChange(what: WhatToJudge, surroundings: Surroundings): Promise<ChangeToJudge> {
  const { paths, base, head } = what;
  const { folder } = surroundings;
  if (paths.includes('-')) {
    if (paths.length > 1) throw usage('"-" goes with no other path', 'Judge standard input alone.');
    if (base !== undefined || head !== undefined)
      throw usage('standard input has no revisions', 'Leave out --base and --head.');
    return judgeStrangers(textFiles('stdin.yaml', await surroundings.readInput()), undefined, folder);
  }
  const { root } = findRepository(folder);
  const located = paths.map((path) => ({ path, below: pathBelow(root, folder, path) }));
  const outside = located.filter(({ below }) => below === undefined);
  if (outside.length === 0) {
    const change = await readChangeSet({ folder, base, head });
    await checkPaths(located, change);
    return { change, paths: located.flatMap(({ below }) => below ?? []), root: change.root };
  }
  if (outside.length < paths.length || base !== undefined || head !== undefined) {
    throw usage(
      `${visible(outside[0]?.path ?? '')} lies outside of ${visible(root)}`,
      'Judge it in a run of its own, without --base and --head.',
    );
  }
  return judgeStrangers(filesFromDisk(paths, { folder, revision: 'head' }), folder, folder);
}

/** The path below the repository's root; undefined where it lies elsewhere. */
function pathBelow(root: string, folder: string, path: string): string | undefined {
  const absolute = resolve(realpathSync(folder), path);
  const below = relative(root, existsSync(absolute) ? realParent(absolute) : absolute);
  if (below === '..' || below.startsWith(`..${sep}`) || isAbsolute(below)) return undefined;
  return below.split(sep).join('/');
}

/** A link that is named is the link, but the folders above it are where they really are. */
function realParent(path: string): string {
  const parent = resolve(path, '..');
  return parent === path ? path : join(realpathSync(parent), relative(parent, path));
}

/** A path that names nothing must not look clean. */
async function checkPaths(
  located: readonly { readonly path: string; readonly below: string | undefined }[],
  change: ChangeSet,
) {
  if (located.length === 0) return;
  const known = [
    ...(await change.head.list()).map((entry) => entry.path),
    ...change.changedFiles.map((file) => file.path),
  ];
  for (const { path, below = '' } of located) {
    if (below === '' || known.some((each) => each === below || each.startsWith(`${below}/`))) continue;
    throw new ConfigError(`there is no file or folder "${visible(path)}" to judge`, {
      code: 'config/no-such-file',
      remedy: 'Paths start from the current folder; what git ignores is not judged.',
    });
  }
}

/** Files that belong to no repository are all new; configuration and policies are those around the current folder. */
async function judgeStrangers(head: Files, root: string | undefined, folder: string): Promise<ChangeToJudge> {
  const changedFiles = (await head.list()).map(
    ({ path, kind }): ChangedFile => ({ path, kind, status: 'added', hunks: kind === 'file' ? [WHOLE_FILE] : [] }),
  );
  const isProject =
    findRepository(folder).kind === 'working-tree' ||
    CONFIGURATION_FILES.some((file) => existsSync(join(folder, file)));
  const tip = isProject ? (await readChangeSet({ folder })).head : NO_FILES;
  return { change: { base: { tip, mergeBase: NO_FILES }, head, changedFiles }, paths: [], root };
}

const NO_FILES: Files = { revision: 'base', id: 'disk', list: async () => [], read: async () => new Map() };

function textFiles(path: string, text: string): Files {
  const content: FileContent = { outcome: 'text', source: { file: path, revision: 'head', text } };
  return {
    revision: 'head',
    id: 'stdin',
    list: async () => [{ path, kind: 'file' }],
    read: async (paths) => new Map(paths.includes(path) ? [[path, content]] : []),
  };
}
