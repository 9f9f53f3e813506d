import {
  closeSync,
  fchmodSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ManifestError } from '../errors/tidewaiter-error.ts';
import type { Source } from '../text/source.ts';

/**
 * Replaces a file that still is as it was judged: the new text stands in it as a whole, or nothing changes. Whoever reads the file
 * meanwhile sees the one or the other.
 * @throws ManifestError `fix/file-changed` where it is another text, no plain file, or gone.
 */
export function replaceFile(root: string, source: Source, text: string): void {
  const path = join(root, source.file);
  const state = lstatSync(path, { throwIfNoEntry: false });
  if (!state?.isFile() || !readFileSync(path).equals(Buffer.from(source.text, 'utf8'))) throw changed(source);
  const temporary = join(dirname(path), `.${basename(path)}.tidewaiter-${process.pid}`);
  try {
    const file = openSync(temporary, 'wx', state.mode);
    try {
      writeSync(file, text);
      // The mask of new files may have taken rights away.
      fchmodSync(file, state.mode & 0o777);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw cause;
  }
}

function changed(source: Source): ManifestError {
  return new ManifestError(`${source.file} has changed since it was judged, so it is left as it is`, {
    code: 'fix/file-changed',
    span: { source, start: 0, end: 0 },
    remedy: 'Run `tidewaiter fix` again.',
  });
}
