import {
  closeSync,
  fchmodSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { ManifestError } from '../errors/tidewaiter-error.ts';
import type { Source } from '../text/source.ts';

/**
 * Replaces a file that still is as it was judged: the new text stands in it as a whole, or nothing changes. Whoever reads the file
 * meanwhile sees the one or the other.
 * @throws ManifestError `fix/file-changed` where it is another text, no plain file, or gone; `fix/not-writable`.
 */
export function replaceFile(root: string, source: Source, text: string): void {
  const path = resolve(root, source.file);
  const state = lstatSync(path, { throwIfNoEntry: false });
  if (!state?.isFile() || !readFileSync(path).equals(Buffer.from(source.text, 'utf8'))) throw changed(source);
  try {
    writeAtOnce(path, text, state.mode & 0o777);
  } catch (cause) {
    throw new ManifestError(`${source.file} cannot be written: ${cause instanceof Error ? cause.message : cause}`, {
      code: 'fix/not-writable',
      span: { source, start: 0, end: 0 },
      remedy: 'See to it that the file and its folder can be written, and run `tidewaiter fix` again.',
      cause,
    });
  }
}

function writeAtOnce(path: string, text: string, mode: number): void {
  const temporary = join(dirname(path), `.${basename(path)}.tidewaiter-${process.pid}`);
  const file = openSync(temporary, 'wx', mode);
  try {
    try {
      writeFileSync(file, text);
      // The mask of new files may have taken rights away.
      fchmodSync(file, mode);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function changed(source: Source): ManifestError {
  return new ManifestError(`${source.file} has changed since it was judged, so it is left as it is`, {
    code: 'fix/file-changed',
    span: { source, start: 0, end: 0 },
    remedy: 'Run `tidewaiter fix` again.',
  });
}
