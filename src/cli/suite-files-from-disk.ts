import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { compareText } from '../base/compare-text.ts';
import type { SuiteFiles } from '../suites/suite-files.ts';

/** The files below a folder of the disk, as suites read them. Links are followed where a suite names them, and not when folders are listed. */
export function suiteFilesFromDisk(root: string): SuiteFiles {
  return {
    read: (path) => tryTo(() => readFileSync(resolve(root, path), 'utf8')),
    list: (folder) =>
      tryTo(() =>
        readdirSync(resolve(root, folder), { withFileTypes: true })
          .flatMap((entry) => (isKnown(entry) ? [{ name: entry.name, kind: kindOf(entry) }] : []))
          .toSorted((left, right) => compareText(left.name, right.name)),
      ),
  };
}

function isKnown(entry: Dirent): boolean {
  return entry.isFile() || entry.isDirectory();
}

function kindOf(entry: Dirent): 'file' | 'folder' {
  return entry.isDirectory() ? 'folder' : 'file';
}

function tryTo<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return undefined;
    throw error;
  }
}
