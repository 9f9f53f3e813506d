import { closeSync, constants, mkdirSync, openSync, realpathSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { ConfigError } from '../src/errors/tidewaiter-error.ts';
import { visible } from '../src/text/visible.ts';

export interface ReportPlace {
  /** What a relative path starts from. */
  readonly workspace: string;
  /** Folders in which files may be written: the workspace and the runner's temporary folder. */
  readonly allowed: readonly string[];
}

/**
 * Writes a report for later steps and gives its path. The workspace may hold a pull request's files: no link of theirs leads the report
 * elsewhere.
 */
export function writeReport(path: string, text: string, { workspace, allowed }: ReportPlace): string {
  const wanted = resolve(workspace, path);
  try {
    mkdirSync(dirname(wanted), { recursive: true });
    const file = join(realpathSync(dirname(wanted)), basename(wanted));
    if (!allowed.some((folder) => file.startsWith(realpathSync(folder) + sep))) throw new Error('it lies elsewhere');
    const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW } = constants;
    const handle = openSync(file, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW);
    try {
      writeFileSync(handle, text);
    } finally {
      closeSync(handle);
    }
    return wanted;
  } catch (cause) {
    throw new ConfigError(
      `the report ${visible(path)} cannot be written: ${cause instanceof Error ? visible(cause.message) : 'unknown'}`,
      {
        code: 'config/not-writable',
        remedy: 'Name a file in the workspace or in RUNNER_TEMP; it may not be a link.',
        cause,
      },
    );
  }
}
