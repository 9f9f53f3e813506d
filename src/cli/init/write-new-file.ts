import { lstatSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigError } from '../../errors/tidewaiter-error.ts';

/**
 * Writes a file that is not there yet. One that is, be it a link that leads nowhere, is left as it is.
 * @throws ConfigError `config/not-writable`, also where a folder on the way is a link: what lies behind it belongs to somebody else.
 */
export function writeNewFile(root: string, file: string, text: string): 'written' | 'exists' {
  const path = join(root, file);
  try {
    const link = foldersAbove(file).find((folder) => isLink(join(root, folder)));
    if (link !== undefined) throw new Error(`the folder ${link} is a symbolic link`);
    mkdirSync(dirname(path), { recursive: true });
    if (lstatSync(path, { throwIfNoEntry: false })) return 'exists';
    writeFileSync(path, text, { flag: 'wx' });
    return 'written';
  } catch (cause) {
    throw new ConfigError(`${file} cannot be written: ${cause instanceof Error ? cause.message : cause}`, {
      code: 'config/not-writable',
      remedy: 'See to it that the folder can be written, or take the text from `tidewaiter init --print`.',
      cause,
    });
  }
}

/** `a` and `a/b` for `a/b/c.yml`. */
function foldersAbove(file: string): readonly string[] {
  const names = file.split('/').slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}
