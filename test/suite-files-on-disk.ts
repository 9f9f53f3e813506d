import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { compareText } from '../src/base/compare-text.ts';
import type { SuiteFiles } from '../src/suites/suite-files.ts';

/** The files of a folder on disk, as suites read them. */
export function suiteFilesOnDisk(root: string): SuiteFiles {
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
