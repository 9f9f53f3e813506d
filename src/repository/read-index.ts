import { decodeFileName } from '../revisions/file-name.ts';
import { kindOfMode, type TreeEntry } from '../revisions/tree.ts';
import type { Git } from './git.ts';

/** An entry of git's index: what was last added or checked out, and what the disk looked like at that moment. */
export interface IndexEntry extends TreeEntry {
  /** Undefined where git's listing could not be understood: then nothing is known about the disk. */
  readonly recorded?: RecordedState;
  /** Left out of a sparse checkout: the file is not on disk and not deleted either. */
  readonly sparse: boolean;
  /** The file is in conflict; there is no one content that it had. */
  readonly unmerged: boolean;
}

export interface RecordedState {
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
  readonly size: number;
}

const SKIP_WORKTREE = 0x4000_0000;

/**
 * The index as it lies on disk. `ls-files --debug` only prints it: unlike `status`, `diff` or `ls-files -m` it looks at
 * no file of the working tree, so no filter and no file system monitor can run.
 */
export async function readIndex(git: Git): Promise<ReadonlyMap<string, IndexEntry>> {
  const { stdout } = await git.run(['ls-files', '-z', '--stage', '--debug', '--full-name']);
  const index = new Map<string, IndexEntry>();
  for (let at = 0; at < stdout.length; ) {
    const tab = stdout.indexOf(0x09, at);
    const end = stdout.indexOf(0x00, tab);
    const [mode = '', id = '', stage = ''] = stdout.toString('latin1', at, tab).split(' ');
    const path = decodeFileName(stdout.subarray(tab + 1, end));
    const debug = parseDebug(stdout, end + 1);
    at = debug.end;
    index.set(path, {
      path,
      mode,
      id,
      kind: kindOfMode(mode),
      unmerged: stage !== '0',
      sparse: debug.sparse,
      ...(debug.recorded === undefined ? {} : { recorded: debug.recorded }),
    });
  }
  return index;
}

const DEBUG_LINES = 5;
const DEBUG =
  /^ {2}ctime: (\d+):(\d+)\n {2}mtime: (\d+):(\d+)\n {2}dev: \d+\tino: \d+\n {2}uid: \d+\tgid: \d+\n {2}size: (\d+)\tflags: ([0-9a-f]+)\n$/;

/** git promises no format for these lines, so what does not look as expected counts as "nothing known". */
function parseDebug(
  output: Buffer,
  start: number,
): { readonly end: number; readonly recorded?: RecordedState; readonly sparse: boolean } {
  let end = start;
  for (let line = 0; line < DEBUG_LINES && output.toString('latin1', end, end + 2) === '  '; line++) {
    const lineBreak = output.indexOf(0x0a, end);
    end = lineBreak < 0 ? output.length : lineBreak + 1;
  }
  const found = DEBUG.exec(output.toString('latin1', start, end));
  if (found === null) return { end, sparse: false };
  const [, changeSeconds = '', changeRest = '', seconds = '', rest = '', size = '', flags = ''] = found;
  return {
    end,
    recorded: {
      mtimeNs: nanoseconds(seconds, rest),
      ctimeNs: nanoseconds(changeSeconds, changeRest),
      size: Number(size),
    },
    sparse: (Number.parseInt(flags, 16) & SKIP_WORKTREE) !== 0,
  };
}

function nanoseconds(seconds: string, rest: string): bigint {
  return BigInt(seconds) * 1_000_000_000n + BigInt(rest);
}
