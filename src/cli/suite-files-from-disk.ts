import { readdirSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { compareText } from '../base/compare-text.ts';
import type { SuiteEntry, SuiteFiles } from '../suites/suite-files.ts';

/** The files below a folder of the disk, as suites read them. Links are followed where a suite names them, and not when folders are listed. */
export function suiteFilesFromDisk(root: string): SuiteFiles {
  const stateOf = (path: string) => statSync(path, { throwIfNoEntry: false });
  return {
    read(path) {
      const file = resolve(root, path);
      return stateOf(file)?.isFile() ? readFileSync(file, 'utf8') : undefined;
    },
    list(path) {
      const folder = resolve(root, path);
      return stateOf(folder)?.isDirectory() ? entriesOf(folder) : undefined;
    },
  };
}

function entriesOf(folder: string): readonly SuiteEntry[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() || entry.isDirectory())
    .map((entry): SuiteEntry => ({ name: entry.name, kind: entry.isDirectory() ? 'folder' : 'file' }))
    .toSorted((left, right) => compareText(left.name, right.name));
}
