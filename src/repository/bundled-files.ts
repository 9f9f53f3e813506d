import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EngineError } from '../errors/tidewaiter-error.ts';
import type { Files } from '../model/files.ts';
import { filesFromDisk } from './files-from-disk.ts';

/**
 * The policy library that is part of this package (its folder `policies`), with paths below that folder. It is found from
 * where this module lies: in the sources, in `dist`, or in the Action's bundle.
 */
export function bundledFiles(module: string = import.meta.url): Files {
  return filesFromDisk(['.'], {
    folder: libraryFolder(dirname(fileURLToPath(module))),
    revision: 'bundle',
    id: 'bundle',
  });
}

function libraryFolder(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    const library = join(folder, 'policies');
    if (existsSync(join(folder, 'package.json')) && existsSync(library)) return library;
    if (dirname(folder) === folder) {
      throw new EngineError('the bundled policies are missing from this installation', {
        code: 'engine/crash',
        remedy: 'Install tidewaiter again.',
      });
    }
  }
}
