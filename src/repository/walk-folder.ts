import { type Dirent, readdirSync } from 'node:fs';
import { compareText } from '../base/compare-text.ts';
import { ConfigError } from '../errors/tidewaiter-error.ts';
import type { FileEntry } from '../model/files.ts';
import { decodeFileName } from '../revisions/file-name.ts';
import { visible } from '../text/visible.ts';

/** Folders that hold no files of a project. */
const SKIPPED = new Set(['.git', 'node_modules']);

/** An entry of a folder on disk: its path below the folder, and as the disk's own bytes. */
export interface DiskEntry extends FileEntry {
  readonly location: Buffer;
}

/** Every file below a folder, sorted; `.git` and `node_modules` are left out, links are listed and not followed. */
export function walkFolder(folder: Buffer | string): readonly DiskEntry[] {
  const entries: DiskEntry[] = [];
  const pending = [{ location: Buffer.from(folder), prefix: '' }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const entry of readFolder(next.location)) {
      const name = decodeFileName(entry.name);
      const path = next.prefix + name;
      const location = Buffer.concat([next.location, Buffer.from('/'), entry.name]);
      if (entry.isDirectory()) {
        if (!SKIPPED.has(name)) pending.push({ location, prefix: `${path}/` });
      } else if (entry.isSymbolicLink()) entries.push({ path, location, kind: 'symbolic-link' });
      else if (entry.isFile()) entries.push({ path, location, kind: 'file' });
    }
  }
  return entries.sort((left, right) => compareText(left.path, right.path));
}

function readFolder(location: Buffer): readonly Dirent<Buffer>[] {
  try {
    return readdirSync(location, { withFileTypes: true, encoding: 'buffer' });
  } catch (cause) {
    throw new ConfigError(`the folder "${visible(location.toString())}" cannot be read`, {
      code: 'config/unreadable',
      remedy: 'Give this user the right to read it, or leave it out.',
      cause,
    });
  }
}
