import { lstatSync, statSync } from 'node:fs';
import { isAbsolute, join, normalize, sep } from 'node:path';
import { ConfigError } from '../errors/tidewaiter-error.ts';
import type { FileContent, Files } from '../model/files.ts';
import { DEFAULT_FILE_BYTES } from '../revisions/decode-content.ts';
import { sortedEntries } from '../revisions/tree.ts';
import type { Revision } from '../text/source.ts';
import { visible } from '../text/visible.ts';
import { diskContent, readDiskBytes } from './read-disk-file.ts';
import { type DiskEntry, walkFolder } from './walk-folder.ts';

export interface DiskOptions {
  /** What relative paths start from. */
  readonly folder: string;
  readonly revision?: Revision;
  readonly id?: string;
  /** How many bytes of one file are read. */
  readonly fileBytes?: number;
}

interface ListedEntry extends DiskEntry {
  /** Somebody named this very file, so a link of that name is meant. */
  readonly named: boolean;
}

/**
 * The files that paths name, and all files below the folders that they name (without `.git` and `node_modules`), each
 * under the path as given. Links found in a folder are listed and never followed; one that was named is.
 * The disk is looked at once, here; contents are read when asked for.
 * @throws ConfigError `config/no-such-file` for a path that does not exist.
 */
export function filesFromDisk(paths: readonly string[], options: DiskOptions): Files {
  const { folder, revision = 'disk', id = 'disk', fileBytes = DEFAULT_FILE_BYTES } = options;
  const entries = new Map<string, ListedEntry>();
  for (const path of paths) {
    for (const entry of entriesOf(path, folder)) entries.set(entry.path, entry);
  }
  return {
    revision,
    id,
    list: async () => sortedEntries(entries.values()),
    async read(wanted) {
      const contents = new Map<string, FileContent>();
      for (const path of wanted) {
        const entry = entries.get(path);
        if (entry === undefined) continue;
        const answer = readDiskBytes(entry.location, fileBytes, entry.named ? 'follow' : 'refuse');
        const content = diskContent(answer, { path, revision, limit: fileBytes });
        if (content !== undefined) contents.set(path, content);
      }
      return contents;
    },
  };
}

function entriesOf(path: string, folder: string): readonly ListedEntry[] {
  const name = normalize(path).split(sep).join('/').replace(/\/$/, '');
  const location = isAbsolute(path) ? path : join(folder, path);
  // Following here is meant: the path was given by whoever runs this, not by the pull request.
  const state = lstatSync(location, { throwIfNoEntry: false }) && statSync(location, { throwIfNoEntry: false });
  if (state === undefined) {
    throw new ConfigError(`there is no file or folder "${visible(path)}"`, {
      code: 'config/no-such-file',
      remedy: `It was looked for at ${visible(location)}.`,
    });
  }
  if (!state.isDirectory()) return [{ path: name, kind: 'file', location: Buffer.from(location), named: true }];
  const prefix = name === '.' ? '' : `${name}/`;
  return walkFolder(location).map((entry) => ({ ...entry, path: prefix + entry.path, named: false }));
}
